"""Bells of a date: periods, sessions and double lessons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from evenhand.engine.school_calendar import (
    BellRule,
    BellSet,
    CalendarEnds,
    DoubleLesson,
    NotASchoolDay,
    SchoolCalendar,
)
from tests.engine.worked_calendar import BELLS, WORKED, worked_year

MONDAY = date(2026, 9, 14)
FRIDAY = date(2026, 9, 18)
LAST_DAY = date(2026, 12, 18)  # a Friday
EARLY = BellSet("early", BELLS.periods[:5], time(12, 15), time(12, 0))
FRIDAYS = BellSet("fridays", BELLS.periods[:7], time(14, 0), time(12, 10))
SPLIT = BellSet("split", BELLS.periods, time(15, 5), time(12, 50))
RULES = (
    BellRule("all"),
    BellRule("split", year_groups=(7, 8)),
    BellRule("fridays", weekdays=(4,)),
    BellRule("early", dates=(LAST_DAY,)),
)


def with_bells(*rules: BellRule, doubles: tuple[DoubleLesson, ...] = ()) -> SchoolCalendar:
    """The worked year with these rules."""
    sets = (BELLS, EARLY, FRIDAYS, SPLIT)
    return SchoolCalendar([replace(worked_year(), bell_sets=sets, bell_rules=rules, double_lessons=doubles)])


def test_a_period_begins_with_its_first_minute_and_ends_before_its_last() -> None:
    def key(at: time) -> str | None:
        period = WORKED.period_at(MONDAY, at)
        return period.key if period else None

    assert key(time(8, 34)) is None
    assert key(time(8, 35)) == "REG"
    assert key(time(8, 55)) == "P1"
    assert key(time(11, 9, 59)) == "BREAK"
    assert key(time(14, 59, 59)) == "P5"
    assert key(time(15, 0)) is None


def test_a_day_may_lack_a_period() -> None:
    calendar = with_bells(*RULES)
    assert calendar.period(MONDAY, "P5") == BELLS.periods[-1]
    assert calendar.period(FRIDAY, "P5") is None
    assert calendar.periods_on(FRIDAY) == BELLS.periods[:7]


def test_midday_belongs_to_the_afternoon() -> None:
    assert WORKED.session_at(MONDAY, time(12, 9)) == "am"
    assert WORKED.session_at(MONDAY, time(12, 10)) == "pm"


def test_on_a_closed_day_no_bell_rings() -> None:
    closed = date(2027, 5, 3)
    assert WORKED.periods_on(closed) == ()
    assert WORKED.period(closed, "P1") is None
    assert WORKED.period_at(closed, time(9, 0)) is None
    assert WORKED.lesson_periods(closed, "P1") == ()
    asks: list[Callable[[], object]] = [
        lambda: WORKED.closing_bell(closed),
        lambda: WORKED.bell_set(closed),
        lambda: WORKED.session_at(closed, time(9, 0)),
    ]
    for ask in asks:
        with pytest.raises(NotASchoolDay, match="2027-05-03 is not a school day"):
            ask()


def test_beyond_the_calendar_no_bell_is_guessed() -> None:
    for day in (date(2026, 8, 31), date(2027, 9, 1)):
        with pytest.raises(CalendarEnds):
            WORKED.closing_bell(day)
        with pytest.raises(CalendarEnds):
            WORKED.periods_on(day)


def test_a_double_lesson_is_one_lesson_on_its_cycle_days_for_its_year_groups() -> None:
    calendar = with_bells(*RULES, doubles=(DoubleLesson(("P1", "P2"), ("B1",), (10,)),))
    double = tuple(p for p in BELLS.periods if p.key in {"P1", "P2"})
    second_monday = date(2026, 9, 7)
    assert calendar.cycle_day(second_monday) == "B1"
    assert calendar.lesson_periods(second_monday, "P1", 10) == double
    assert calendar.lesson_periods(second_monday, "P2", 10) == double
    assert calendar.lesson_periods(second_monday, "P3", 10) == (BELLS.periods[4],)
    assert calendar.lesson_periods(second_monday, "P1", 9) == double[:1]
    assert calendar.lesson_periods(MONDAY, "P1", 10) == double[:1]
    assert calendar.lesson_periods(MONDAY, "P9", 10) == ()
