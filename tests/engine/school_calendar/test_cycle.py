"""Timetable cycles as dated tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from evenhand.engine.school_calendar import SchoolCalendar, daily_cycle, weekly_cycle
from tests.engine.school_calendar.calendars import calendars, naive_days
from tests.engine.worked_calendar import WORKED, worked_year

A = ("A1", "A2", "A3", "A4", "A5")
B = ("B1", "B2", "B3", "B4", "B5")
DAYS = worked_year().school_days()


def test_weeks_alternate_and_a_holiday_week_is_skipped() -> None:
    assert WORKED.cycle_day(date(2026, 9, 2)) == "A3"
    assert WORKED.cycle_day(date(2026, 9, 7)) == "B1"
    assert WORKED.cycle_day(date(2026, 10, 23)) == "B5"
    assert WORKED.cycle_day(date(2026, 11, 2)) == "A1"


def test_a_school_may_let_a_holiday_week_use_up_its_turn() -> None:
    table = dict(weekly_cycle(DAYS, (A, B), closed_weeks="use"))
    assert table[date(2026, 10, 23)] == "B5"
    assert table[date(2026, 11, 2)] == "B1"


def test_a_school_may_begin_the_cycle_again_each_term() -> None:
    starts = {date(2026, 9, 2), date(2027, 1, 4), date(2027, 4, 12)}
    table = dict(weekly_cycle(DAYS, (A, B), restart_on=starts))
    assert table[date(2026, 12, 18)] == "A5"
    assert table[date(2027, 1, 5)] == "A2"
    assert table[date(2027, 1, 11)] == "B1"
    assert dict(weekly_cycle(DAYS, (A, B)))[date(2027, 1, 5)] == "B2"


def test_a_restart_in_a_holiday_counts_from_there_where_holiday_weeks_count() -> None:
    table = dict(weekly_cycle(DAYS, (A, B), restart_on=[date(2026, 12, 28)], closed_weeks="use"))
    assert table[date(2027, 1, 5)] == "B2"


def test_a_day_closed_in_the_middle_of_a_week_loses_its_turn() -> None:
    before, after = WORKED.cycle_day(date(2027, 4, 30)), WORKED.cycle_day(date(2027, 5, 4))
    assert before is not None
    assert after is not None
    assert before[1] == "5"
    assert after[1] == "2"
    assert WORKED.cycle_day(date(2027, 5, 3)) is None


def test_a_daily_cycle_costs_nobody_a_closed_day() -> None:
    table = dict(daily_cycle(DAYS, ("1", "2", "3", "4", "5", "6")))
    assert [table[day] for day in DAYS[:7]] == ["1", "2", "3", "4", "5", "6", "1"]
    friday, tuesday = int(table[date(2027, 4, 30)]), int(table[date(2027, 5, 4)])
    assert tuesday == friday % 6 + 1


def test_a_daily_cycle_begins_again_on_the_first_school_day_after_the_restart() -> None:
    table = dict(daily_cycle(DAYS, ("1", "2", "3"), restart_on=[date(2027, 1, 4), date(2026, 9, 3)]))
    assert table[date(2026, 9, 3)] == "1"
    assert table[date(2026, 9, 4)] == "2"
    assert table[date(2027, 1, 5)] == "1"


@given(calendars())
def test_every_school_day_has_its_weekday_in_a_weekly_cycle(calendar: SchoolCalendar) -> None:
    days = naive_days(calendar)
    table = weekly_cycle(days, (A, B))
    assert [day for day, _ in table] == days
    assert all(label[1] == str(day.isoweekday()) for day, label in table)
    letters: dict[tuple[int, int], set[str]] = {}
    for day, label in table:
        letters.setdefault(day.isocalendar()[:2], set()).add(label[0])
    turns = list(letters.values())
    assert turns == [{"AB"[number % 2]} for number in range(len(turns))]


@pytest.mark.parametrize("weeks", [(), (("A1",),), (A, B[:4])])
def test_a_weekly_cycle_needs_five_labels_a_week(weeks: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="five labels"):
        weekly_cycle(DAYS, weeks)


def test_a_daily_cycle_needs_labels() -> None:
    with pytest.raises(ValueError, match="at least one label"):
        daily_cycle(DAYS, ())


def test_a_closed_week_is_skipped_or_counts_by_how_many_passed() -> None:
    days = [date(2026, 9, 7), date(2026, 9, 28), date(2026, 10, 5)]
    c = ("C1", "C2", "C3", "C4", "C5")
    assert [label for _, label in weekly_cycle(days, (A, B, c))] == ["A1", "B1", "C1"]
    assert [label for _, label in weekly_cycle(days, (A, B, c), closed_weeks="use")] == ["A1", "A1", "B1"]


def test_of_two_restarts_the_later_one_counts_and_one_before_the_first_day_too() -> None:
    days = [date(2026, 9, 9), date(2026, 9, 16), date(2026, 9, 23)]
    weeks = (A, B, ("C1", "C2", "C3", "C4", "C5"))
    restarts = [date(2026, 9, 18), date(2026, 9, 15), date(2026, 9, 24)]
    assert weekly_cycle(days, weeks, restart_on=restarts) == (
        (days[0], "A3"),
        (days[1], "A3"),
        (days[2], "A3"),
    )
    used = weekly_cycle(days, weeks, restart_on=[date(2026, 8, 31)], closed_weeks="use")
    assert [label for _, label in used] == ["B3", "C3", "A3"]
    skipped = weekly_cycle(days, weeks, restart_on=[date(2026, 8, 31)])
    assert [label for _, label in skipped] == ["A3", "B3", "C3"]


def test_two_restarts_of_a_daily_cycle_before_one_day_are_one() -> None:
    days = [date(2026, 9, day) for day in (7, 8, 9, 10, 11)]
    restarts = [date(2026, 9, 8), date(2026, 9, 9), date(2026, 9, 11)]
    table = daily_cycle(days[:1] + days[2:], ("1", "2"), restart_on=restarts)
    assert table == ((days[0], "1"), (days[2], "1"), (days[3], "2"), (days[4], "1"))


def test_a_restart_counts_whole_weeks_in_a_cycle_of_five() -> None:
    weeks = tuple(tuple(f"{letter}{day}" for day in range(1, 6)) for letter in "ABCDE")
    days = [date(2026, 9, 7) + timedelta(days=7 * number) for number in range(3)]
    table = weekly_cycle(days, weeks, restart_on=[date(2026, 8, 24)], closed_weeks="use")
    assert [label for _, label in table] == ["C1", "D1", "E1"]
