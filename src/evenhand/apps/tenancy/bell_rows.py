"""Bells as somebody types them: one table of periods for each kind of day, and who it rings for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import NamedTuple, cast

from evenhand.apps.tenancy.year_rows import YearBells, bells_of, letter_weeks
from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    CalendarInvalid,
    Period,
    PeriodKind,
)
from evenhand.engine.school_calendar.bells import PERIOD_KINDS

KIND_WORDS: dict[str, str] = {
    "lesson": "Lesson",
    "registration": "Tutor time",
    "social": "Break or lunch",
    "after": "After school",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
EXAMPLE = "example"
HIGHEST_YEAR = 14


class PeriodRow(NamedTuple):
    """A period as typed; `key` is what the timetable calls it."""

    key: str = ""
    label: str = ""
    start: str = ""
    end: str = ""
    kind: str = "lesson"


@dataclass(frozen=True, slots=True)
class BellRows:
    """One kind of day. No weekday means every day that no other kind names; `years` likewise, as "7, 8"."""

    id: str
    periods: tuple[PeriodRow, ...] = ()
    midday: str = ""
    closing: str = ""
    weekdays: tuple[int, ...] = ()
    years: str = ""


EXAMPLE_DAY = BellRows(
    EXAMPLE,
    (
        PeriodRow("REG", "Tutor time", "08:40", "09:00", "registration"),
        PeriodRow("P1", "Period 1", "09:00", "10:00"),
        PeriodRow("P2", "Period 2", "10:00", "11:00"),
        PeriodRow("BREAK", "Break", "11:00", "11:20", "social"),
        PeriodRow("P3", "Period 3", "11:20", "12:20"),
        PeriodRow("LUNCH", "Lunch", "12:20", "13:10", "social"),
        PeriodRow("P4", "Period 4", "13:10", "14:10"),
        PeriodRow("P5", "Period 5", "14:10", "15:10"),
    ),
    midday="12:20",
    closing="15:10",
)


def example_bells() -> YearBells:
    """Bells to hold a new year together until the school has typed its own; one week of timetable."""
    return read_bells([EXAMPLE_DAY], letter_weeks(1))


def are_examples(year: AcademicYear) -> bool:
    """Whether the year still has the bells that nobody has confirmed."""
    return any(bells.id == EXAMPLE for bells in year.bell_sets)


def read_bells(rows: Sequence[BellRows], weeks: tuple[tuple[str, ...], ...]) -> YearBells:
    """The bells of these rows. Raises CalendarInvalid with every cell that cannot be read."""
    problems: list[str] = []
    sets = tuple(_set(one, problems) for one in rows)
    rules = tuple(_rule(one, problems) for one in rows)
    if problems:
        raise CalendarInvalid(problems)
    return YearBells(sets, rules, weeks)


def bell_rows_of(year: AcademicYear) -> tuple[BellRows, ...]:
    """The rows that give the bells of a year; rules for single dates are not among them."""
    bells = bells_of(year)
    return tuple(_rows(one, bells.rules) for one in bells.sets)


def _rows(bells: BellSet, rules: Sequence[BellRule]) -> BellRows:
    rule = next(
        (one for one in rules if one.bell_set_id == bells.id and one.dates is None), BellRule(bells.id)
    )
    return BellRows(
        bells.id,
        tuple(
            PeriodRow(p.key, p.label, p.start.isoformat("minutes"), p.end.isoformat("minutes"), p.kind)
            for p in bells.periods
        ),
        bells.midday.isoformat("minutes"),
        bells.closing.isoformat("minutes"),
        rule.weekdays or (),
        ", ".join(map(str, rule.year_groups or ())),
    )


def _set(rows: BellRows, problems: list[str]) -> BellSet:
    periods = tuple(_period(f"{rows.id}, period {n}", row, problems) for n, row in enumerate(rows.periods, 1))
    if not periods:
        problems.append(f"{rows.id}: add at least one period")
    midday = _time(rows.midday, f"{rows.id}, end of the morning", problems)
    return BellSet(rows.id, periods, _time(rows.closing, f"{rows.id}, closing bell", problems), midday)


def _period(place: str, row: PeriodRow, problems: list[str]) -> Period:
    key = row.key.strip()
    if not key:
        problems.append(f"{place}, short name: write one, such as P1")
    if row.kind not in PERIOD_KINDS:
        problems.append(f"{place}, kind: choose one of {', '.join(KIND_WORDS.values())}")
    start = _time(row.start, f"{place}, start", problems)
    end = _time(row.end, f"{place}, end", problems)
    return Period(key, row.label.strip() or key, start, end, cast("PeriodKind", row.kind))


def _rule(rows: BellRows, problems: list[str]) -> BellRule:
    years: list[int] = []
    for part in rows.years.replace(",", " ").split():
        if part.isdecimal() and int(part) <= HIGHEST_YEAR:
            years.append(int(part))
        else:
            problems.append(f"{rows.id}, year groups: write numbers such as 7, 8, not {part!r}")
    return BellRule(rows.id, weekdays=rows.weekdays or None, year_groups=tuple(years) or None)


def _time(text: str, place: str, problems: list[str]) -> time:
    found = _clock(text.strip())
    if found is None:
        problems.append(
            f"{place}: write a time such as 09:05" + (f", not {text.strip()!r}" if text.strip() else "")
        )
        return time.min
    return found


def _clock(text: str) -> time | None:
    """A time by the school's own clock; None for what is no time, or one of another zone."""
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else None
