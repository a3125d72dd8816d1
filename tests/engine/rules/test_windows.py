"""Stretches of time and the tests on them, against a day-by-day count by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.rules.windows import Rise, Span, day_before_week, in_a_row, key_of, rises, span_of
from tests.engine.worked_calendar import BLOCKS, WORKED

RISE = Rise(days=10, least=2, factor=2, base_days=30, base_shortest=10)
YEAR = [date(2026, 9, 1) + timedelta(days=number) for number in range(365)]
SCHOOL_DAYS = [day for day in YEAR if WORKED.is_school_day(day)]
days_of_year = st.sampled_from(YEAR)
marked = st.lists(days_of_year, max_size=12)


def test_a_week_runs_from_monday_to_sunday_and_a_half_term_holds_its_last_day() -> None:
    assert span_of(WORKED, "week", date(2026, 9, 17)) == Span(date(2026, 9, 14), date(2026, 9, 20))
    assert span_of(WORKED, "half_term", date(2026, 10, 23)) == Span(date(2026, 9, 2), date(2026, 10, 23))
    assert span_of(WORKED, "half_term", date(2026, 10, 26)) is None
    assert span_of(WORKED, "term", date(2026, 10, 26)) == Span(date(2026, 9, 2), date(2026, 12, 18))
    assert span_of(WORKED, "term", date(2026, 12, 24)) is None
    assert span_of(WORKED, "day", date(2026, 9, 17)) == Span(date(2026, 9, 17), date(2026, 9, 17))


def test_a_rolling_year_ends_with_its_day_also_after_a_leap_day() -> None:
    assert span_of(WORKED, "rolling_year", date(2027, 3, 1)) == Span(date(2026, 3, 2), date(2027, 3, 1))
    assert span_of(WORKED, "rolling_year", date(2028, 2, 29)) == Span(date(2027, 3, 1), date(2028, 2, 29))


def test_periods_have_the_keys_of_the_totals() -> None:
    day = date(2026, 9, 17)
    assert [key_of(WORKED, window, day) for window in ("day", "week", "half_term", "term", "year")] == [
        "d:2026-09-17",
        "w:2026-09-14",
        "b:autumn-1",
        "t:autumn",
        "y:2026-27",
    ]


@given(days_of_year, st.integers(1, 12))
def test_the_last_school_days_are_those_counted_backwards_one_by_one(today: date, number: int) -> None:
    found: list[date] = []
    day = today
    while len(found) < number and day >= YEAR[0]:
        if WORKED.is_school_day(day):
            found.append(day)
        day -= timedelta(days=1)
    span = span_of(WORKED, "school_days", today, number)
    assert span == (Span(found[-1], today) if found else None)


@given(days_of_year)
def test_a_half_term_is_the_block_that_holds_the_day(today: date) -> None:
    held = [Span(block.first, block.last) for block in BLOCKS if block.first <= today <= block.last]
    assert span_of(WORKED, "half_term", today) == (held[0] if held else None)


def by_hand(days: list[date], today: date) -> bool:
    """K-11 as it is written, with fractions."""
    before = [day for day in SCHOOL_DAYS if day <= today]
    window, base = before[-10:], before[:-10][-30:]
    if len(window) < 10 or len(base) < 10:
        return False
    now = sum(window[0] <= day <= today for day in days)
    then = sum(base[0] <= day < window[0] for day in days)
    return now >= 2 and now >= 2 * Fraction(then * 10, len(base))


@given(marked, days_of_year)
def test_a_rise_is_what_the_formula_says(days: list[date], today: date) -> None:
    assert rises(WORKED, days, today, RISE) is by_hand(days, today)


@given(st.lists(st.sampled_from(SCHOOL_DAYS[:70]), max_size=14), st.sampled_from(SCHOOL_DAYS[:70]))
def test_a_rise_where_little_is_known_is_what_the_formula_says(days: list[date], today: date) -> None:
    assert rises(WORKED, days, today, RISE) is by_hand(days, today)


@pytest.mark.covers("STAR-119b")
def test_k_11_one_in_the_base_and_two_now_is_a_rise() -> None:
    days = [date(2026, 11, 6), date(2026, 12, 18), date(2027, 1, 15)]
    assert rises(WORKED, days, date(2027, 1, 15), RISE)
    assert not rises(WORKED, days[::2], date(2027, 1, 15), RISE)


@pytest.mark.covers("STAR-119b")
def test_k_11_six_in_the_base_and_three_now_is_none_and_four_is_one() -> None:
    base = [date(2027, 3, 4), *[date(2027, 4, day) for day in (12, 14, 20, 26, 29)]]
    now = [date(2027, 4, 30), date(2027, 5, 4), date(2027, 5, 14)]
    assert not rises(WORKED, base + now, date(2027, 5, 14), RISE)
    assert rises(WORKED, [*base, *now, date(2027, 5, 13)], date(2027, 5, 14), RISE)
    earlier = [date(2027, 3, 3), *base[1:], *now]
    assert not rises(WORKED, earlier, date(2027, 5, 14), RISE)
    assert rises(WORKED, [*base[2:], *now], date(2027, 5, 14), RISE)


@given(marked, days_of_year, st.integers(1, 8), st.booleans())
def test_a_streak_of_days_is_each_school_day_in_turn(
    days: list[date], today: date, number: int, having: bool
) -> None:
    last = [day for day in SCHOOL_DAYS if day <= today][-number:]
    wanted = (
        WORKED.is_school_day(today) and len(last) == number and all((day in days) is having for day in last)
    )
    assert in_a_row(WORKED, days, today, number, "day", having=having) is wanted


@given(marked, days_of_year.filter(lambda day: day < date(2027, 8, 27)), st.integers(1, 5), st.booleans())
def test_a_streak_of_weeks_passes_over_weeks_without_a_school_day(
    days: list[date], today: date, number: int, having: bool
) -> None:
    def monday(day: date) -> date:
        return day - timedelta(days=day.weekday())

    weeks = sorted({monday(day) for day in SCHOOL_DAYS})
    last = [week for week in weeks if week <= monday(today)][-number:]
    met = {monday(day) for day in days}
    wanted = monday(today) in weeks and len(last) == number and all((week in met) is having for week in last)
    assert in_a_row(WORKED, days, today, number, "week", having=having) is wanted


def test_a_stretch_without_an_end_and_the_year_hold_their_first_and_last_day() -> None:
    assert span_of(WORKED, "always", date(2026, 9, 17)) == Span(date.min, date.max)
    assert span_of(WORKED, "year", date(2026, 9, 17)) == Span(date(2026, 9, 1), date(2027, 8, 31))
    week = Span(date(2026, 9, 14), date(2026, 9, 20))
    days = [date(2026, 9, day) for day in (13, 14, 20, 21)]
    assert [week.holds(day) for day in days] == [False, True, True, False]


def test_in_a_break_there_is_no_key_of_a_half_term_or_term() -> None:
    day = date(2026, 12, 24)
    assert [key_of(WORKED, window, day) for window in ("half_term", "term", "year", "always")] == [
        "",
        "",
        "y:2026-27",
        "d:2026-12-24",
    ]


def test_before_the_first_week_there_is_no_school_day() -> None:
    assert day_before_week(WORKED, date(2026, 9, 4)) is None
    assert day_before_week(WORKED, date(2026, 9, 7)) == date(2026, 9, 4)
    assert day_before_week(WORKED, date(2026, 11, 4)) == date(2026, 10, 23)


@pytest.mark.parametrize(
    ("now", "before", "rise", "found"),
    [
        (2, 1, RISE, True),
        (1, 0, RISE, False),
        (2, 0, RISE, True),
        (3, 2, RISE._replace(base_days=10), False),
        (4, 2, RISE._replace(base_days=10), True),
        (4, 2, RISE._replace(base_days=10, base_shortest=11), False),
        (4, 2, RISE._replace(base_days=10, least=5), False),
    ],
)
def test_a_rise_is_many_times_as_much_as_before(now: int, before: int, rise: Rise, found: bool) -> None:
    days = [*SCHOOL_DAYS[39:29:-1][:now], *SCHOOL_DAYS[20:30][:before]]
    assert rises(WORKED, days, SCHOOL_DAYS[39], rise) is found
