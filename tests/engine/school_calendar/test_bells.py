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
from evenhand.engine.school_calendar.bells import bells_on, choose
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


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (time(8, 34, 59), None),
        (time(8, 35), "REG"),
        (time(8, 54, 59), "REG"),
        (time(8, 55), "P1"),
        (time(12, 10), "LUNCH"),
        (time(22, 0), None),
    ],
)
def test_a_periods_start_belongs_to_it_and_its_end_does_not(at: time, key: str | None) -> None:
    found = BELLS.period_at(at)
    assert (found.key if found else None) == key


def test_a_period_is_found_by_its_key() -> None:
    found = BELLS.period("P3")
    assert found is not None
    assert found.start == time(11, 10)
    assert BELLS.period("P9") is None


LATE = Period("P1", "Period 1", time(9), time(10), "lesson")


@pytest.mark.parametrize(
    ("periods", "midday", "found"),
    [
        ((LATE,), time(12), []),
        ((LATE,), time(15), ["midday must be before the closing bell"]),
        ((LATE,), time(15, 1), ["midday must be before the closing bell"]),
        (
            (LATE, LATE._replace(start=time(10), end=time(11))),
            time(12),
            ["period 'P1' is there twice"],
        ),
        ((LATE._replace(end=time(9)),), time(12), ["period 'P1' must start before it ends"]),
        ((LATE._replace(kind="party"),), time(12), ["period 'P1' has the unknown kind 'party'"]),  # type: ignore[arg-type]  # the mistake under test
        ((LATE, LATE._replace(key="P2", start=time(10), end=time(11))), time(12), []),
        (
            (LATE, LATE._replace(key="P2", start=time(9, 59), end=time(11))),
            time(12),
            ["periods 'P1' and 'P2' overlap"],
        ),
    ],
)
def test_what_contradicts_itself_is_said(periods: tuple[Period, ...], midday: time, found: list[str]) -> None:
    bells = BellSet("one", periods, time(15), midday)
    assert list(bells.problems()) == [f"bell set 'one': {problem}" for problem in found]


@pytest.mark.parametrize(
    ("cycle_days", "year_groups", "cycle_day", "year_group", "held"),
    [
        (None, None, None, None, True),
        (("Mon A",), None, "Mon A", 9, True),
        (("Mon A",), None, "Mon B", 9, False),
        (None, (9,), "Mon A", 9, True),
        (None, (9,), "Mon A", 8, False),
        (("Mon A",), (9,), "Mon A", 8, False),
        (("Mon A",), (9,), "Mon B", 9, False),
        (("Mon A",), (9,), "Mon A", 9, True),
    ],
)
def test_a_double_lesson_holds_on_its_days_for_its_year_groups(
    cycle_days: tuple[str, ...] | None,
    year_groups: tuple[int, ...] | None,
    cycle_day: str | None,
    year_group: int | None,
    held: bool,
) -> None:
    double = DoubleLesson(("P1", "P2"), cycle_days, year_groups)
    assert double.holds(cycle_day, year_group) is held


@pytest.mark.parametrize(
    ("rule", "year_group", "held"),
    [
        (BellRule("x"), None, True),
        (BellRule("x", weekdays=(0,)), None, True),
        (BellRule("x", weekdays=(1,)), None, False),
        (BellRule("x", dates=(MONDAY,)), None, True),
        (BellRule("x", dates=(FRIDAY,)), None, False),
        (BellRule("x", year_groups=(7,)), 7, True),
        (BellRule("x", year_groups=(7,)), None, False),
        (BellRule("x", weekdays=(0,), dates=(FRIDAY,)), None, False),
        (BellRule("x", weekdays=(1,), dates=(MONDAY,)), None, False),
    ],
)
def test_a_rule_holds_where_all_that_it_names_does(
    rule: BellRule, year_group: int | None, held: bool
) -> None:
    assert rule.holds(MONDAY, year_group) is held


def test_dates_weigh_before_weekdays_and_those_before_year_groups() -> None:
    rules = [
        BellRule("x"),
        BellRule("x", year_groups=(7,)),
        BellRule("x", weekdays=(0,)),
        BellRule("x", weekdays=(0,), year_groups=(7,)),
        BellRule("x", dates=(MONDAY,)),
    ]
    assert [rule.weight for rule in rules] == [
        (False, False, False),
        (False, False, True),
        (False, True, False),
        (False, True, True),
        (True, False, False),
    ]
    assert [rule for rule in rules if choose([*rules], MONDAY, 7) == rule] == [rules[4]]
    assert choose(rules[:2], MONDAY, 7) == rules[1]
    assert choose(rules[:2], MONDAY, 8) == rules[0]
    assert choose(rules[1:2], MONDAY, 8) is None


def test_without_a_rule_for_everybody_a_date_has_no_bells() -> None:
    sets = {"all": BELLS, "split": SPLIT}
    assert bells_on((BellRule("split", year_groups=(7,)),), sets, MONDAY) is None
    found = bells_on((BellRule("all"), BellRule("split", year_groups=(7,))), sets, MONDAY)
    assert found is not None
    assert (found.by_group, found.others) == ({7: SPLIT}, BELLS)
