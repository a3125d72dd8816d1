"""The calendar as a document, there and back."""

from __future__ import annotations

import copy
import json
import pickle
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given

from evenhand.engine.school_calendar import (
    BellRule,
    CalendarInvalid,
    Closure,
    DoubleLesson,
    SchoolCalendar,
)
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


def test_dates_and_times_as_toml_reads_them_are_understood() -> None:
    document = copy.deepcopy(WORKED.to_document())
    year = document["years"][0]
    values = tomllib.loads("first = 2026-09-01\nclosing = 15:00:00")
    year["first"] = values["first"]
    year["bell_sets"][0]["closing"] = values["closing"]
    assert SchoolCalendar.from_document(document) == WORKED


def test_lists_that_may_be_empty_may_be_left_out() -> None:
    document = copy.deepcopy(WORKED.to_document())
    for key in ("closures", "cycle", "double_lessons"):
        del document["years"][0][key]
    calendar = SchoolCalendar.from_document(document)
    assert calendar.is_school_day(date(2027, 5, 3))
    assert calendar.cycle_day(date(2026, 9, 2)) is None


def set_kind(year: dict[str, Any]) -> None:
    """A closure of a kind that there is not."""
    year["closures"][0]["kind"] = "holiday"


def set_date(year: dict[str, Any]) -> None:
    """A date that there is not."""
    year["blocks"][1]["last"] = "2026-12-32"


def set_zone(year: dict[str, Any]) -> None:
    """A time with a zone."""
    year["bell_sets"][0]["closing"] = "15:00+01:00"


def set_unknown(year: dict[str, Any]) -> None:
    """A key that there is not."""
    year["bell_sets"][0]["periods"][2]["colour"] = "red"


def set_text(year: dict[str, Any]) -> None:
    """A text where a list belongs."""
    year["bell_rules"][0]["weekdays"] = "Monday"


def set_truth(year: dict[str, Any]) -> None:
    """A truth value where a number belongs."""
    year["bell_rules"][0]["year_groups"] = [True]


def set_number(year: dict[str, Any]) -> None:
    """A number where a text belongs."""
    year["id"] = 2026


def set_entry(year: dict[str, Any]) -> None:
    """A text where an object belongs."""
    year["terms"][0] = "autumn"


def set_cycle(year: dict[str, Any]) -> None:
    """A list where the dated table belongs."""
    year["cycle"] = ["A1"]


def drop_label(year: dict[str, Any]) -> None:
    """A block without its label."""
    del year["blocks"][0]["label"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (set_kind, "calendar.years[0].closures[0].kind: must be one of bank_holiday, inset, closure"),
        (set_date, "calendar.years[0].blocks[1].last: "),
        (set_zone, "calendar.years[0].bell_sets[0].closing: must be a local time without a zone"),
        (set_unknown, "calendar.years[0].bell_sets[0].periods[2].colour: is not known"),
        (set_text, "calendar.years[0].bell_rules[0].weekdays: must be a list"),
        (set_truth, "calendar.years[0].bell_rules[0].year_groups: must be a whole number"),
        (set_number, "calendar.years[0].id: must be a text"),
        (set_entry, "calendar.years[0].terms[0]: must be an object"),
        (set_cycle, "calendar.years[0].cycle: must be an object of dates and cycle days"),
        (drop_label, "calendar.years[0].blocks[0].label: is missing"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    spoil: Callable[[dict[str, Any]], None], message: str
) -> None:
    document = copy.deepcopy(WORKED.to_document())
    spoil(document["years"][0])
    with pytest.raises(CalendarInvalid) as caught:
        SchoolCalendar.from_document(document)
    assert any(problem.startswith(message) for problem in caught.value.problems), caught.value.problems


def test_every_problem_is_named_at_once() -> None:
    document = copy.deepcopy(WORKED.to_document())
    set_kind(document["years"][0])
    drop_label(document["years"][0])
    document["format"] = 2
    document["school"] = "somewhere"
    with pytest.raises(CalendarInvalid) as caught:
        SchoolCalendar.from_document(document)
    assert len(caught.value.problems) == 4


def test_a_calendar_does_not_change() -> None:
    with pytest.raises(AttributeError, match="does not change"):
        WORKED.digest = "other"
    with pytest.raises(AttributeError, match="does not change"):
        del WORKED.years


def test_a_calendar_travels_between_processes() -> None:
    again = pickle.loads(pickle.dumps(WORKED))  # noqa: S301 - our own bytes
    assert again == WORKED
    assert again.add_school_days(date(2026, 9, 28), 15) == date(2026, 10, 19)
