"""A plain value gives its attributes; whatever Django would look at differently is left to it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.utils.functional import SimpleLazyObject

from evenhand.web.quick.plain import NOT_PLAIN, PLAIN, Strange, first, step


class Pair(NamedTuple):
    """Has an index, which Django tries first."""

    name: str


def test_the_innermost_name_counts() -> None:
    assert first([{"a": 1}, {"b": 2}, {"a": 3}], "a") == 3
    assert first([{"a": None}], "a") is None
    assert first([{"a": 1}], "b") is NOT_PLAIN


def test_an_attribute_a_key_and_what_is_behind_a_lazy_value() -> None:
    held = SimpleNamespace(name="Ann")
    assert step(held, "name") == step({"name": "Ann"}, "name") == "Ann"
    assert step(SimpleLazyObject(lambda: held), "name") == "Ann"
    assert SimpleNamespace in PLAIN
    assert dict not in PLAIN


@pytest.mark.parametrize("value", [Pair("Ann"), {}, "text", SimpleNamespace, NOT_PLAIN, lambda: 1])
def test_what_has_an_index_or_is_called_is_djangos(value: Any) -> None:
    with pytest.raises(Strange):
        step(value, "name")
    assert type(value) not in PLAIN
