"""Quickened templates say what Django's own say, with the same escapes, absences and faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.template import Context, Engine, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils.safestring import mark_safe

from evenhand.web.quick.nodes import DrawnOnce, quicken


@dataclass(frozen=True)
class Pupil:
    """A value as the pages give it to a template."""

    name: str
    count: int
    marks: tuple[str, ...] = ()

    @property
    def broken(self) -> str:
        """Fails, as a fault in a page would."""
        raise LookupError("broken")

    def called(self) -> str:
        """A method: a template calls it."""
        return f"<{self.name}>"


GIVEN: dict[str, Any] = {
    "pupil": Pupil("Ann & <Bo>", 1234, ("a", "<b>")),
    "safe": mark_safe("<b>bold</b>"),
    "words": {"items": "held", "first": {"deep": "d'oh"}},
    "rows": [("x", 1), ("y", 2)],
    "none": None,
    "half": 0.5,
    "empty": "",
}
TEMPLATES = (
    "{{ pupil.name }} {{ pupil.count }} {{ pupil.marks.1 }} {{ pupil.called }} {{ safe }}",
    "{{ words.items }}|{{ words.first.deep }}|{{ words.missing }}|{{ words.keys }}",
    "{{ absent }}{{ absent.more }}{{ pupil.absent }}{{ none }}{{ half }}{{ True }}{{ 3 }}",
    "{{ pupil.name|upper }}{{ absent|default:pupil.name }}{{ pupil.count|add:2 }}{{ 'a&b' }}",
    "{% autoescape off %}{{ pupil.name }}{{ pupil.count }}{% endautoescape %}{{ pupil.name|safe }}",
    "{% if absent %}a{% elif pupil.count > 3 and not none %}b{% endif %}{% if not absent.x or empty %}c{% endif %}",
    "{% if pupil.marks %}{% for mark in pupil.marks %}{{ forloop.counter }}{{ mark }}{% endfor %}{% endif %}",
    "{% for key, value in rows %}{{ key }}{{ value }}{% empty %}none{% endfor %}{% for one in absent %}x{% endfor %}",
    "{# said to nobody #}a{% comment %}b{% endcomment %}c{% with pupil.name as name %}{{ name }}{% endwith %}",
    '{% load ui %}{% icon "star" %}{% icon "printer" label="Print <it>" small=True %}{% icon words.icon|default:"x" %}',
    '{% load ui %}{% button "Close" kind="plain" icon="x" only_icon=True hook="close" %}',
    '{% load ui %}{% button pupil.name after=pupil.name submit=True %}{% button "Go" href="/a/?b=1&c=2" pressed=None %}',
    "{% load ui %}{% para '80' pupil.count %}{% why 'sheet' subject=pupil.name cite='7' %}",
    '{% include "evenhand/components/toast.html" with words=pupil.name undo=True %}',
    "{% load static %}{% static 'img/a&b.svg' %}{% static pupil.name %}{% static 'img/c.svg' as held %}{{ held }}",
)


def slow() -> Engine:
    """An engine as Django ships it, over the same templates."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    plain = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    own = backend.engine
    return Engine(own.dirs, loaders=plain, libraries=own.libraries, builtins=own.builtins)


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_quickened_template_renders_what_django_renders(text: str) -> None:
    told = Template(text, engine=slow()).render(Context(GIVEN))
    quick = Template(text, engine=slow())
    quick.nodelist = quicken(quick.nodelist)
    assert quick.render(Context(GIVEN)) == told
    assert quick.render(Context(GIVEN)) == told  # also where the first rendering drew something once
    assert told


def test_a_fault_of_a_page_is_raised_and_not_swallowed() -> None:
    quick = Template("{{ pupil.broken }}", engine=slow())
    quick.nodelist = quicken(quick.nodelist)
    with pytest.raises(LookupError, match="broken"):
        quick.render(Context(GIVEN))


def test_constant_components_are_drawn_once_and_texts_joined() -> None:
    text = 'a{# b #}{% load ui %}{% icon "star" %}c{% button "Close" kind="plain" %}'
    quick = Template(text, engine=slow())
    quick.nodelist = quicken(quick.nodelist)
    assert [type(node) is DrawnOnce for node in quick.nodelist] == [False, True]
    assert quick.render(Context()).count("<svg") == 1


def test_a_component_with_the_pages_words_is_drawn_each_time() -> None:
    quick = Template("{% load ui %}{% button name %}", engine=slow())
    quick.nodelist = quicken(quick.nodelist)
    assert "Ann" in quick.render(Context({"name": "Ann"}))
    assert "Bo" in quick.render(Context({"name": "Bo"}))


def test_the_address_of_a_file_is_looked_up_once() -> None:
    template = Template("{% load static %}{% static 'img/icon.svg' %}{% static name %}", engine=slow())
    template.nodelist = quicken(template.nodelist)
    assert [type(node) is DrawnOnce for node in template.nodelist] == [True, False]
    assert "".join(template.render(Context({"name": name})) for name in "ab").count("img/icon.svg") == 2
