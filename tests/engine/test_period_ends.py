"""When periods end: each once, in order, on its last school day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from evenhand.engine.period_ends import KINDS, period_ends
from evenhand.engine.school_calendar import SchoolCalendar
from tests.engine.school_calendar.calendars import calendars, naive_days
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import moment

ENDS = period_ends(WORKED, moment)


def on(key: str) -> date:
    return next(end.at.day for end in ENDS if end.key == key)


@pytest.mark.covers("STAR-XCa")
def test_a_period_ends_on_its_last_school_day() -> None:
    assert on("w:2026-09-14") == date(2026, 9, 18)
    assert on("w:2027-03-22") == date(2027, 3, 25)
    assert on("b:" + WORKED.blocks()[0].id) == date(2026, 10, 23)
    assert on("t:" + WORKED.years[0].terms[1].id) == date(2027, 3, 25)
    assert on("y:" + WORKED.years[0].id) == date(2027, 7, 20)
    assert "d:2027-05-03" not in {end.key for end in ENDS}


def test_they_come_in_order_the_shorter_first() -> None:
    order = [(end.at.instant, KINDS.index(end.kind)) for end in ENDS]
    assert order == sorted(order)
    assert [end.kind for end in ENDS if end.at.day == date(2027, 7, 20)] == list(KINDS)
    assert len({end.key for end in ENDS}) == len(ENDS)


def test_only_the_kinds_that_are_asked_for() -> None:
    assert {end.kind for end in period_ends(WORKED, moment, ("week", "year"))} == {"week", "year"}


@given(calendars())
def test_k_13_each_period_ends_on_the_last_of_its_days_counted_one_by_one(calendar: SchoolCalendar) -> None:
    wanted: dict[str, date] = {}
    for day in naive_days(calendar):
        year = next(year for year in calendar.years if year.first <= day <= year.last)
        block = next(block for block in year.blocks if block.first <= day <= block.last)
        monday = day - timedelta(days=day.weekday())
        names = (f"d:{day}", f"w:{monday}", f"b:{block.id}", f"t:{block.term_id}", f"y:{year.id}")
        wanted |= dict.fromkeys(names, day)
    assert {end.key: end.at.day for end in period_ends(calendar, moment)} == wanted
