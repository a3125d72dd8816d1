"""Terms for the totals: the school's own three, or the three that the law makes of more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.rules.terms import (
    easter_monday,
    last_day_of_block,
    last_day_of_term,
    reference_days,
    term_key,
)
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar, Term
from tests.engine.worked_calendar import BLOCKS, WORKED, worked_year

SIX = SchoolCalendar(
    [
        replace(
            worked_year(),
            terms=tuple(Term(f"t{n}", f"Term {n}") for n in range(1, 7)),
            blocks=tuple(block._replace(term_id=f"t{n}") for n, block in enumerate(BLOCKS, 1)),
        )
    ]
)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2026, (4, 6)), (2027, (3, 29)), (2028, (4, 17)), (2029, (4, 2)), (2000, (4, 24)), (2038, (4, 26))],
)
def test_easter_monday(year: int, day: tuple[int, int]) -> None:
    assert easter_monday(year) == date(year, *day)


def test_the_days_that_end_the_three_terms_of_the_law() -> None:
    assert reference_days(date(2026, 9, 1)) == (date(2026, 12, 31), date(2027, 3, 29), date(2027, 7, 31))


@pytest.mark.parametrize(
    ("day", "three", "six"),
    [
        (date(2026, 9, 14), "t:autumn", "t:2026-27/1"),
        (date(2026, 12, 18), "t:autumn", "t:2026-27/1"),
        (date(2027, 1, 5), "t:spring", "t:2026-27/2"),
        (date(2027, 3, 25), "t:spring", "t:2026-27/2"),
        (date(2027, 4, 12), "t:summer", "t:2026-27/3"),
        (date(2027, 7, 20), "t:summer", "t:2026-27/3"),
    ],
)
def test_a_year_of_six_terms_counts_as_three(day: date, three: str, six: str) -> None:
    assert (term_key(WORKED, day), term_key(SIX, day)) == (three, six)


@pytest.mark.covers("STAR-174b")
@given(st.dates(date(2026, 9, 1), date(2027, 7, 20)), st.sampled_from([WORKED, SIX]))
def test_the_last_day_of_the_term_is_found_by_walking(day: date, calendar: SchoolCalendar) -> None:
    start = calendar.school_day_on_or_after(day)
    found, walk = start, start
    while walk <= date(2027, 7, 31):
        if calendar.is_school_day(walk) and term_key(calendar, walk) == term_key(calendar, start):
            found = walk
        walk += timedelta(days=1)
    assert last_day_of_term(calendar, day) == found


def test_the_last_day_of_a_half_term_and_where_no_term_follows() -> None:
    assert last_day_of_block(WORKED, date(2026, 10, 26)) == date(2026, 12, 18)
    for ask in (last_day_of_term, last_day_of_block):
        with pytest.raises(CalendarEnds):
            ask(WORKED, date(2027, 8, 1))
