"""Names are looked up as Django looks them up, and what is not plain goes Django's way."""

from __future__ import annotations

import pytest
from django.template import Context, Variable
from django.template.base import VariableDoesNotExist

from evenhand.web.quick.lookup import ABSENT, NOT_PLAIN, Condition, Lookup


def look(text: str) -> Lookup:
    """The lookup of that name."""
    return Lookup(Variable(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("held", 1),
        ("deep.key", "v"),
        ("deep.missing", NOT_PLAIN),
        ("deep.items", NOT_PLAIN),
        ("rows.0", NOT_PLAIN),
        ("call", NOT_PLAIN),
        ("absent", ABSENT),
        ("absent.more", ABSENT),
        ("autoescape", NOT_PLAIN),
    ],
)
def test_only_what_is_plain_is_found_the_quick_way(text: str, found: object) -> None:
    given = Context({"held": 1, "deep": {"key": "v"}, "rows": ["a"], "call": lambda: "called"})
    assert look(text).find(given) is found or look(text).find(given) == found


def test_the_answer_is_always_djangos() -> None:
    given = Context({"rows": ["a"], "call": lambda: "called", "deep": {"key": "v"}})
    assert look("rows.0").resolve(given) == "a"
    assert look("call").resolve(given) == "called"
    with pytest.raises(VariableDoesNotExist):
        look("deep.missing").resolve(given)


def test_a_condition_without_a_value_is_none() -> None:
    given = Context({"deep": {"key": "v"}})
    assert Condition(look("deep.key")).eval(given) == "v"
    assert Condition(look("deep.missing")).eval(given) is None
    assert Condition(look("absent")).eval(given) is None
