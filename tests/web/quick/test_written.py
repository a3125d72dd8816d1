"""A template written as a function draws what Django draws: names in their scopes, loops, conditions and faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from evenhand.web.quick.nodes import quicken
from evenhand.web.quick.written import WrittenNodes


@dataclass(frozen=True)
class Act:
    """What a page gives to a template."""

    name: str
    parts: tuple[str, ...] = ()
    more: Any = None

    @property
    def broken(self) -> str:
        """Fails, as a fault in a page would."""
        raise LookupError("broken")

    def called(self) -> str:
        """A method: a template calls it."""
        return f"<{self.name}>"


GIVEN: dict[str, Any] = {
    "act": Act("a & <b>", ("x", "<y>"), Act("inner", more={"class": "key", "n": 3})),
    "acts": (Act("one", ("p",)), Act("two", ())),
    "lazy": SimpleLazyObject(lambda: Act("late", ("z",))),
    "safe": mark_safe("<i>"),
    "pairs": [("k", 1), ("l", 2)],
    "many": iter(()),
    "yes": True,
    "none": None,
}
TEMPLATES = (
    "{{ act.name }}{{ act.more.name }}{{ act.more.more.class }}{{ act.more.more.n }}{{ act.parts.1 }}",
    "{{ act.called }}{{ act.parts.9 }}{{ act.none.more }}{{ nobody }}{{ nobody.name }}{{ none.x }}{{ yes }}{{ safe }}",
    "{{ lazy.name }}{% for part in lazy.parts %}{{ part }}{% endfor %}{% if lazy.more %}m{% endif %}",
    "{% for act in acts %}{{ act.name }}{% for part in act.parts %}{{ forloop.parentloop.counter }}{% endfor %}{% endfor %}",
    "{% for act in acts %}{% for part in act.parts %}{{ part }}{% empty %}none of {{ act.name }}{% endfor %}{% endfor %}",
    "{% for act in acts %}{% if not forloop.last %}{{ act.name }}, {% endif %}{% endfor %}{{ act.name }}",
    "{% with act.more as act %}{{ act.name }}{% endwith %}{{ act.name }}",
    "{% with name=act.name two=act.more.more %}{{ name }}{{ two.n }}{% endwith %}{{ name }}",
    "{% if act.name and act.parts and not none %}a{% endif %}{% if none or nobody.x or act.more %}b{% else %}c{% endif %}",
    "{% if none %}a{% elif act.name == 'a & <b>' %}b{% elif yes %}c{% else %}d{% endif %}",
    "{% if act.parts|length > 1 %}e{% endif %}{% if act.parts|length > 2 %}f{% endif %}",
    "{% if act.called == '<a & <b>>' and yes %}called{% endif %}{% if nobody %}a{% elif nobody.b %}b{% else %}c{% endif %}",
    "{% for key, value in pairs %}{{ key }}{{ value }}{% endfor %}{% for key in pairs reversed %}{{ key.0 }}{% endfor %}",
    "{% for one in many %}x{% empty %}nothing{% endfor %}",
    "{% for one in nobody %}x{% endfor %}{% for one in none %}x{% endfor %}",
    "{% for act in acts %}{% include 'evenhand/components/toast.html' with words=act.name %}{% endfor %}",
    "{% url 'inbox' as there %}{{ there }}{% for act in acts %}{% url 'inbox-task' 7 as there %}{{ there }}{% endfor %}",
    "{% url 'inbox' %}{% url 'inbox-task' 7 %}{% block a %}{{ act.name }}{% endblock %}",
    "{% for act in acts %}{% block b %}{{ act.name }}{{ forloop.counter }}{% endblock %}{% endfor %}",
    "{% for a in acts %}" * 8
    + "{{ a.name }}{% if a.parts %}{{ forloop.first }}{% endif %}"
    + "{% endfor %}" * 8,
    "{% if yes %}" * 30 + "{{ act.name }}" + "{% endif %}" * 30,
    "{% if none %}{% " + " %}x{% ".join(["elif none"] * 30) + " %}{% else %}{{ act.name }}{% endif %}",
)


def template(source: str) -> Template:
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    return Template(source, engine=backend.engine)


def drawn(source: str, *, quick: bool, **how: Any) -> str:
    made = template(source)
    if quick:
        made.nodelist = quicken(made.nodelist)
        assert isinstance(made.nodelist, WrittenNodes)
    context = Context({**GIVEN, "many": iter(())}, **how)
    depth = len(context.dicts)
    text = made.render(context)
    assert len(context.dicts) == depth
    return str(text)


@pytest.mark.parametrize("source", TEMPLATES)
def test_what_is_written_is_what_django_draws(source: str) -> None:
    assert drawn(source, quick=True) == drawn(source, quick=False)


def test_without_escaping_nothing_is_escaped() -> None:
    assert drawn("{{ act.name }}", quick=True, autoescape=False) == "a & <b>"


def test_a_function_draws_again_with_other_values() -> None:
    made = template("{% for one in all %}{{ one.name }},{% endfor %}{{ word }}")
    made.nodelist = quicken(made.nodelist)
    assert made.render(Context({"all": [Act("a"), {"name": "b"}], "word": 1})) == "a,b,1"
    assert made.render(Context({"all": [{"name": "<"}, Act("d")]})) == "&lt;,d,"


def test_a_fault_of_a_property_is_a_fault_of_the_page_and_leaves_the_context_whole() -> None:
    made = template("{% for one in acts %}{{ one.broken }}{% endfor %}")
    made.nodelist = quicken(made.nodelist)
    context = Context(GIVEN)
    depth = len(context.dicts)
    with pytest.raises(LookupError, match="broken"):
        made.render(context)
    assert len(context.dicts) == depth


def test_what_keeps_names_for_others_does_not_stand_alone() -> None:
    assert quicken(template("{{ a }}{% if b %}{{ c }}{% endif %}").nodelist).alone  # type: ignore[attr-defined]  # written
    assert not quicken(template("{% url 'inbox' as there %}").nodelist).alone  # type: ignore[attr-defined]  # written
    assert not quicken(template("{% if b %}{% block c %}{% endblock %}{% endif %}").nodelist).alone  # type: ignore[attr-defined]  # written
