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
    term_keys,
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
    [
        (2026, (4, 6)),
        (2027, (3, 29)),
        (2028, (4, 17)),
        (2029, (4, 2)),
        (2000, (4, 24)),
        (2038, (4, 26)),
        (1600, (4, 3)),
        (1700, (4, 12)),
        (1954, (4, 19)),
        (1981, (4, 20)),
        (2049, (4, 19)),
        (2076, (4, 20)),
    ],
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


@pytest.mark.parametrize(("calendar", "keys"), [(WORKED, 4), (SIX, 3)])
def test_the_keys_of_a_year_are_those_of_its_days(calendar: SchoolCalendar, keys: int) -> None:
    year = calendar.years[0]
    days = [year.first + timedelta(days=number) for number in range((year.last - year.first).days + 1)]
    found = {term_key(calendar, day) for day in days}
    assert len(found) == keys
    assert found <= term_keys(year)
    assert "t:2026-27/0" not in term_keys(year)
    assert "t:2026-27/4" not in term_keys(year)


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


# Easter Sundays of 31 years in a row, and the ends of the range with the years in which the rule has its exceptions.
EASTERS = (
    "2010-04-04 2011-04-24 2012-04-08 2013-03-31 2014-04-20 2015-04-05 2016-03-27 2017-04-16 2018-04-01 2019-04-21 "
    "2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 "
    "2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 2038-04-25 2039-04-10 "
    "2040-04-01 1818-03-22 1943-04-25 1954-04-18 1981-04-19 2049-04-18 2076-04-19 2100-03-28 2200-04-06 2285-03-22"
)


@pytest.mark.parametrize("sunday", EASTERS.split())
def test_easter_monday_is_the_day_after_the_known_sunday(sunday: str) -> None:
    easter = date.fromisoformat(sunday)
    assert easter_monday(easter.year) == easter + timedelta(days=1)


def test_a_day_in_no_term_and_after_the_last_of_the_three_ends() -> None:
    assert term_key(WORKED, date(2026, 12, 24)) == "t:2026-27/break"
    assert [term_key(SIX, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [
        "t:2026-27/1",
        "t:2026-27/2",
    ]
    assert [term_key(SIX, day) for day in (date(2027, 3, 29), date(2027, 3, 30))] == [
        "t:2026-27/2",
        "t:2026-27/3",
    ]
    assert [term_key(SIX, day) for day in (date(2027, 7, 31), date(2027, 8, 1))] == ["t:2026-27/3"] * 2


def test_the_law_ends_a_term_before_the_school_year_does_or_with_it() -> None:
    assert last_day_of_term(SIX, date(2026, 9, 14)) == date(2026, 12, 18)
    assert last_day_of_term(SIX, date(2026, 12, 19)) == date(2027, 3, 25)
    assert last_day_of_term(SIX, date(2027, 7, 20)) == date(2027, 7, 20)
    assert last_day_of_term(WORKED, date(2026, 12, 19)) == date(2027, 3, 25)
