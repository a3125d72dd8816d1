"""A school calendar written by hand: TOML text in, a `SchoolCalendar` out, every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any, Final, Literal

from evenhand.engine.pack.convert import Converter, Draft, Spot
from evenhand.engine.pack.errors import PackError, PackErrors
from evenhand.engine.pack.load import read_document
from evenhand.engine.pack.locate import KeyPath, locate
from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    Block,
    CalendarInvalid,
    Closure,
    CycleTable,
    DoubleLesson,
    Period,
    SchoolCalendar,
    Term,
    daily_cycle,
    weekly_cycle,
)
from evenhand.engine.school_calendar.bells import PERIOD_KINDS
from evenhand.engine.school_calendar.cycle import WEEKDAYS
from evenhand.engine.school_calendar.year import CLOSURE_KINDS

WEEKDAY_WORDS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class YearTable:
    """`[[year]]`: an academic year, first and last date included."""

    id: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TermTable:
    """`[[term]]`."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class BlockTable:
    """`[[block]]`: a half-term of the term with that id."""

    id: str
    label: str
    term: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ClosureTable:
    """`[[closure]]`: a date without pupils."""

    date: date
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class PeriodTable:
    """`[[bell_set.period]]`, in local time."""

    key: str
    label: str
    start: time
    end: time
    kind: str


@dataclass(frozen=True, slots=True)
class BellSetTable:
    """`[[bell_set]]`: the periods of one kind of day."""

    id: str
    closing: time
    midday: time
    periods: tuple[PeriodTable, ...]


@dataclass(frozen=True, slots=True)
class BellRuleTable:
    """`[[bell_rule]]`: which bell set rings; weekdays by their name."""

    bell_set: str
    weekdays: tuple[str, ...] | None = None
    dates: tuple[date, ...] | None = None
    year_groups: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class CycleTableText:
    """`[cycle]`: the labels of the cycle days from `start` on.

    With `weeks` each weekday keeps its place in the cycle of that many weeks; without, each school day takes
    the next label. The cycle runs on from year to year, and begins again on each date in `restart`. A week without a
    school day has no turn (`closed_weeks = "skip"`) or takes one (`"use"`, as a fortnight by the calendar does).
    """

    labels: tuple[str, ...]
    start: date
    weeks: int = 0
    restart: tuple[date, ...] = ()
    closed_weeks: str = "skip"


@dataclass(frozen=True, slots=True)
class DoubleLessonTable:
    """`[[double_lesson]]`: periods taught as one lesson."""

    periods: tuple[str, ...]
    cycle_days: tuple[str, ...] | None = None
    year_groups: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class CalendarText:
    """A whole calendar file. Bell sets, rules and the cycle hold for all its years."""

    years: tuple[YearTable, ...]
    blocks: tuple[BlockTable, ...]
    terms: tuple[TermTable, ...]
    bell_sets: tuple[BellSetTable, ...]
    bell_rules: tuple[BellRuleTable, ...]
    closures: tuple[ClosureTable, ...] = ()
    double_lessons: tuple[DoubleLessonTable, ...] = ()
    cycle: CycleTableText | None = field(default=None)


def load_calendar(text: str, name: str = "calendar.toml") -> SchoolCalendar:
    """The calendar of a file's text. Raises `PackErrors` with every fault or contradiction."""
    draft = Draft()
    document = read_document(name, text, draft)
    if document is None:
        raise PackErrors(draft.errors)
    converter = Converter(name, locate(text), draft)
    kinds = [declared.name for declared in fields(CalendarText)]
    made: Mapping[str, Any] = converter.fields(CalendarText, document, Spot((), ()), kinds)
    written = CalendarText(**made)
    _check(written, draft)
    if draft.errors:
        raise PackErrors(draft.errors)
    try:
        return SchoolCalendar(_years(written))
    except CalendarInvalid as invalid:
        raise PackErrors(PackError(name, 1, 1, "", problem) for problem in invalid.problems) from None


