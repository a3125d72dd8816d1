"""The school calendar on the worked examples of the date formulas, as far as they are dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from operator import eq

import pytest

from evenhand.engine.school_calendar import CalendarEnds, Period, SchoolCalendar
from tests.engine.worked_calendar import WORKED as C
from tests.engine.worked_calendar import worked_year

Answer = Callable[[], object]


def d(month: int, day: int) -> date:
    """A date of the year 2026-27 by month and day."""
    return date(2026 if month > 8 else 2027, month, day)


def end_of(day: date, key: str) -> tuple[date, time]:
    """When the period of that key ends on that day."""
    period = C.period(day, key)
    assert isinstance(period, Period)
    return day, period.end


def block_id(day: date) -> str:
    """The id of the block that holds the day."""
    block = C.block_of(day)
    assert block is not None
    return block.id


def term_id(day: date) -> str:
    """The id of the term that holds the day."""
    term = C.term_of(day)
    assert term is not None
    return term.id


def last_of_term(day: date) -> date:
    """The last school day of the term that holds the day."""
    term = C.term_of(day)
    assert term is not None
    return C.last_school_day_of_term(term)


def ends(days: tuple[date, ...]) -> tuple[int, date, date]:
    """How many days, the first and the last."""
    return len(days), days[0], days[-1]


def base(today: date) -> tuple[date, ...]:
    """The 30 school days before the last ten."""
    return C.school_days_before(C.rolling_school_days(today, 10)[0], 30)


def week_sizes(today: date) -> tuple[int, int]:
    """Sessions in the week of that day and in the last week before it with a school day."""
    earlier = C.previous_week_with_school_day(today)
    return 2 * len(C.school_week(today)), 2 * len(C.school_week(earlier))


def span_and_return(start: date, days: int) -> tuple[tuple[date, ...], date]:
    """The school days of a span and the school day after it."""
    span = C.school_days_in(start, days)
    return span, C.next_school_day(span[-1])


EXAMPLES: list[tuple[str, Answer, object]] = [
    ("K-03", lambda: end_of(C.add_school_days(d(9, 15), 1), "P3"), (d(9, 16), time(12, 10))),
    ("K-03", lambda: end_of(C.add_school_days(d(10, 23), 1), "P5"), (d(11, 2), time(15))),
    ("K-04", lambda: C.closing_bell(d(9, 15)), time(15)),
    ("K-04", lambda: C.closing_bell(d(11, 2)), end_of(d(11, 2), "P5")[1]),
    ("K-05", lambda: end_of(C.next_school_day(d(9, 15)), "P3"), (d(9, 16), time(12, 10))),
    ("K-05", lambda: end_of(C.next_school_day(d(2, 12)), "P2"), (d(2, 22), time(10, 55))),
    ("K-06", lambda: (C.school_day_on_or_after(d(9, 14)), d(9, 14).weekday()), (d(9, 14), 0)),
    ("K-06", lambda: (C.school_day_on_or_after(d(5, 4)), d(5, 4).weekday()), (d(5, 4), 1)),
    ("K-07", lambda: C.add_school_days(d(9, 17), 1), d(9, 18)),
    ("K-07", lambda: C.add_school_days(d(2, 12), 1), d(2, 22)),
    (
        "K-09",
        lambda: {block_id(x) for x in (d(9, 7), d(9, 14), d(9, 21), d(9, 28), d(10, 5))},
        {"autumn-1"},
    ),
    ("K-09", lambda: (block_id(d(10, 23)), block_id(d(11, 3))), ("autumn-1", "autumn-2")),
    ("K-10", lambda: {C.week_of(d(9, 14)), C.week_of(d(9, 17))}, {d(9, 14)}),
    ("K-10", lambda: (C.week_of(d(9, 18)), C.week_of(d(9, 21))), (d(9, 14), d(9, 21))),
    ("K-10 rolling", lambda: d(9, 18) in C.rolling_school_days(d(9, 21), 5), True),
    ("K-11 now", lambda: ends(C.rolling_school_days(d(1, 15), 10)), (10, d(12, 18), d(1, 15))),
    ("K-11 base", lambda: ends(base(d(1, 15))), (30, d(11, 6), d(12, 17))),
    ("K-11 now", lambda: ends(C.rolling_school_days(d(5, 14), 10)), (10, d(4, 30), d(5, 14))),
    ("K-11 base", lambda: ends(base(d(5, 14))), (30, d(3, 4), d(4, 29))),
    ("K-12", lambda: C.add_school_days(d(9, 24), 1), d(9, 25)),
    ("K-12", lambda: C.add_school_days(d(4, 30), 1), d(5, 4)),
    ("K-13", lambda: C.last_school_day_of_week(d(9, 14)), d(9, 18)),
    ("K-13", lambda: ends(C.school_week(d(5, 4))), (4, d(5, 4), d(5, 7))),
    ("K-14", lambda: C.next_week_with_school_day(d(9, 18)), d(9, 21)),
    ("K-14", lambda: C.next_week_with_school_day(d(10, 23)), d(11, 2)),
    (
        "K-15",
        lambda: C.first_school_day_of_block(C.next_block(d(10, 23))),
        d(11, 2),
    ),
    (
        "K-15",
        lambda: C.first_school_day_of_block(C.next_block(d(12, 18))),
        d(1, 5),
    ),
    ("K-16", lambda: (C.is_school_day(d(9, 14)), C.last_school_day_of_week(d(9, 14))), (True, d(9, 18))),
    ("K-16", lambda: (C.is_school_day(d(5, 3)), C.last_school_day_of_week(d(5, 3))), (False, d(5, 7))),
    ("K-17", lambda: C.last_school_day_of_nth_week(d(9, 2), 2), d(9, 11)),
    ("K-17", lambda: C.school_weeks_from_year_start(d(10, 23)), 8),
    ("K-17", lambda: C.last_school_day_of_nth_week(d(9, 2), 10), d(11, 13)),
    ("K-18", lambda: span_and_return(d(11, 9), 3), ((d(11, 9), d(11, 10), d(11, 11)), d(11, 12))),
    (
        "K-18",
        lambda: span_and_return(d(10, 21), 5),
        ((d(10, 21), d(10, 22), d(10, 23), d(11, 2), d(11, 3)), d(11, 4)),
    ),
    ("K-19", lambda: C.add_school_days(d(11, 12), 1), d(11, 13)),
    ("K-19", lambda: C.add_school_days(d(11, 4), 1), d(11, 5)),
    ("K-20", lambda: C.calendar_days_forward(d(9, 21), 42), d(11, 2)),
    ("K-20", lambda: C.calendar_days_forward(d(11, 16), 42), d(1, 5)),
    ("K-21", lambda: C.last_school_day_of_block(C.next_block(d(10, 23))), d(12, 18)),
    ("K-21", lambda: C.last_school_day_of_block(C.next_block(d(3, 25))), d(5, 28)),
    ("K-22", lambda: (C.school_days_in(d(6, 7), 2), C.year_of(d(6, 7)).id), ((d(6, 7), d(6, 8)), "2026-27")),
    ("K-23", lambda: C.school_days_in(d(11, 9), 6)[-1], d(11, 16)),
    ("K-23", lambda: C.school_days_in(d(4, 28), 6)[-1], d(5, 6)),
    ("K-24", lambda: C.school_day_on_or_before(d(11, 16) - timedelta(days=2)), d(11, 13)),
    ("K-24", lambda: C.school_day_on_or_before(d(5, 6) - timedelta(days=2)), d(5, 4)),
    ("K-25", lambda: C.add_school_days(d(9, 28), 15), d(10, 19)),
    ("K-25", lambda: C.add_school_days(d(11, 30), 15), d(1, 5)),
    ("K-26", lambda: C.add_school_days(d(9, 28), 50), d(12, 14)),
    ("K-26", lambda: C.add_school_days(d(11, 30), 50), d(3, 2)),
    ("K-27", lambda: C.subtract_school_days(d(10, 16), 5), d(10, 9)),
    ("K-27 clear", lambda: C.subtract_school_days(d(10, 16), 6), d(10, 8)),
    ("K-27", lambda: C.subtract_school_days(d(1, 11), 5), d(12, 18)),
    ("K-27 clear", lambda: C.subtract_school_days(d(1, 11), 6), d(12, 17)),
    ("K-28a", lambda: C.add_school_days(d(10, 19), 25), d(11, 30)),
    ("K-28a law", lambda: C.add_school_days(d(10, 19), 15), d(11, 16)),
    ("K-28a", lambda: C.add_school_days(d(1, 5), 25), d(2, 9)),
    ("K-28a law", lambda: C.add_school_days(d(1, 5), 15), d(1, 26)),
    ("K-28b", lambda: C.add_school_days(d(12, 10), 25), d(1, 29)),
    ("K-28b law", lambda: C.add_school_days(d(12, 10), 15), d(1, 15)),
    ("K-28b", lambda: C.add_school_days(d(3, 15), 25), d(5, 5)),
    ("K-28b law", lambda: C.add_school_days(d(3, 15), 15), d(4, 20)),
    (
        "K-29",
        lambda: C.school_days_in(d(10, 21), min(6, 5)),
        (d(10, 21), d(10, 22), d(10, 23), d(11, 2), d(11, 3)),
    ),
    ("K-29", lambda: ends(C.school_days_in(d(12, 14), 5)), (5, d(12, 14), d(12, 18))),
    ("K-30", lambda: C.school_day_on_or_after(d(10, 23)), d(10, 23)),
    ("K-30", lambda: C.school_day_on_or_after(d(3, 25)), d(3, 25)),
    ("K-31", lambda: C.school_day_on_or_after(d(11, 9)), d(11, 9)),
    ("K-31", lambda: last_of_term(d(3, 1)), d(3, 25)),
    ("K-32", lambda: C.school_day_on_or_after(d(4, 28)), d(4, 28)),
    ("K-32", lambda: C.school_day_on_or_after(d(12, 14)), d(12, 14)),
    ("K-33", lambda: (term_id(d(9, 2)), term_id(d(12, 7))), ("autumn", "autumn")),
    ("K-33", lambda: {term_id(x) for x in C.school_days_in(d(1, 11), 4)}, {"spring"}),
    ("K-35", lambda: C.sessions_in_block(C.blocks()[0]), 76),
    ("K-35", lambda: C.sessions_in_block(C.blocks()[2]), 58),
    ("K-36", lambda: week_sizes(d(9, 18)), (10, 10)),
    ("K-36", lambda: week_sizes(d(1, 8)), (8, 10)),
    ("K-37", lambda: C.add_school_days(d(1, 29), 10), d(2, 12)),
    ("K-37", lambda: C.add_school_days(d(5, 5), 10), d(5, 19)),
    (
        "K-38",
        lambda: C.last_school_day_of_nth_week(C.first_school_day_of_term(C.years[0].terms[0]), 2),
        d(9, 11),
    ),
    (
        "K-38",
        lambda: C.last_school_day_of_nth_week(C.first_school_day_of_term(C.years[0].terms[1]), 2),
        d(1, 15),
    ),
    ("K-39", lambda: C.school_days_in(d(12, 14), 6)[-2:], (d(12, 18), d(1, 5))),
    ("K-39", lambda: C.school_days_in(d(10, 21), 6)[-2:], (d(11, 3), d(11, 4))),
]


@pytest.mark.parametrize(
    ("answer", "expected"), [pytest.param(answer, expected, id=name) for name, answer, expected in EXAMPLES]
)
def test_worked_example(answer: Answer, expected: object) -> None:
    assert answer() == expected


@pytest.mark.covers("STAR-XCa")
def test_a_bank_holiday_inside_a_term_is_not_a_school_day() -> None:
    assert not C.is_school_day(d(5, 3))
    assert C.is_school_day(d(5, 4))
    assert C.next_school_day(d(4, 30)) == d(5, 4)


def test_the_worked_year_has_192_school_days() -> None:
    assert [len(C.school_days_in_block(block)) for block in C.blocks()] == [38, 35, 29, 24, 34, 32]
    assert len(C.school_days_in_year(C.years[0])) == 192


def test_the_worked_year_ends_where_it_is_not_known() -> None:
    with pytest.raises(CalendarEnds) as caught:
        C.add_school_days(d(7, 20), 1)
    assert (caught.value.date, caught.value.known_until) == (d(7, 20), d(8, 31))


def test_a_calendar_shows_its_dates_and_equals_only_the_same() -> None:
    assert repr(C) == f"<SchoolCalendar 2026-09-01 to 2027-08-31, {C.digest[:12]}>"
    assert eq(C, C) is True
    assert eq(SchoolCalendar.from_document(C.to_document()), C) is True
    assert eq(SchoolCalendar([replace(worked_year(), closures=())]), C) is False
    assert eq(C, "calendar") is False
    assert hash(C) == int(C.digest[:15], 16)
