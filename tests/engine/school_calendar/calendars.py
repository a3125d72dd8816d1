"""Random calendars and the naive, day by day answers that the calendar must agree with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Final, TypeVar

from hypothesis import strategies as st

from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    Block,
    CalendarEnds,
    Closure,
    SchoolCalendar,
    Term,
)

T = TypeVar("T")
DAY: Final = timedelta(days=1)
PLAIN_BELLS: Final = BellSet("plain", (), time(15, 10), time(12, 30))
ENDS: Final = "the calendar ends"


@st.composite
def calendars(draw: st.DrawFn) -> SchoolCalendar:
    """One or two years of one to four blocks each, with breaks and closures anywhere, leap days included."""
    first = draw(st.dates(date(2023, 6, 1), date(2029, 12, 31)))
    years = []
    for number in range(draw(st.integers(1, 2))):
        years.append(draw(academic_years(f"y{number}", first)))
        first = years[-1].last + DAY
    return SchoolCalendar(years)


@st.composite
def academic_years(draw: st.DrawFn, name: str, first: date) -> AcademicYear:
    """A year that begins on `first`, of blocks of 7 to 50 days; each opens a new term or not."""
    blocks: list[Block] = []
    day = first
    term = 0
    for number in range(draw(st.integers(1, 4))):
        day += timedelta(days=draw(st.integers(0, 18)))
        last = day + timedelta(days=draw(st.integers(6, 50)))
        term += draw(st.integers(0, 1)) if number else 0
        blocks.append(Block(f"{name}-b{number}", f"Block {number}", f"{name}-t{term}", day, last))
        day = last + DAY
    year_last = blocks[-1].last + timedelta(days=draw(st.integers(0, 40)))
    return AcademicYear(
        id=name,
        first=first,
        last=year_last,
        terms=tuple(Term(f"{name}-t{number}", f"Term {number}") for number in range(term + 1)),
        blocks=tuple(blocks),
        closures=draw(closures(first, year_last, blocks)),
        bell_sets=(PLAIN_BELLS,),
        bell_rules=(BellRule("plain"),),
    )


@st.composite
def closures(draw: st.DrawFn, first: date, last: date, blocks: list[Block]) -> tuple[Closure, ...]:
    """Closed dates, of which none is the only weekday that a block has left."""
    offsets = draw(st.sets(st.integers(0, (last - first).days), max_size=25))
    kept = {next(day for day in span(block.first, block.last) if day.weekday() < 5) for block in blocks}
    days = sorted({first + timedelta(days=offset) for offset in offsets} - kept)
    return tuple(Closure(day, "closure", "Closed") for day in days)


@st.composite
def calendars_and_dates(draw: st.DrawFn, dates: int = 1) -> tuple[SchoolCalendar, tuple[date, ...]]:
    """A calendar and that many of its dates."""
    calendar = draw(calendars())
    held = st.dates(calendar.known_from, calendar.known_until)
    return calendar, tuple(draw(held) for _ in range(dates))


def span(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    day = first
    while day <= last:
        yield day
        day += DAY


def naive_open(calendar: SchoolCalendar, day: date) -> bool:
    """Whether a date is a school day, from the definition."""
    return day.weekday() < 5 and any(
        block.first <= day <= block.last and day not in {closure.date for closure in year.closures}
        for year in calendar.years
        for block in year.blocks
    )


def naive_days(calendar: SchoolCalendar) -> list[date]:
    """Every school day, from the definition."""
    return [day for day in span(calendar.known_from, calendar.known_until) if naive_open(calendar, day)]


def naive_walk(calendar: SchoolCalendar, day: date, number: int, step: timedelta) -> date | str:
    """The school day reached by walking day by day until `number` school days are counted."""
    while number:
        day += step
        if not calendar.known_from <= day <= calendar.known_until:
            return ENDS
        number -= naive_open(calendar, day)
    return day


def answer(ask: Callable[[], T]) -> T | str:
    """What the calendar answers, or `ENDS` where it says that it ends."""
    try:
        return ask()
    except CalendarEnds:
        return ENDS
