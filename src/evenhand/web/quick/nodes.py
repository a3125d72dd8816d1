"""The nodes of a loaded template, put in order once: texts joined, constants drawn, the rest quickened in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any, Final, TypeVar

from django.conf import settings
from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode, TemplateLiteral, URLNode
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode, IncludeNode
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from evenhand.apps.tenancy.addresses import address
from evenhand.web.quick.lookup import Condition, Lookup, quicken_expression
from evenhand.web.quick.written import WrittenNodes

Tag = TypeVar("Tag", bound=Callable[..., Any])
_REPEATS: Final = "repeats"
_SILENT: Final = (CommentNode, LoadNode)


def repeats(tag: Tag) -> Tag:
    """Mark a tag whose mark-up follows from its arguments alone: with constants it is drawn once."""
    setattr(tag, _REPEATS, True)
    return tag


def quicken(nodes: NodeList) -> NodeList:
    """The same nodes, quicker: what they render stays what Django renders."""
    return WrittenNodes(_quickened(nodes))


def _quickened(nodes: NodeList) -> NodeList:
    found = NodeList()
    for node in _in_order(nodes):
        _quicken_parts(node)
        quick = _quick(node)
        if not isinstance(quick, TextNode):
            quick.render_annotated = quick.render  # type: ignore[method-assign]  # nothing to annotate without debug
        found.append(quick)
    return found


class QuickVariable(VariableNode):
    """A value without filters: text is escaped at once, what needs a format goes Django's way."""

    def __init__(self, node: VariableNode) -> None:
        super().__init__(node.filter_expression)
        self.token, self.origin = node.token, node.origin
        self.find = node.filter_expression.var.find
        self.plain_numbers = not settings.USE_THOUSAND_SEPARATOR

    def render(self, context: Any) -> str:
        """The value's text, escaped."""
        value = self.find(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]  # its type has just been compared
        if kind is str and context.autoescape:
            return escape(value)
        if kind is int and self.plain_numbers:
            return str(value)
        return super().render(context)


class DrawnOnce(Node):
    """What has constants for arguments and follows from them, an inclusion or a file's address: drawn at first need."""

    child_nodelists = ()
    calm = True

    def __init__(self, node: InclusionNode | StaticNode) -> None:
        self.node, self.drawn = node, ""
        self.token, self.origin = node.token, node.origin

    def render(self, context: Any) -> SafeString | str:
        """The mark-up."""
        if not self.drawn:
            self.drawn = self.node.render(context)
        return self.drawn


class QuickInclusion(InclusionNode):
    """An inclusion that finds its template once and renders it in a context of its own, without copying the page's."""

    def __init__(self, node: InclusionNode) -> None:
        super().__init__(node.func, node.takes_context, node.args, node.kwargs, node.filename)
        self.token, self.origin = node.token, node.origin

    def render(self, context: Any) -> SafeString:
        """The component."""
        template = context.render_context.get(self)
        if template is None:
            template = context.template.engine.get_template(self.filename)
            context.render_context[self] = template
        args, kwargs = self.get_resolved_arguments(context)
        given = self.func(*args, **kwargs)
        token = context.get("csrf_token")
        own = Context(
            given if token is None else {**given, "csrf_token": token},
            autoescape=context.autoescape,
            use_l10n=context.use_l10n,
            use_tz=context.use_tz,
        )
        own.template = context.template
        return SafeString(drawn(template, own))


class QuickInclude(IncludeNode):
    """An include of a template that is named, found once for each page; it sees the names of the page."""

    def __init__(self, node: IncludeNode) -> None:
        super().__init__(node.template, extra_context=node.extra_context)
        self.token, self.origin = node.token, node.origin
        self.given = tuple((name, value.resolve) for name, value in node.extra_context.items())

    def render(self, context: Any) -> SafeString:
        """What is included."""
        template = context.render_context.get(self)
        if template is None:
            template = context.template.engine.get_template(self.template.var)
            context.render_context[self] = template
        if not self.given:
            return drawn(template, context)
        values = {name: resolve(context) for name, resolve in self.given}
        context.dicts.append(values)
        try:
            return drawn(template, context)
        finally:
            context.dicts.pop()


