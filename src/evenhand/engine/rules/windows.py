"""The stretches of time over which things are counted, and the tests on what was counted in them (K-09 to K-11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from evenhand.engine.school_calendar import SchoolCalendar

PERIODS: Final = ("day", "week", "half_term", "term", "year")
"""Stretches that end by themselves."""
WINDOWS: Final = (*PERIODS, "school_days", "rolling_year", "always")

ONE_DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=6)


class Span(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


class Rise(NamedTuple):
    """What a sudden increase is measured by: school days looked at, the least there, how many times as many as before,
    and how many school days before that are looked at, at most and at least."""

    days: int
    least: int
    factor: int
    base_days: int
    base_shortest: int


@lru_cache(maxsize=4096)
def span_of(calendar: SchoolCalendar, window: str, day: date, days: int = 0) -> Span | None:
    """The stretch of that kind that holds `day`; None in a holiday, where no half-term or term holds it.

    `school_days` are the last `days` school days up to and including `day`, with the days off between them;
    `rolling_year` the year that ends with `day`.
    """
    found: Span | None
    match window:
        case "day":
            found = Span(day, day)
        case "week":
            found = Span(calendar.week_of(day), calendar.week_of(day) + WEEK)
        case "half_term":
            block = calendar.block_of(day)
            found = Span(block.first, block.last) if block else None
        case "term":
            found = _term(calendar, day)
        case "year":
            found = Span(calendar.year_of(day).first, calendar.year_of(day).last)
        case "school_days":
            last = calendar.rolling_school_days(day, days)
            found = Span(last[0], day) if last else None
        case "rolling_year":
            found = Span(_a_year_before(day) + ONE_DAY, day)
        case _:
            found = Span(date.min, date.max)
    return found


def key_of(calendar: SchoolCalendar, window: str, day: date) -> str:
    """The key of the period that holds `day`, as in the totals; the day itself for a stretch that never ends."""
    match window:
        case "week":
            return "w:" + calendar.week_of(day).isoformat()
        case "half_term":
            block = calendar.block_of(day)
            return "b:" + block.id if block else ""
        case "term":
            term = calendar.term_of(day)
            return "t:" + term.id if term else ""
        case "year":
            return "y:" + calendar.year_of(day).id
    return "d:" + day.isoformat()


class Base(NamedTuple):
    """The first day of the base, the first of the window after it, and how many school days the base has."""

    first: date
    window: date
    days: int


def rises(calendar: SchoolCalendar, days: Iterable[date], today: date, rise: Rise) -> bool:
    """Whether what was counted on `days` has suddenly increased by `today` (K-11, G-34).

    The base is what was counted in the school days before the window, scaled to the window's length. Where fewer are
    known than the base asks for, it is scaled from those; with fewer than the shortest there is no answer, so no rise.
    """
    base = base_of(calendar, today, rise)
    if base is None:
        return False
    now = before = 0
    for day in days:
        if base.window <= day <= today:
            now += 1
        elif base.first <= day < base.window:
            before += 1
    return now >= rise.least and now * base.days >= rise.factor * before * rise.days


def base_of(calendar: SchoolCalendar, today: date, rise: Rise) -> Base | None:
    """What `rises` compares on a day; None where too few school days are known."""
    window = calendar.rolling_school_days(today, rise.days)
    if len(window) < rise.days:
        return None
    before = calendar.school_days_before(window[0], rise.base_days)
    if not before or len(before) < rise.base_shortest:
        return None
    return Base(before[0], window[0], len(before))


def day_before_week(calendar: SchoolCalendar, day: date) -> date | None:
    """The last school day before the week of `day`; None where the calendar begins with that week."""
    monday = calendar.week_of(max(day, calendar.known_from))
    earlier = calendar.school_days_before(max(monday, calendar.known_from), 1)
    return earlier[0] if earlier else None


def in_a_row(
    calendar: SchoolCalendar, days: Iterable[date], today: date, number: int, window: str, *, having: bool
) -> bool:
    """Whether the last `number` school days (or school weeks) up to `today` all had, or all lacked, what was counted.

    A school week is one with a school day; the week of `today` is the last one. Where the calendar does not go back far
    enough, or `today` is no school day (or no school week), the answer is no.
    """
    marked = set(days)
    if window == "week":
        weeks = _school_weeks(calendar, today, number)
        met = {calendar.week_of(day) for day in marked if calendar.known_from <= day <= calendar.known_until}
        return len(weeks) == number and all((week in met) is having for week in weeks)
    if not calendar.is_school_day(today):
        return False
    school_days = calendar.rolling_school_days(today, number)
    return len(school_days) == number and all((day in marked) is having for day in school_days)


def _school_weeks(calendar: SchoolCalendar, today: date, number: int) -> tuple[date, ...]:
    """The Mondays of the last `number` school weeks, that of `today` included; none where it is a holiday week."""
    if not calendar.school_week(today):
        return ()
    weeks = [calendar.week_of(today)]
    while len(weeks) < number:
        earlier = day_before_week(calendar, weeks[-1])
        if earlier is None:
            break
        weeks.append(calendar.week_of(earlier))
    return tuple(weeks)


def _term(calendar: SchoolCalendar, day: date) -> Span | None:
    term = calendar.term_of(day)
    if term is None:
        return None
    blocks = [block for block in calendar.blocks() if block.term_id == term.id]
    return Span(blocks[0].first, blocks[-1].last)


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
