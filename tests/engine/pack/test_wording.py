"""How findings speak of types and values."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest

from evenhand.engine.pack.schema import Clause, Figure
from evenhand.engine.pack.wording import mended, shown, singular, told, words_for, written_as, written_so
from evenhand.engine.values import LadderMode


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("entries", "entry"),
        ("steps", "step"),
        ("time_owed", "time_owed"),
        ("choices", "choice"),
        ("gates", "gate"),
    ],
)
def test_an_array_table_is_named_in_the_singular(plural: str, one: str) -> None:
    assert singular(plural) == one
    assert written_as(plural, tuple[Clause, ...]) == tuple(dict.fromkeys((one, plural)))
    assert written_as(plural, tuple[str, ...]) == (plural,)


def test_a_path_is_shown_as_it_is_written() -> None:
    assert shown(("item", 3, "points", "behaviour")) == "item[3].points.behaviour"
    assert shown(()) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("word", '"word"'),
        ("x" * 60, '"' + "x" * 39 + '…"'),
        (True, "true"),
        (7, "7"),
        ([], "a list"),
        ({}, "a table"),
        (date(2026, 9, 1), "2026-09-01"),
        (time(8, 45), "08:45:00"),
    ],
)
def test_a_value_is_told(value: object, words: str) -> None:
    assert told(value) == words


@pytest.mark.parametrize(
    ("kind", "value", "mend"),
    [
        (str, time(8, 45), '"08:45"'),
        (str, 7, '"7"'),
        (int, "-7", "-7"),
        (int, "seven", ""),
        (bool, "False", "false"),
        (tuple, "one", '["one"]'),
        (date, "soon", ""),
    ],
)
def test_a_value_of_the_wrong_type_is_mended(kind: Any, value: object, mend: str) -> None:
    assert mended(kind, value) == mend


@pytest.mark.parametrize(
    ("hint", "words", "example"),
    [
        (str, "a text in quotes", 'x = "…"'),
        (date, "a date (2026-09-01)", "x = …"),
        (tuple[str, ...], "a list", 'x = ["…"]'),
        (tuple[Clause, ...], "a list", "[[x]]"),
        (Mapping[str, Clause], "array tables", "[[x]]"),
        (Mapping[str, str], "a table", "[x]"),
        (Clause, "a table", "[x]"),
        (LadderMode, "one of strict, advisory", "x = …"),
        (Figure, "a whole number, a text in quotes, true or false", 'x = "…"'),
    ],
)
def test_a_type_is_told_and_written(hint: Any, words: str, example: str) -> None:
    assert (words_for(hint), written_so("x", hint)) == (words, example)
