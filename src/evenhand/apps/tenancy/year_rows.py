"""A school year as somebody types it: rows of text, read all at once into the engine's year and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from django.utils.text import slugify

from evenhand.apps.people.roster.dates import parse_date
from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    Block,
    CalendarInvalid,
    Closure,
    ClosureKind,
    CycleTable,
    SchoolCalendar,
    Term,
    weekly_cycle,
)
from evenhand.engine.school_calendar.year import CLOSURE_KINDS

CLOSURE_WORDS: dict[str, str] = {
    "inset": "Staff training",
    "bank_holiday": "Bank holiday",
    "closure": "Other closure",
}
DATE_EXPECTED = "write a date such as 2026-09-02 or 2 September 2026"


class BlockRow(NamedTuple):
    """A half-term: its name, its term's name, first and last day."""

    label: str = ""
    term: str = ""
    first: str = ""
    last: str = ""


class ClosureRow(NamedTuple):
    """A day without pupils."""

    date: str = ""
    kind: str = "inset"
    label: str = ""


@dataclass(frozen=True, slots=True)
class YearRows:
    """One academic year as typed."""

    id: str = ""
    first: str = ""
    last: str = ""
    blocks: tuple[BlockRow, ...] = ()
    closures: tuple[ClosureRow, ...] = ()


class YearBells(NamedTuple):
    """What rings in a year and how the timetable turns: `weeks` holds five labels for each week."""

    sets: tuple[BellSet, ...]
    rules: tuple[BellRule, ...]
    weeks: tuple[tuple[str, ...], ...]


def read_day(text: str) -> date | None:
    """A date as a person or a date field writes it, the day before the month; None where it is none."""
    return parse_date(text.strip(), "dmy")


def read_year(rows: YearRows, bells: YearBells) -> AcademicYear:
    """The engine's year of these rows. Raises CalendarInvalid with every row that cannot be read."""
    problems: list[str] = []
    first = _date(rows.first, "first day of the year", problems)
    last = _date(rows.last, "last day of the year", problems)
    if not rows.id.strip():
        problems.append("name of the year: write a name such as 2026-27")
    blocks = [_block(number, row, rows.id, problems) for number, row in enumerate(rows.blocks, 1)]
    closures = [_closure(number, row, problems) for number, row in enumerate(rows.closures, 1)]
    if problems:
        raise CalendarInvalid(problems)
    terms = {row.term.strip(): Term(_id(row.term, rows.id), row.term.strip()) for row in rows.blocks}
    year = AcademicYear(
        id=rows.id.strip(),
        first=first,
        last=last,
        terms=tuple(terms.values()),
        blocks=tuple(blocks),
        closures=tuple(closures),
        bell_sets=bells.sets,
        bell_rules=bells.rules,
    )
    return with_cycle(year, bells.weeks)


def with_cycle(year: AcademicYear, weeks: Sequence[Sequence[str]]) -> AcademicYear:
    """The year with the dated table of these weeks, made anew from its school days."""
    if not weeks or year.last < year.first:
        return year
    return _replace(year, cycle=weekly_cycle(year.school_days(), weeks))


def with_bells(year: AcademicYear, bells: YearBells) -> AcademicYear:
    """The year with other bells and another cycle."""
    return with_cycle(_replace(year, bell_sets=bells.sets, bell_rules=bells.rules), bells.weeks)


def rows_of(year: AcademicYear) -> YearRows:
    """The rows that give this year."""
    terms = {term.id: term.label for term in year.terms}
    return YearRows(
        year.id,
        year.first.isoformat(),
        year.last.isoformat(),
        tuple(
            BlockRow(block.label, terms[block.term_id], block.first.isoformat(), block.last.isoformat())
            for block in year.blocks
        ),
        tuple(ClosureRow(one.date.isoformat(), one.kind, one.label) for one in year.closures),
    )


