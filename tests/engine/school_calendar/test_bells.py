"""Which bell set rings for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from evenhand.engine.school_calendar import (
    BellRule,
    BellSet,
    DoubleLesson,
    Period,
    SchoolCalendar,
)
from tests.engine.worked_calendar import BELLS, worked_year

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


@pytest.mark.parametrize(
    ("day", "year_group", "closing"),
    [
        (MONDAY, None, time(15, 0)),
        (MONDAY, 11, time(15, 0)),
        (MONDAY, 7, time(15, 5)),
        (FRIDAY, 11, time(14, 0)),
        (FRIDAY, 7, time(14, 0)),
        (LAST_DAY, 7, time(12, 15)),
    ],
)
def test_the_most_specific_rule_rings(day: date, year_group: int | None, closing: time) -> None:
    assert with_bells(*RULES).closing_bell(day, year_group) == closing
    assert with_bells(*reversed(RULES)).closing_bell(day, year_group) == closing


def test_among_equally_specific_rules_the_first_rings() -> None:
    monday_first = with_bells(BellRule("split", weekdays=(0, 1)), BellRule("fridays", weekdays=(0,)), *RULES)
    assert monday_first.closing_bell(MONDAY) == time(15, 5)


def test_a_rule_with_weekday_and_year_group_beats_one_with_weekday() -> None:
    calendar = with_bells(*RULES, BellRule("split", weekdays=(4,), year_groups=(7,)))
    assert calendar.closing_bell(FRIDAY, 7) == time(15, 5)
    assert calendar.closing_bell(FRIDAY, 8) == time(14, 0)


def test_a_rule_with_dates_and_weekdays_needs_both() -> None:
    calendar = with_bells(*RULES, BellRule("early", weekdays=(0,), dates=(MONDAY, date(2026, 9, 15))))
    assert calendar.closing_bell(MONDAY) == time(12, 15)
    assert calendar.closing_bell(date(2026, 9, 15)) == time(15, 0)


def test_periods_are_kept_in_order_of_their_start() -> None:
    shuffled = BellSet("x", tuple(reversed(BELLS.periods)), BELLS.closing, BELLS.midday)
    assert shuffled.periods == BELLS.periods
    assert isinstance(shuffled.periods[0], Period)
