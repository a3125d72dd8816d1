"""Timetable cycles: dated tables that give school days their cycle day, never from week numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal

WEEKDAYS: Final = 5
CycleTable = tuple[tuple[date, str], ...]


def weekly_cycle(
    school_days: Iterable[date],
    weeks: Sequence[Sequence[str]],
    *,
    restart_on: Collection[date] = (),
    closed_weeks: Literal["skip", "use"] = "skip",
) -> CycleTable:
    """A table in which each week takes the next week of the cycle and each weekday keeps its place in it.

    `weeks` holds the five labels, Monday to Friday, of each week of the cycle: one week, two, or any number.
    The week of the first school day takes the first of them; so does the week of every date in `restart_on`
    (say, the first day of each term). A day closed in the middle of a week loses its turn. A week without a
    school day does not use up a week of the cycle (`skip`) or does (`use`). Raises ValueError for an empty
    cycle or a week without 5 labels.
    """
    if not weeks or any(len(week) != WEEKDAYS for week in weeks):
        raise ValueError("a weekly cycle needs at least one week of exactly five labels")
    restarts = {_monday(day) for day in restart_on}
    table: list[tuple[date, str]] = []
    current: date | None = None
    turn = 0
    for day in sorted(school_days):
        monday = _monday(day)
        if monday != current:
            turn = 0 if current is None else turn + _weeks_passed(current, monday, closed_weeks)
            turn = _after_restart(turn, current, monday, restarts, closed_weeks)
            current = monday
        table.append((day, weeks[turn % len(weeks)][day.weekday()]))
    return tuple(table)


def daily_cycle(
    school_days: Iterable[date], labels: Sequence[str], *, restart_on: Collection[date] = ()
) -> CycleTable:
    """A table in which each school day takes the next label, so that a closed day costs nobody their lesson.

    The first school day takes the first label; so does the first school day on or after each date in
    `restart_on`. Raises ValueError where there are no labels.
    """
    if not labels:
        raise ValueError("a daily cycle needs at least one label")
    restarts = sorted(restart_on)
    table: list[tuple[date, str]] = []
    turn = 0
    for day in sorted(school_days):
        if restarts and restarts[0] <= day:
            turn = 0
            restarts = [later for later in restarts if later > day]
        table.append((day, labels[turn % len(labels)]))
        turn += 1
    return tuple(table)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks_passed(earlier: date, later: date, closed_weeks: Literal["skip", "use"]) -> int:
    return 1 if closed_weeks == "skip" else (later - earlier).days // 7


def _after_restart(
    turn: int, earlier: date | None, monday: date, restarts: set[date], closed_weeks: Literal["skip", "use"]
) -> int:
    """The turn of the week of `monday`, given the turn it would have without a restart since `earlier`."""
    since = [week for week in restarts if (earlier is None or week > earlier) and week <= monday]
    if not since:
        return turn
    return 0 if closed_weeks == "skip" else (monday - max(since)).days // 7
