"""Nodes of a loaded template written as one Python function, so that drawing them walks no tree.

Only what is plain is written: texts, names with attributes, `if`, `for` over one name, `with`. Every other node is asked
to draw itself in the template's own context, which the function keeps as Django would. Where a value turns out not to be
plain (a callable, a name that is not there, a fault of a property), the node that stands for it answers, so that the
answer is always Django's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from keyword import iskeyword
from typing import Any, Final

from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import CsrfTokenNode, ForNode, IfNode, URLNode, WithNode
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode, IncludeNode
from django.template.smartif import TokenBase
from django.utils.safestring import SafeString

from evenhand.web.quick.lookup import Condition, Lookup
from evenhand.web.quick.plain import NOT_PLAIN, PLAIN, first, step

Draw = Callable[[Any], str]
Names = dict[str, str]
SPECIAL: Final = re.compile("[&<>\"']").search
# Deeper than this Python takes no more blocks within each other; what is deeper draws itself.
DEEPEST: Final = 6
FORLOOP: Final = ("counter0", "counter", "revcounter", "revcounter0", "first", "last")


class WrittenNodes(NodeList):
    """Nodes with the function that draws them; without escaping they draw themselves."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self._draw: Draw | None = None
        self.alone = stands_alone(nodes)

    def render(self, context: Any) -> SafeString:
        """What the nodes draw. The function is written at the first need."""
        if not context.autoescape:
            return super().render(context)
        draw = self._draw
        if draw is None:
            draw = self._draw = Writer().written(self)
        return SafeString(draw(context))


def stands_alone(nodes: NodeList) -> bool:
    """Whether nothing among these nodes, or within them, names or keeps anything beyond itself."""
    return all(_is_calm(node) and all(map(stands_alone, _within(node))) for node in nodes)


