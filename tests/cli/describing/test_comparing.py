"""Changes in words, and what they could touch."""

from __future__ import annotations

from datetime import date

from evenhand.cli.describing.comparing import as_text, could_affect, in_words
from evenhand.engine.pack.diff import Change

FIGURE = Change("figure", "param a, dated value", "value", 3, 4, ("7",), "a", date(2027, 1, 1))


def test_a_change_is_a_sentence() -> None:
    assert in_words(FIGURE) == "param a, dated value value was 3, is 4"
    assert in_words(FIGURE._replace(was=None, field="")) == "param a, dated value is new: 4"
    assert in_words(FIGURE._replace(now=None, was=True, field="")) == "param a, dated value is gone: yes"
    assert in_words(FIGURE._replace(was=(), now=("x", "y"))).endswith('was none, is "x, y"')


def test_only_what_decides_touches_outcomes_and_from_its_day() -> None:
    wording = FIGURE._replace(group="wording", uses="b")
    assert could_affect([FIGURE, wording]) == [
        {"cites": ["7"], "uses": "a", "since": "2027-01-01", "because": "param a, dated value"}
    ]
    assert "those that cite 7 or use a, from 2027-01-01" in as_text([FIGURE])
    assert as_text([]) == "nothing changed"
