"""Weeks and school weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.school_calendar import CalendarEnds, Closure, SchoolCalendar
from tests.engine.school_calendar.calendars import ENDS, answer, calendars_and_dates, naive_days, span
from tests.engine.worked_calendar import WORKED, worked_year

Asked = tuple[SchoolCalendar, tuple[date, ...]]


def monday(day: date) -> date:
    """The Monday of a date's week, from the ISO calendar."""
    year, week, _ = day.isocalendar()
    return date.fromisocalendar(year, week, 1)


@given(calendars_and_dates())
def test_a_week_runs_from_monday_and_holds_its_school_days(asked: Asked) -> None:
    calendar, (day,) = asked
    assert calendar.week_of(day) == monday(day)
    cut = monday(day) + timedelta(days=4) > calendar.known_until
    expected = tuple(other for other in naive_days(calendar) if monday(other) == monday(day))
    assert answer(lambda: calendar.school_week(day)) == (ENDS if cut else expected)
    last = expected[-1] if expected else None
    assert answer(lambda: calendar.last_school_day_of_week(day)) == (ENDS if cut else last)


@given(calendars_and_dates())
def test_the_neighbouring_weeks_have_a_school_day(asked: Asked) -> None:
    calendar, (day,) = asked
    weeks = [monday(other) for other in naive_days(calendar)]
    later = [week for week in weeks if week > monday(day)]
    earlier = [week for week in weeks if week < monday(day)]
    assert answer(lambda: calendar.next_week_with_school_day(day)) == (later[0] if later else ENDS)
    assert answer(lambda: calendar.previous_week_with_school_day(day)) == (earlier[-1] if earlier else ENDS)


@given(calendars_and_dates())
def test_school_weeks_are_counted_from_the_start_of_the_year(asked: Asked) -> None:
    calendar, (day,) = asked
    year = next(year for year in calendar.years if year.first <= day <= year.last)
    weeks = {monday(x) for x in naive_days(calendar) if year.first <= x <= year.last}
    assert calendar.school_weeks_from_year_start(day) == len({week for week in weeks if week <= monday(day)})


@given(calendars_and_dates(), st.integers(1, 12))
def test_the_nth_school_week_counts_the_first_one(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    known = naive_days(calendar)
    weeks = sorted({monday(x) for x in known if any(y >= day and monday(y) <= monday(x) for y in known)})
    wanted = weeks[n - 1] if n <= len(weeks) else None
    if wanted is None or wanted + timedelta(days=4) > calendar.known_until:
        expected: date | str = ENDS
    else:
        expected = max(x for x in known if monday(x) == wanted)
    assert answer(lambda: calendar.last_school_day_of_nth_week(day, n)) == expected


def test_a_year_that_begins_in_the_middle_of_a_week_has_that_week() -> None:
    assert WORKED.week_of(date(2026, 9, 2)) == date(2026, 8, 31)
    assert WORKED.school_week(date(2026, 9, 1)) == tuple(span(date(2026, 9, 2), date(2026, 9, 4)))
    assert WORKED.school_weeks_from_year_start(date(2026, 9, 1)) == 1


def test_a_weekend_belongs_to_the_week_before_it() -> None:
    assert WORKED.last_school_day_of_week(date(2026, 9, 20)) == date(2026, 9, 18)
    assert WORKED.school_weeks_from_year_start(date(2026, 9, 20)) == 3


def test_a_holiday_week_has_no_last_school_day() -> None:
    assert WORKED.last_school_day_of_week(date(2026, 10, 28)) is None
    assert WORKED.school_week(date(2026, 10, 28)) == ()
    assert WORKED.school_weeks_from_year_start(date(2026, 10, 28)) == 8


def test_a_week_cut_by_the_end_of_the_calendar_is_not_guessed() -> None:
    with pytest.raises(CalendarEnds):
        WORKED.last_school_day_of_week(date(2027, 8, 31))
    with pytest.raises(CalendarEnds):
        WORKED.next_week_with_school_day(date(2027, 7, 20))
    with pytest.raises(CalendarEnds):
        WORKED.previous_week_with_school_day(date(2026, 9, 4))


def test_a_closed_friday_ends_the_week_on_thursday() -> None:
    year = worked_year()
    friday = Closure(date(2026, 9, 11), "closure", "Heating")
    calendar = SchoolCalendar([replace(year, closures=(*year.closures, friday))])
    assert calendar.last_school_day_of_nth_week(date(2026, 9, 2), 2) == date(2026, 9, 10)


def test_fewer_than_one_school_week_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        WORKED.last_school_day_of_nth_week(date(2026, 9, 2), 0)


def test_the_week_before_the_second_is_the_first() -> None:
    assert WORKED.previous_week_with_school_day(date(2026, 9, 7)) == date(2026, 8, 31)
    assert WORKED.next_week_with_school_day(date(2027, 7, 16)) == date(2027, 7, 19)
