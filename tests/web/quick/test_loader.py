"""The loader quickens each template once, and none where debugging needs Django's own nodes."""

from __future__ import annotations

from django.template import Engine, Origin, Template
from django.template.base import VariableNode

from evenhand.web.quick.loader import Loader
from evenhand.web.quick.nodes import QuickVariable

TEXTS = ("django.template.loaders.locmem.Loader", {"page.html": "{{ name }}"})


def loader(*, debug: bool) -> Loader:
    """A loader of one template."""
    return Loader(Engine(debug=debug), [TEXTS])


def the_node(template: Template) -> object:
    """The template's only node."""
    (node,) = template.nodelist
    return node


def test_a_template_is_quickened_when_it_is_first_loaded() -> None:
    pages = loader(debug=False)
    first = pages.get_template("page.html")
    assert isinstance(the_node(first), QuickVariable)
    assert pages.get_template("page.html") is first


def test_with_debugging_on_templates_stay_as_they_are() -> None:
    assert type(the_node(loader(debug=True).get_template("page.html"))) is VariableNode


def test_a_template_that_is_skipped_is_another_one() -> None:
    pages = Loader(Engine(), [TEXTS, ("django.template.loaders.locmem.Loader", {"page.html": "{{ other }}"})])
    first = pages.get_template("page.html")
    assert isinstance(first.origin, Origin)
    assert pages.get_template("page.html", skip=[first.origin]) is not first
