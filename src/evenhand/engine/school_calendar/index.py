"""The index of a calendar: everything a query may ask of a date, worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from evenhand.engine.school_calendar.bells import DayBells, bells_on
from evenhand.engine.school_calendar.errors import CalendarEnds
from evenhand.engine.school_calendar.year import AcademicYear, Block, Closure, Term


class Day(NamedTuple):
    """What is known of one date. `at` and `after` are places in the list of school days."""

    at: int  # of the first school day on or after this date
    after: int  # of the first school day strictly after this date
    week: date  # the Monday
    block: Block | None
    term: Term | None
    year: AcademicYear
    closure: Closure | None
    cycle_day: str | None
    bells: DayBells | None


class Span(NamedTuple):
    """A block, a term or a year: dates inclusive, and `start` to `stop` in the list of school days."""

    first: date
    last: date
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Index:
    """Days by date, school days in order, the Mondays of weeks with a school day, and the spans by id."""

    days: dict[date, Day]
    open_days: tuple[date, ...]
    weeks: tuple[date, ...]
    blocks: dict[str, Span]
    terms: dict[str, Span]
    years: dict[str, Span]
    year_weeks: dict[str, tuple[date, ...]]
    known_from: date
    known_until: date

    def ends(self, asked: date) -> CalendarEnds:
        """The exception for a question about `asked`; a datetime is the caller's mistake: TypeError."""
        if isinstance(asked, datetime):
            raise TypeError("the school calendar is asked about dates, not about datetimes")
        return CalendarEnds(asked, self.known_until, self.known_from)


def monday_of(day: date) -> date:
    """The Monday of the ISO week of that date."""
    return day - timedelta(days=day.weekday())


def build_index(years: tuple[AcademicYear, ...]) -> Index:
    """The index of a calendar whose years have been checked."""
    open_days = tuple(day for year in years for day in year.school_days())
    days: dict[date, Day] = {}
    for year in years:
        for day in _days_of(year, open_days, start=_place(days)):
            days[day[0]] = day[1]
    known_until = years[-1].last
    spans = {year.id: _span(days, year.first, year.last) for year in years}
    return Index(
        days=days,
        open_days=open_days,
        weeks=_weeks(open_days),
        blocks={b.id: _span(days, b.first, b.last) for year in years for b in year.blocks},
        terms={t.id: _term_span(days, year, t) for year in years for t in year.terms},
        years=spans,
        year_weeks={key: _weeks(open_days[span.start : span.stop]) for key, span in spans.items()},
        known_from=years[0].first,
        known_until=known_until,
    )


def _place(days: dict[date, Day]) -> int:
    return next(reversed(days.values())).after if days else 0


def _weeks(open_days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(monday_of(day) for day in open_days))


def _span(days: dict[date, Day], first: date, last: date) -> Span:
    return Span(first, last, days[first].at, days[last].after)


def _term_span(days: dict[date, Day], year: AcademicYear, term: Term) -> Span:
    blocks = [block for block in year.blocks if block.term_id == term.id]
    return _span(days, blocks[0].first, blocks[-1].last)


def _days_of(year: AcademicYear, open_days: tuple[date, ...], start: int) -> Iterator[tuple[date, Day]]:
    closures = {closure.date: closure for closure in year.closures}
    sets = {bell_set.id: bell_set for bell_set in year.bell_sets}
    cycle = dict(year.cycle)
    blocks, terms = _by_date(year)
    place = start
    for day in year.dates():
        is_open = place < len(open_days) and open_days[place] == day
        yield (
            day,
            Day(
                at=place,
                after=place + is_open,
                week=monday_of(day),
                block=blocks.get(day),
                term=terms.get(day),
                year=year,
                closure=closures.get(day),
                cycle_day=cycle.get(day),
                bells=bells_on(year.bell_rules, sets, day) if is_open else None,
            ),
        )
        place += is_open


def _by_date(year: AcademicYear) -> tuple[dict[date, Block], dict[date, Term]]:
    """Block and term by date; a break between two blocks of one term is in the term, in no block."""
    terms = {term.id: term for term in year.terms}
    block_on: dict[date, Block] = {}
    term_on: dict[date, Term] = {}
    earlier: Block | None = None
    for block in year.blocks:
        joined = earlier is not None and earlier.term_id == block.term_id
        day = earlier.last + timedelta(days=1) if earlier is not None and joined else block.first
        while day <= block.last:
            term_on[day] = terms[block.term_id]
            if day >= block.first:
                block_on[day] = block
            day += timedelta(days=1)
        earlier = block
    return block_on, term_on
