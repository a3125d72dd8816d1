"""Documents are read strictly, and every problem is named with its place."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from evenhand.engine.school_calendar import CalendarInvalid, SchoolCalendar
from tests.engine.worked_calendar import WORKED


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
