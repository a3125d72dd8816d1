"""Reasons are made once, and each says what it says when it is made anew."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import PolicySilent, Reason, Used
from evenhand.engine.pack import reasons as module
from evenhand.engine.pack.reasons import Reasons

USED = {
    "param:a": Used("a", 3, date(2026, 9, 1)),
    "setting:b": Used("b", True, None),
    "setting:c": Used("c", "word", None),
}
SILENT = {"b": PolicySilent("Which?", "b")}
FIGURES = st.lists(st.sampled_from((*USED, "none", "", 1, 7)), max_size=4).map(tuple)
VALUES = st.sampled_from(((), (("n", 1),), (("n", True),)))
ASKED = st.lists(st.tuples(st.sampled_from((("p1",), ("p1", "p2"))), st.sampled_from("xy"), VALUES, FIGURES))


@given(ASKED)
def test_a_reason_names_what_was_used(
    asked: list[tuple[tuple[str, ...], str, tuple[tuple[str, int], ...], tuple[str | int, ...]]],
) -> None:
    reasons = Reasons(USED, SILENT)
    for cites, key, values, figures in asked:
        used = tuple(USED[one] for one in figures if isinstance(one, str) and one in USED)
        found = reasons.reason(cites, key, values, figures)
        assert found == Reason(cites, key, values, used)
        assert [type(value) for _, value in found.values] == [type(value) for _, value in values]


@given(st.lists(st.lists(st.sampled_from(sorted(USED)), min_size=1).map(tuple), max_size=4))
def test_each_open_question_is_told_once_and_only_while_it_is_open(keys: list[tuple[str, ...]]) -> None:
    reasons = Reasons(USED, SILENT)
    used = tuple(tuple(USED[key] for key in some) for some in keys)
    expected = (SILENT["b"],) if any("setting:b" in some for some in keys) else ()
    assert reasons.silences(used) == reasons.silences(used) == expected


def test_the_same_reason_is_the_same_object_until_room_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 1)
    reasons = Reasons(USED, SILENT)
    first = reasons.reason(("p1",), "sent", (), ("param:a",))
    assert reasons.reason(("p1",), "sent", (), ("param:a",)) is first
    for key in ("x", "y"):
        assert reasons.reason(("p1",), key, (), ("setting:b",)).key == key
        assert reasons.silences(((USED["setting:b"],),)) == (SILENT["b"],)
        assert reasons.silences(((USED["setting:c"],),)) == ()
    assert reasons.reason(("p1",), "sent", (), ("param:a",)) == first
