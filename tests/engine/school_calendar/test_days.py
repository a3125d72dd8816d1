"""School days, counted one by one and by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar
from tests.engine.school_calendar.calendars import (
    DAY,
    ENDS,
    answer,
    calendars,
    calendars_and_dates,
    naive_days,
    naive_open,
    naive_walk,
    span,
)
from tests.engine.worked_calendar import WORKED

Asked = tuple[SchoolCalendar, tuple[date, ...]]
NUMBERS = st.integers(1, 60)


@given(calendars())
def test_school_days_are_those_of_the_definition(calendar: SchoolCalendar) -> None:
    for day in span(calendar.known_from, calendar.known_until):
        assert calendar.is_school_day(day) == naive_open(calendar, day)


@given(calendars_and_dates(), NUMBERS)
def test_adding_walks_forward_and_subtracting_walks_back(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    assert answer(lambda: calendar.add_school_days(day, n)) == naive_walk(calendar, day, n, DAY)
    assert answer(lambda: calendar.subtract_school_days(day, n)) == naive_walk(calendar, day, n, -DAY)
    assert answer(lambda: calendar.next_school_day(day)) == naive_walk(calendar, day, 1, DAY)


@given(calendars_and_dates(), NUMBERS)
def test_adding_and_subtracting_are_inverse_on_school_days(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    if not calendar.is_school_day(day):
        day = naive_days(calendar)[0]
    later = answer(lambda: calendar.add_school_days(day, n))
    if isinstance(later, date):
        assert calendar.subtract_school_days(later, n) == day
        assert calendar.count_school_days(day, later) == n


@given(calendars_and_dates(2), NUMBERS)
def test_a_later_start_never_gives_an_earlier_day(asked: Asked, n: int) -> None:
    calendar, days = asked
    early, late = sorted(days)
    first = answer(lambda: calendar.add_school_days(early, n))
    second = answer(lambda: calendar.add_school_days(late, n))
    assert second == ENDS or (isinstance(first, date) and isinstance(second, date) and first <= second)


@given(calendars_and_dates(), NUMBERS)
def test_one_more_school_day_is_always_later(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    more = answer(lambda: calendar.add_school_days(day, n + 1))
    if isinstance(more, date):
        assert day < calendar.add_school_days(day, n) < more


@given(calendars_and_dates(), NUMBERS)
def test_counting_in_counts_the_first_school_day_as_day_one(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    expected = [other for other in naive_days(calendar) if other >= day][:n]
    found = answer(lambda: calendar.school_days_in(day, n))
    assert found == (tuple(expected) if len(expected) == n else ENDS)


@given(calendars_and_dates(2))
def test_counting_takes_the_first_date_and_leaves_the_last(asked: Asked) -> None:
    calendar, days = asked
    a, b = sorted(days)
    expected = [day for day in naive_days(calendar) if a <= day < b]
    assert calendar.count_school_days(a, b) == len(expected)
    assert calendar.school_days_between(a, b) == tuple(expected)


@given(calendars_and_dates(), NUMBERS)
def test_rolling_days_end_today_and_days_before_do_not(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    known = naive_days(calendar)
    assert calendar.rolling_school_days(day, n) == tuple([x for x in known if x <= day][-n:])
    assert calendar.school_days_before(day, n) == tuple([x for x in known if x < day][-n:])


@given(calendars_and_dates(), st.integers(0, 200))
def test_calendar_days_move_forward_to_a_school_day(asked: Asked, n: int) -> None:
    calendar, (day,) = asked
    later = [x for x in naive_days(calendar) if x >= day + timedelta(days=n)]
    assert answer(lambda: calendar.calendar_days_forward(day, n)) == (later[0] if later else ENDS)
    assert answer(lambda: calendar.school_day_on_or_after(day)) == (
        next((x for x in naive_days(calendar) if x >= day), ENDS)
    )


@given(calendars_and_dates())
def test_the_nearest_school_day_back_may_be_today(asked: Asked) -> None:
    calendar, (day,) = asked
    earlier = [x for x in naive_days(calendar) if x <= day]
    assert answer(lambda: calendar.school_day_on_or_before(day)) == (earlier[-1] if earlier else ENDS)


def test_the_day_after_the_last_may_end_a_count() -> None:
    assert WORKED.count_school_days(WORKED.known_from, WORKED.known_until + DAY) == 192
    with pytest.raises(CalendarEnds):
        WORKED.count_school_days(WORKED.known_from, WORKED.known_until + 2 * DAY)


def test_dates_in_known_holidays_are_answered() -> None:
    assert not WORKED.is_school_day(date(2026, 12, 25))
    assert WORKED.next_school_day(date(2026, 12, 25)) == date(2027, 1, 5)
    assert not WORKED.is_school_day(date(2027, 8, 31))


def test_a_weekend_is_never_a_school_day() -> None:
    assert WORKED.next_school_day(date(2026, 9, 18)) == date(2026, 9, 21)
    assert WORKED.subtract_school_days(date(2026, 9, 21), 1) == date(2026, 9, 18)
    assert WORKED.add_school_days(date(2026, 9, 19), 1) == WORKED.add_school_days(date(2026, 9, 20), 1)


@pytest.mark.parametrize("n", [0, -1])
def test_fewer_than_one_school_day_is_refused(n: int) -> None:
    day = date(2026, 11, 9)
    for ask in (
        WORKED.add_school_days,
        WORKED.subtract_school_days,
        WORKED.school_days_in,
        WORKED.rolling_school_days,
        WORKED.school_days_before,
    ):
        with pytest.raises(ValueError, match="at least 1"):
            ask(day, n)
    with pytest.raises(ValueError, match="negative"):
        WORKED.calendar_days_forward(day, -1)


def test_a_count_from_the_later_date_is_refused() -> None:
    with pytest.raises(ValueError, match="earlier date to the later"):
        WORKED.count_school_days(date(2026, 11, 10), date(2026, 11, 9))
    with pytest.raises(ValueError, match="earlier date to the later"):
        WORKED.school_days_between(date(2026, 11, 10), date(2026, 11, 9))


def test_a_closure_says_why_there_is_no_school() -> None:
    closure = WORKED.closure_on(date(2027, 5, 3))
    assert closure is not None
    assert (closure.kind, closure.label) == ("bank_holiday", "Early May bank holiday")
    assert WORKED.closure_on(date(2027, 5, 4)) is None


def test_the_last_school_day_may_be_the_last_that_is_asked_for() -> None:
    last = date(2027, 7, 20)
    assert WORKED.school_days_in(last, 1) == (last,)
    assert WORKED.school_days_in(date(2027, 7, 19), 2) == (date(2027, 7, 19), last)
    with pytest.raises(CalendarEnds):
        WORKED.school_days_in(last, 2)
