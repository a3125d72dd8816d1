"""Half-terms, terms and years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from evenhand.engine.school_calendar import Block, CalendarEnds, SchoolCalendar, Term
from tests.engine.school_calendar.calendars import ENDS, answer, calendars, calendars_and_dates, naive_days
from tests.engine.worked_calendar import BLOCKS, WORKED

Asked = tuple[SchoolCalendar, tuple[date, ...]]


@given(calendars_and_dates())
def test_a_date_belongs_to_the_block_that_holds_it(asked: Asked) -> None:
    calendar, (day,) = asked
    blocks = [block for year in calendar.years for block in year.blocks]
    assert calendar.block_of(day) == next((b for b in blocks if b.first <= day <= b.last), None)
    assert answer(lambda: calendar.next_block(day)) == next((b for b in blocks if b.first > day), ENDS)


@given(calendars_and_dates())
def test_a_term_runs_from_its_first_block_to_its_last(asked: Asked) -> None:
    calendar, (day,) = asked
    year = next(year for year in calendar.years if year.first <= day <= year.last)
    assert calendar.year_of(day) == year
    held: list[Term | None] = []
    for term in year.terms:
        blocks = [block for block in year.blocks if block.term_id == term.id]
        if min(b.first for b in blocks) <= day <= max(b.last for b in blocks):
            held.append(term)
    assert [calendar.term_of(day)] == (held or [None])


@given(calendars())
def test_first_and_last_school_days_are_those_of_the_days_within(calendar: SchoolCalendar) -> None:
    known = naive_days(calendar)
    for block in calendar.blocks():
        inside = tuple(day for day in known if block.first <= day <= block.last)
        assert calendar.school_days_in_block(block) == inside
        assert calendar.first_school_day_of_block(block) == inside[0]
        assert calendar.last_school_day_of_block(block) == inside[-1]
        assert calendar.sessions_in_block(block) == 2 * len(inside)
    for year in calendar.years:
        inside = tuple(day for day in known if year.first <= day <= year.last)
        assert calendar.school_days_in_year(year) == inside
        assert calendar.first_school_day_of_year(year) == inside[0]
        assert calendar.last_school_day_of_year(year) == inside[-1]
        for term in year.terms:
            of_term = [day for day in inside if (t := calendar.term_of(day)) is not None and t == term]
            assert calendar.first_school_day_of_term(term) == of_term[0]
            assert calendar.last_school_day_of_term(term) == of_term[-1]


def test_the_break_inside_a_term_belongs_to_the_term_but_to_no_block() -> None:
    october = date(2026, 10, 28)
    term = WORKED.term_of(october)
    assert term is not None
    assert term.id == "autumn"
    assert WORKED.block_of(october) is None


def test_the_break_between_terms_belongs_to_none() -> None:
    christmas = date(2026, 12, 25)
    assert WORKED.term_of(christmas) is None
    assert WORKED.block_of(christmas) is None
    assert WORKED.next_block(christmas) == BLOCKS[2]


def test_a_weekend_and_a_closure_inside_a_block_belong_to_it() -> None:
    assert WORKED.block_of(date(2026, 9, 19)) == BLOCKS[0]
    assert WORKED.block_of(date(2027, 5, 3)) == BLOCKS[4]


def test_the_block_after_the_last_is_not_guessed() -> None:
    with pytest.raises(CalendarEnds):
        WORKED.next_block(BLOCKS[-1].first)
    assert WORKED.next_block(BLOCKS[-1].first - timedelta(days=1)) == BLOCKS[-1]


def test_a_block_of_another_calendar_is_unknown() -> None:
    stranger = Block("autumn-9", "Autumn 9", "autumn", date(2026, 9, 2), date(2026, 10, 23))
    with pytest.raises(KeyError):
        WORKED.last_school_day_of_block(stranger)
