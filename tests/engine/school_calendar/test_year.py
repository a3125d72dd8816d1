"""An academic year: its school days and its order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from evenhand.engine.school_calendar import SchoolCalendar
from tests.engine.school_calendar.calendars import calendars, naive_days, span
from tests.engine.worked_calendar import worked_year


@given(calendars())
def test_a_year_lists_its_school_days_in_order(calendar: SchoolCalendar) -> None:
    listed = [day for year in calendar.years for day in year.school_days()]
    assert listed == naive_days(calendar)


@given(calendars())
def test_a_year_lists_its_dates_in_order(calendar: SchoolCalendar) -> None:
    for year in calendar.years:
        assert list(year.dates()) == list(span(year.first, year.last))


def test_a_year_puts_its_parts_in_order_of_date() -> None:
    year = worked_year()
    shuffled = replace(
        year,
        terms=year.terms[::-1],
        blocks=year.blocks[::-1],
        closures=year.closures[::-1],
        cycle=year.cycle[::-1],
    )
    assert shuffled == year
    assert [term.id for term in shuffled.terms] == ["autumn", "spring", "summer"]