class QuickUrl(URLNode):
    """The address of a page that is named outright."""

    def __init__(self, node: URLNode) -> None:
        super().__init__(node.view_name, node.args, node.kwargs, node.asvar)
        self.token, self.origin = node.token, node.origin

    def render(self, context: Any) -> str:
        """The address, escaped."""
        url = address(self.view_name.var, *[one.resolve(context) for one in self.args])
        return escape(url) if context.autoescape else url


def drawn(template: Template, context: Any) -> SafeString:
    """A template within another: where it keeps nothing for itself, without a place to keep it."""
    nodes = template.nodelist
    if isinstance(nodes, WrittenNodes) and nodes.alone:
        return nodes.render(context)
    return template.render(context)


def _in_order(nodes: NodeList) -> Iterator[Node]:
    """The nodes that say something, texts that stand side by side as one, constant tags as the text they draw."""
    text: list[str] = []
    for node in nodes:
        if isinstance(node, _SILENT):
            continue
        drawn = _drawn(node)
        if drawn is not None:
            text.append(drawn)
            continue
        if text:
            yield TextNode("".join(text))
            text = []
        yield node
    if text:
        yield TextNode("".join(text))


def _drawn(node: Node) -> str | None:
    if isinstance(node, TextNode):
        return node.s
    if type(node) is SimpleNode and node.target_var is None and _is_constant(node):
        values = [one.var for one in node.args]
        return str(conditional_escape(node.func(*values, **{k: v.var for k, v in node.kwargs.items()})))
    return None


def _quick(node: Node) -> Node:
    if type(node) is VariableNode:
        expression = node.filter_expression
        return QuickVariable(node) if isinstance(expression.var, Lookup) and not expression.filters else node
    if (type(node) is InclusionNode and _is_constant(node)) or (type(node) is StaticNode and _is_file(node)):
        return DrawnOnce(node)
    if type(node) is URLNode and not (node.kwargs or node.asvar or node.view_name.is_var):
        return QuickUrl(node)
    if type(node) is IncludeNode and _is_named(node):
        return QuickInclude(node)
    if type(node) is InclusionNode and isinstance(node.filename, str):
        return QuickInclusion(node)
    return node


def _is_named(node: IncludeNode) -> bool:
    """Whether an include names its template outright, and lets it see the page's names."""
    name = node.template.var
    plain = not node.template.is_var and not node.template.filters and isinstance(name, str)
    return plain and not node.isolated_context and not name.startswith(".")


def _is_file(node: StaticNode) -> bool:
    """Whether the address of a file is asked for by its own path, and is not kept under a name."""
    return node.varname is None and not node.path.is_var and not node.path.filters


def _is_constant(node: SimpleNode | InclusionNode) -> bool:
    arguments = [*node.args, *node.kwargs.values()]
    plain = all(not one.is_var and not one.filters for one in arguments)
    return plain and getattr(node.func, _REPEATS, False) and not node.takes_context


def _quicken_parts(node: Node) -> None:
    for value in list(vars(node).values()):
        for expression in _expressions(value):
            quicken_expression(expression)
    if isinstance(node, IfNode):
        node.conditions_nodelists = [
            (_condition(condition), _quickened(inner)) for condition, inner in node.conditions_nodelists
        ]
        return
    for name in node.child_nodelists:
        inner = vars(node).get(name)
        if isinstance(inner, NodeList):
            setattr(node, name, quicken(inner) if isinstance(node, BlockNode) else _quickened(inner))


def _expressions(value: object) -> Iterable[FilterExpression]:
    """The expressions among a node's own values, also where they stand in a list, a tuple or a mapping."""
    if isinstance(value, FilterExpression):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in value.values() if isinstance(one, FilterExpression))
    elif isinstance(value, list | tuple) and not isinstance(value, NodeList):
        yield from (one for one in value if isinstance(one, FilterExpression))


def _condition(token: Any) -> Any:
    """A condition with its names quickened, within `and`, `or`, `not` and comparisons too."""
    if token is None:
        return None
    if isinstance(token, TemplateLiteral):
        expression: Any = token.value
        quicken_expression(expression)
        plain = isinstance(expression.var, Lookup) and not expression.filters
        return Condition(expression.var) if plain else token
    token.first = _condition(token.first)
    token.second = _condition(token.second)
    return token
