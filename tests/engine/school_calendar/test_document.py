"""The calendar as a document, there and back."""

from __future__ import annotations

import hashlib
import json
import pickle
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given

from evenhand.engine.school_calendar import (
    BellRule,
    Closure,
    DoubleLesson,
    SchoolCalendar,
)
from evenhand.engine.school_calendar.document import digest_of
from tests.engine.school_calendar.calendars import calendars
from tests.engine.worked_calendar import BELLS, WORKED, worked_year

FULL = SchoolCalendar(
    [
        replace(
            worked_year(),
            bell_sets=(BELLS, replace(BELLS, id="odd", closing=time(15, 0, 30))),
            bell_rules=(BellRule("all"), BellRule("odd", (4,), (date(2026, 9, 18),), (7, 8))),
            double_lessons=(DoubleLesson(("P1", "P2"), ("A1",), (10,)), DoubleLesson(("P4", "P5"))),
        )
    ]
)


@given(calendars())
def test_a_document_gives_the_same_calendar_back(calendar: SchoolCalendar) -> None:
    document = json.loads(json.dumps(calendar.to_document()))
    again = SchoolCalendar.from_document(document)
    assert again == calendar
    assert again.years == calendar.years
    assert again.digest == calendar.digest
    assert again.to_document() == calendar.to_document()


def test_a_full_document_gives_the_same_calendar_back() -> None:
    again = SchoolCalendar.from_document(json.loads(json.dumps(FULL.to_document())))
    assert again.years == FULL.years
    assert again.closing_bell(date(2026, 9, 18), 7) == time(15, 0, 30)


def test_the_order_of_writing_does_not_change_the_digest() -> None:
    year = worked_year()
    shuffled = replace(
        year,
        terms=year.terms[::-1],
        blocks=year.blocks[::-1],
        closures=year.closures[::-1],
        cycle=year.cycle[::-1],
    )
    assert SchoolCalendar([shuffled]).digest == WORKED.digest
    assert hash(SchoolCalendar([shuffled])) == hash(WORKED)


def test_the_digest_stays_the_same_for_ever() -> None:
    assert WORKED.digest == "926c50dea47be1105c09fd302f5946b64889c27f3f58eb1551cdbed018d084d0"


def test_a_changed_closure_changes_the_digest() -> None:
    year = worked_year()
    snow = replace(year, closures=(*year.closures, Closure(date(2027, 1, 20), "closure", "Snow")))
    assert SchoolCalendar([snow]).digest != WORKED.digest
    assert SchoolCalendar([snow]) != WORKED
    assert WORKED != "a calendar"


def test_a_calendar_does_not_change() -> None:
    with pytest.raises(AttributeError, match="does not change"):
        WORKED.digest = "other"
    with pytest.raises(AttributeError, match="does not change"):
        del WORKED.years


def test_a_calendar_travels_between_processes() -> None:
    again = pickle.loads(pickle.dumps(WORKED))  # noqa: S301 - our own bytes
    assert again == WORKED
    assert again.add_school_days(date(2026, 9, 28), 15) == date(2026, 10, 19)


def test_the_digest_is_that_of_the_words_as_they_are_written() -> None:
    text = '{"a":[1],"b":"Föhn"}'
    assert digest_of({"b": "Föhn", "a": [1]}) == hashlib.sha256(text.encode()).hexdigest()