def _within(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (inner for _, inner in node.conditions_nodelists)
    else:
        yield from (inner for name in node.child_nodelists if (inner := getattr(node, name, None)))


def _is_calm(node: Node) -> bool:
    """Whether a node leaves the names of the context as they are."""
    if isinstance(node, SimpleNode):
        return node.target_var is None
    if isinstance(node, URLNode):
        return not node.asvar
    known = (TextNode, VariableNode, IfNode, ForNode, WithNode, InclusionNode, IncludeNode, CsrfTokenNode)
    return isinstance(node, known) or getattr(node, "calm", False)


class Writer:
    """Writes one function; `consts` are the objects that it names."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.consts: dict[str, Any] = {}
        self.roots: Names = {}
        self.depth, self.loops, self.count = 1, 0, 0

    def written(self, nodes: NodeList) -> Draw:
        """The function that draws the nodes."""
        if not all(_is_calm(node) or isinstance(node, BlockNode) for node in _all(nodes)):
            return lambda context: NodeList.render(nodes, context)
        self.nodes(nodes, {})
        head = ["def draw(context):", " out = []", " add = out.append", " dicts = context.dicts"]
        head += [f" {held} = first(dicts, {name!r})" for name, held in self.roots.items()]
        source = "\n".join([*head, *self.lines, ' return "".join(out)'])
        given: dict[str, Any] = {
            "first": first, "step": step, "PLAIN": PLAIN, "NOT_PLAIN": NOT_PLAIN, "SPECIAL": SPECIAL,
            "escape": escape, "SafeString": SafeString, **self.consts,
        }  # fmt: skip
        exec(compile(source, "<template>", "exec"), given)  # noqa: S102  of our own templates; names only
        draw: Draw = given["draw"]
        return draw

    def nodes(self, nodes: NodeList, names: Names) -> None:
        """Write the nodes of a list."""
        if not nodes:
            self.line("pass")
        for node in nodes:
            self.node(node, names)

    def node(self, node: Node, names: Names) -> None:
        """Write one node: what is plain in full, of the rest a call."""
        if isinstance(node, TextNode):
            self.line(f"add({node.s!r})")
        elif getattr(node, "plain_numbers", False) and isinstance(node, VariableNode):
            self.variable(node, names)
        elif type(node) is IfNode and self.depth + self.loops < DEEPEST * 2:
            self.branches(node, names)
        elif (
            type(node) is ForNode
            and len(node.loopvars) == 1
            and not node.is_reversed
            and self.loops < DEEPEST
        ):
            self.loop(node, names)
        elif type(node) is WithNode and self.loops < DEEPEST:
            self.scope(node, names)
        else:
            self.line(f"add({self.const(node.render)}(context))")

    def variable(self, node: VariableNode, names: Names) -> None:
        """A value: its text, escaped; what needs a format draws itself."""
        held = self.value(node.filter_expression.var, names)
        slow = f"{self.const(node.render)}(context)"
        kind = self.fresh()
        self.line(f"{kind} = type({held})")
        self.line(f"if {kind} is str: add(escape({held}) if SPECIAL({held}) else {held})")
        self.line(f"elif {kind} is SafeString: add({held})")
        self.line(f"elif {kind} is int: add(str({held}))")
        self.line(f"else: add({slow})")

    def branches(self, node: IfNode, names: Names) -> None:
        """An `if`: each further condition within the `else` of the one before, as it may need lines of its own."""
        depth = self.depth
        for condition, inner in node.conditions_nodelists:
            if condition is None:
                self.nodes(inner, names)
                break
            held = self.condition(condition, names)
            self.line(f"if {held}:")
            with self.within():
                self.nodes(inner, names)
            self.line("else:")
            self.depth += 1
        else:
            self.line("pass")
        self.depth = depth

    def condition(self, token: Any, names: Names) -> str:
        """The name of a condition's value."""
        if isinstance(token, Condition):
            held = self.value(token.lookup, names)
            self.line(f"if {held} is NOT_PLAIN: {held} = {self.const(token.eval)}(context)")
            return held
        held = self.fresh()
        operator = getattr(token, "id", "") if isinstance(token, TokenBase) else ""
        if operator == "not":
            self.line(f"{held} = not {self.condition(token.first, names)}")
        elif operator in ("and", "or"):
            self.line(f"{held} = {self.condition(token.first, names)}")
            self.line(f"if {'' if operator == 'and' else 'not '}{held}:")
            with self.within():
                self.line(f"{held} = {self.condition(token.second, names)}")
        else:
            self.line(f"{held} = {self.const(token.eval)}(context)")
        return held

    def loop(self, node: Any, names: Names) -> None:
        """A `for` over one name, with `forloop` as Django has it."""
        held, item, loop, size, place = (self.fresh() for _ in range(5))
        outer = self.name("forloop", names)
        self.sequence(node, names, held)
        self.line(f"if {held} is None: {held} = ()")
        self.line(f"if not hasattr({held}, '__len__'): {held} = list({held})")
        self.line(f"{size} = len({held})")
        self.line(f"if {size} < 1:")
        with self.within():
            self.nodes(node.nodelist_empty, names)
        self.line("else:")
        with self.within():
            self.line(f"{loop} = {{'parentloop': {{}} if {outer} is NOT_PLAIN else {outer}}}")
            scope = self.fresh()
            self.line(f"{scope} = {{'forloop': {loop}}}")
            with self.pushed(scope):
                self.line(f"for {place}, {item} in enumerate({held}):")
                with self.within():
                    values = (f"{place}", f"{place} + 1", f"{size} - {place}", f"{size} - {place} - 1",
                              f"{place} == 0", f"{place} == {size} - 1")  # fmt: skip
                    for key, value in zip(FORLOOP, values, strict=True):
                        self.line(f"{loop}[{key!r}] = {value}")
                    self.line(f"{scope}[{node.loopvars[0]!r}] = {item}")
                    self.nodes(node.nodelist_loop, {**names, "forloop": loop, node.loopvars[0]: item})

    def sequence(self, node: Any, names: Names, held: str) -> None:
        """What a `for` goes through."""
        resolve = f"{self.const(node.sequence.resolve)}(context, ignore_failures=True)"
        if isinstance(node.sequence.var, Lookup) and not node.sequence.filters:
            self.line(f"{held} = {self.value(node.sequence.var, names)}")
            self.line(f"if {held} is NOT_PLAIN: {held} = {resolve}")
        else:
            self.line(f"{held} = {resolve}")

    def scope(self, node: WithNode, names: Names) -> None:
        """A `with`: its names are worked out before any of them is given."""
        inner = {name: self.fresh() for name in node.extra_context}
        for name, held in inner.items():
            self.line(f"{held} = {self.const(node.extra_context[name].resolve)}(context)")
        given = self.fresh()
        self.line(f"{given} = {{{', '.join(f'{name!r}: {held}' for name, held in inner.items())}}}")
        with self.pushed(given):
            self.nodes(node.nodelist, {**names, **inner})

    def value(self, lookup: Lookup, names: Names) -> str:
        """The name of a looked-up value, NOT_PLAIN where Django has to look."""
        held, root = self.fresh(), self.name(lookup.first, names)
        self.line(f"{held} = {root}")
        if lookup.rest:
            self.line("try:")
            with self.within():
                for bit in lookup.rest:
                    plain = (
                        f"{held}.{bit}"
                        if bit.isidentifier() and not iskeyword(bit)
                        else f"step({held}, {bit!r})"
                    )
                    self.line(f"{held} = {plain} if type({held}) in PLAIN else step({held}, {bit!r})")
            self.line(f"except Exception: {held} = NOT_PLAIN")
        self.line(f"if callable({held}): {held} = NOT_PLAIN")
        return held

    def name(self, name: str, names: Names) -> str:
        """Where a name's value stands: in a name of the function, looked up once where no loop gives it."""
        if name in names:
            return names[name]
        if name not in self.roots:
            self.roots[name] = self.fresh()
        return self.roots[name]

    def const(self, value: Any) -> str:
        """The name by which the function knows an object."""
        name = f"c{len(self.consts)}"
        self.consts[name] = value
        return name

    def fresh(self) -> str:
        """A name that nothing has yet."""
        self.count += 1
        return f"v{self.count}"

    def line(self, text: str) -> None:
        """One more line at the present depth."""
        self.lines.append(" " * self.depth + text)

    @contextmanager
    def within(self) -> Iterator[None]:
        """A block of lines."""
        self.depth += 1
        yield
        self.depth -= 1

    @contextmanager
    def pushed(self, given: str) -> Iterator[None]:
        """A block in which the context has these names as well."""
        self.line(f"dicts.append({given})")
        self.line("try:")
        self.loops += 1
        with self.within():
            yield
        self.loops -= 1
        self.line("finally: dicts.pop()")


def _all(nodes: NodeList) -> Iterator[Node]:
    """These nodes and those that are written with them."""
    for node in nodes:
        yield node
        if not isinstance(node, BlockNode):
            for inner in _within(node):
                yield from _all(inner)
