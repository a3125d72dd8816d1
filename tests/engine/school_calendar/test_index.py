"""The index holds every known date and refuses every other."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given

from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay, SchoolCalendar
from tests.engine.school_calendar.calendars import (
    DAY,
    PLAIN_BELLS,
    answer,
    calendars,
    calendars_and_dates,
    naive_open,
    naive_walk,
)
from tests.engine.worked_calendar import WORKED


@given(calendars())
def test_every_date_outside_the_calendar_is_refused(calendar: SchoolCalendar) -> None:
    for day in (calendar.known_from - DAY, calendar.known_until + DAY):
        for ask in (
            calendar.is_school_day,
            calendar.next_school_day,
            calendar.school_day_on_or_after,
            calendar.week_of,
            calendar.block_of,
            calendar.term_of,
            calendar.year_of,
            calendar.closing_bell,
            calendar.school_weeks_from_year_start,
        ):
            with pytest.raises(CalendarEnds) as caught:
                ask(day)
            assert caught.value.date == day
            assert (caught.value.known_from, caught.value.known_until) == (
                calendar.known_from,
                calendar.known_until,
            )


@given(calendars_and_dates())
def test_each_date_has_its_week_its_place_among_the_school_days_and_its_bells(
    asked: tuple[SchoolCalendar, tuple[date, ...]],
) -> None:
    calendar, (day,) = asked
    is_open = naive_open(calendar, day)
    assert calendar.week_of(day) == date.fromisocalendar(*day.isocalendar()[:2], 1)
    assert calendar.is_school_day(day) is is_open
    assert answer(lambda: calendar.next_school_day(day)) == naive_walk(calendar, day, 1, DAY)
    on = day if is_open else naive_walk(calendar, day, 1, DAY)
    assert answer(lambda: calendar.school_day_on_or_after(day)) == on
    if is_open:
        assert calendar.closing_bell(day) == PLAIN_BELLS.closing
    else:
        with pytest.raises(NotASchoolDay):
            calendar.closing_bell(day)


def test_a_datetime_is_a_mistake_and_not_the_end_of_the_calendar() -> None:
    with pytest.raises(TypeError, match="datetimes"):
        WORKED.is_school_day(datetime(2026, 9, 14, 9, 0))  # noqa: DTZ001 - the mistake under test


def test_the_message_names_the_date_and_what_is_known() -> None:
    assert str(CalendarEnds(date(2027, 9, 1), date(2027, 8, 31))) == (
        "the question about 2027-09-01 needs days outside the calendar, which is known until 2027-08-31"
    )