def _check(written: CalendarText, draft: Draft) -> None:
    for number, closure in enumerate(written.closures):
        _one_of(draft, ("closures", number, "kind"), closure.kind, CLOSURE_KINDS)
    for place, bell_set in enumerate(written.bell_sets):
        for number, period in enumerate(bell_set.periods):
            _one_of(draft, ("bell_sets", place, "periods", number, "kind"), period.kind, PERIOD_KINDS)
    for place, rule in enumerate(written.bell_rules):
        for number, weekday in enumerate(rule.weekdays or ()):
            _one_of(draft, ("bell_rules", place, "weekdays", number), weekday, WEEKDAY_WORDS)
    _check_years(written, draft)
    if written.cycle:
        _check_cycle(written.cycle, draft)


def _check_years(written: CalendarText, draft: Draft) -> None:
    for place, block in enumerate(written.blocks):
        if not any(year.first <= block.first <= year.last for year in written.years):
            draft.report(("blocks", place, "first"), f'block "{block.id}" lies in no year of this file')
    for place, one in enumerate(written.closures):
        if not any(year.first <= one.date <= year.last for year in written.years):
            draft.report(("closures", place, "date"), f"{one.date.isoformat()} lies in no year of this file")


def _check_cycle(cycle: CycleTableText, draft: Draft) -> None:
    _one_of(draft, ("cycle", "closed_weeks"), cycle.closed_weeks, ("skip", "use"))
    if cycle.weeks and len(cycle.labels) != WEEKDAYS * cycle.weeks:
        wanted = f"{WEEKDAYS * cycle.weeks} labels, five for each week"
        draft.report(("cycle", "weeks"), f"{len(cycle.labels)} labels for {cycle.weeks} weeks", wanted)
    if not cycle.labels:
        draft.report(("cycle", "labels"), "a cycle without a label", "at least one label")


def _one_of(draft: Draft, path: KeyPath, word: str, known: Iterable[str]) -> None:
    if word not in known:
        draft.report(path, f'"{word}" is not known here', f"one of {', '.join(known)}")


def _years(written: CalendarText) -> list[AcademicYear]:
    bare = [_year(written, year, ()) for year in written.years]
    table = _cycle(written.cycle, [day for year in bare for day in year.school_days()])
    return [
        _year(written, year, tuple(entry for entry in table if year.first <= entry[0] <= year.last))
        for year in written.years
    ]


def _cycle(cycle: CycleTableText | None, school_days: list[date]) -> CycleTable:
    if cycle is None:
        return ()
    days = [day for day in school_days if day >= cycle.start]
    if not cycle.weeks:
        return daily_cycle(days, cycle.labels, restart_on=cycle.restart)
    weeks = [cycle.labels[WEEKDAYS * week : WEEKDAYS * (week + 1)] for week in range(cycle.weeks)]
    closed: Literal["skip", "use"] = "use" if cycle.closed_weeks == "use" else "skip"
    return weekly_cycle(days, weeks, restart_on=cycle.restart, closed_weeks=closed)


def _year(written: CalendarText, year: YearTable, cycle: CycleTable) -> AcademicYear:
    blocks = [block for block in written.blocks if year.first <= block.first <= year.last]
    terms = {block.term for block in blocks}
    return AcademicYear(
        id=year.id,
        first=year.first,
        last=year.last,
        terms=tuple(Term(term.id, term.label) for term in written.terms if term.id in terms),
        blocks=tuple(Block(block.id, block.label, block.term, block.first, block.last) for block in blocks),
        closures=tuple(
            Closure(closure.date, kind, closure.label)
            for closure in written.closures
            for kind in CLOSURE_KINDS
            if kind == closure.kind and year.first <= closure.date <= year.last
        ),
        bell_sets=tuple(_bell_set(bell_set) for bell_set in written.bell_sets),
        bell_rules=tuple(_bell_rule(rule) for rule in written.bell_rules),
        cycle=cycle,
        double_lessons=tuple(
            DoubleLesson(double.periods, double.cycle_days, double.year_groups)
            for double in written.double_lessons
        ),
    )


def _bell_set(written: BellSetTable) -> BellSet:
    periods = tuple(
        Period(period.key, period.label, period.start, period.end, kind)
        for period in written.periods
        for kind in PERIOD_KINDS
        if kind == period.kind
    )
    return BellSet(written.id, periods, written.closing, written.midday)


def _bell_rule(written: BellRuleTable) -> BellRule:
    weekdays = (
        None
        if written.weekdays is None
        else tuple(WEEKDAY_WORDS.index(weekday) for weekday in written.weekdays)
    )
    return BellRule(written.bell_set, weekdays, written.dates, written.year_groups)