def bells_of(year: AcademicYear) -> YearBells:
    """The bells of a year, and the weeks of its cycle, that of the first school day first."""
    return YearBells(year.bell_sets, year.bell_rules, weeks_of(year.cycle))


def weeks_of(cycle: CycleTable) -> tuple[tuple[str, ...], ...]:
    """The labels, Monday to Friday, of each week of a cycle; nothing where the days do not come in weeks."""
    by_weekday: list[list[str]] = [
        sorted({label for day, label in cycle if day.weekday() == n}) for n in range(5)
    ]
    if not cycle or len({len(labels) for labels in by_weekday}) != 1:
        return ()
    weeks = [tuple(week) for week in zip(*by_weekday, strict=True)]
    start = next((number for number, week in enumerate(weeks) if cycle[0][1] in week), 0)
    return tuple(weeks[start:] + weeks[:start])


def letter_weeks(count: int, first: int = 0) -> tuple[tuple[str, ...], ...]:
    """Weeks labelled A1 to A5, B1 to B5 and so on, beginning with the one whose number is `first`."""
    weeks = [tuple(f"{chr(ord('A') + number)}{day}" for day in range(1, 6)) for number in range(count)]
    return tuple(weeks[first:] + weeks[:first])


def with_year(calendar: SchoolCalendar | None, year: AcademicYear) -> SchoolCalendar:
    """The calendar with this year in the place of the one of its id. Raises CalendarInvalid."""
    others = [] if calendar is None else [one for one in calendar.years if one.id != year.id]
    return SchoolCalendar([*others, year])


def pasted_blocks(text: str) -> tuple[BlockRow, ...]:
    """Rows pasted from a sheet: name, term, first day, last day, parted by tabs or semicolons."""
    return tuple(BlockRow(*(cells + [""] * 4)[:4]) for cells in _cells(text))


def pasted_closures(text: str) -> tuple[ClosureRow, ...]:
    """Rows pasted from a sheet: date, kind, name; a kind in our words or theirs, staff training by default."""
    return tuple(
        ClosureRow(cells[0], _kind(cells[1:2]), cells[2] if len(cells) > 2 else "") for cells in _cells(text)
    )


def _cells(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [[cell.strip() for cell in line.replace(";", "\t").split("\t")] for line in lines]


def _kind(cell: list[str]) -> str:
    word = cell[0].casefold() if cell else ""
    for kind, shown in CLOSURE_WORDS.items():
        if word in {kind, shown.casefold(), kind.replace("_", " ")}:
            return kind
    return "inset"


def _block(number: int, row: BlockRow, year: str, problems: list[str]) -> Block:
    place = f"half-term {number}"
    for value, what in ((row.label, "name"), (row.term, "term")):
        if not value.strip():
            problems.append(f"{place}, {what}: write one")
    return Block(
        _id(row.label, year),
        row.label.strip(),
        _id(row.term, year),
        _date(row.first, f"{place}, first day", problems),
        _date(row.last, f"{place}, last day", problems),
    )


def _closure(number: int, row: ClosureRow, problems: list[str]) -> Closure:
    if row.kind not in CLOSURE_KINDS:
        problems.append(f"closure {number}, kind: choose one of {', '.join(CLOSURE_WORDS.values())}")
    label = row.label.strip() or CLOSURE_WORDS.get(row.kind, "")
    return Closure(_date(row.date, f"closure {number}, date", problems), cast("ClosureKind", row.kind), label)


def _date(text: str, place: str, problems: list[str]) -> date:
    found = read_day(text)
    if found is None:
        problems.append(f"{place}: {DATE_EXPECTED}" + (f", not {text.strip()!r}" if text.strip() else ""))
        return date.min
    return found


def _id(label: str, year: str) -> str:
    return f"{slugify(label) or 'part'}-{slugify(year)}"


def _replace(year: AcademicYear, **changes: object) -> AcademicYear:
    return AcademicYear(**{**{name: getattr(year, name) for name in AcademicYear.__slots__}, **changes})
