"""A school's calendar from an iCalendar file (RFC 5545), or its dates alone with bells and cycle from a file beside it.

A VEVENT of whole days is a date of the year; what it is stands in CATEGORIES or begins its SUMMARY:

    ACADEMIC YEAR    the year, first to last day; without one, 1 September to 31 August
    TERM             a term without half-terms
    HALF TERM        half a term; "Autumn 1" belongs to the term "Autumn"; within a TERM a holiday of some days
    INSET, BANK HOLIDAY, CLOSURE    days without pupils

So are summaries such as "Autumn term", "October half term" and "Good Friday" of events that last whole days. Anything
else, what is cancelled, and closed days of other years are passed over. Bells and the cycle come from a TOML file of
the same name (`[[bell_set]]`, `[[bell_rule]]`, `[[double_lesson]]`, `[cycle]`); without one, from timed events
(`ical_bells`) and from `Week A` and `Week B` (`ical_cycle`); without those, six periods from 8:45 to 15:15 on every day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from evenhand.cli.replaying import ical_bells
from evenhand.cli.replaying.faults import Fault, UnusableInput
from evenhand.cli.replaying.ical_bells import Timed
from evenhand.cli.replaying.ical_cycle import cycle, monday_of, week_of
from evenhand.cli.replaying.ical_events import Event, events
from evenhand.cli.replaying.ical_repeats import starts
from evenhand.cli.replaying.ical_words import meaning
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.school_calendar import SchoolCalendar

LONGEST_DAYS: Final = 400
DURATION: Final = re.compile(r"P(?=\d)((?P<weeks>\d{1,2})W)?((?P<days>\d{1,3})D)?(T0[HMS])?", re.ASCII)
DAY: Final = timedelta(days=1)
DEFAULT_BELLS: Final = """
[[bell_set]]
id = "all"
closing = 15:15:00
midday = 12:15:00
period = [
  { key = "REG", label = "Registration", start = 08:45:00, end = 09:00:00, kind = "registration" },
  { key = "P1", label = "Period 1", start = 09:00:00, end = 10:00:00, kind = "lesson" },
  { key = "P2", label = "Period 2", start = 10:00:00, end = 11:00:00, kind = "lesson" },
  { key = "BREAK", label = "Break", start = 11:00:00, end = 11:15:00, kind = "social" },
  { key = "P3", label = "Period 3", start = 11:15:00, end = 12:15:00, kind = "lesson" },
  { key = "LUNCH", label = "Lunch", start = 12:15:00, end = 13:15:00, kind = "social" },
  { key = "P4", label = "Period 4", start = 13:15:00, end = 14:15:00, kind = "lesson" },
  { key = "P5", label = "Period 5", start = 14:15:00, end = 15:15:00, kind = "lesson" },
]

[[bell_rule]]
bell_set = "all"
"""


class Read(NamedTuple):
    """What an iCalendar text says: dates, periods, and the marked weeks of the cycle by their Mondays."""

    dates: list[Dated]
    periods: list[Timed]
    weeks: dict[date, tuple[str, int]]


class Dated(NamedTuple):
    """One VEVENT that says something: what it is, its name, and its first and last day."""

    kind: str
    label: str
    first: date
    last: date
    line: int


def calendar_of_ical(path: Path, text: str, bells: Path | None = None) -> SchoolCalendar:
    """The calendar of an iCalendar text. Raises `UnusableInput` or `PackErrors` with every fault.

    Args:
        bells: a TOML file with bells and cycle; the one of the same name where None.
    """
    faults: list[Fault] = []
    read = _read(path.name, text, faults)
    dates = _parted(read.dates)
    if not faults and not any(one.kind in ("block", "term") for one in dates):
        message = "no VEVENT is a TERM or HALF TERM"
        faults.append(
            Fault(path.name, 1, "VEVENT", message, "CATEGORIES:TERM, or a SUMMARY such as Autumn term")
        )
    if faults:
        raise UnusableInput(*map(str, faults))
    beside = bells or path.with_suffix(".toml")
    given = bells is not None or (beside.is_file() and beside != path)
    if not given:
        return _of_its_own(path.name, read, _as_toml(dates))
    try:
        rest = beside.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(f"{beside}: {error}") from None
    return load_calendar(f"{rest}\n{_as_toml(dates)}", beside.name)


def _of_its_own(name: str, read: Read, dates: str) -> SchoolCalendar:
    """The calendar with the bells and the cycle of the file itself. Raises `UnusableInput`."""
    faults: list[Fault] = []
    ringing = ical_bells.bells(name, read.periods, faults) or DEFAULT_BELLS
    if faults:
        raise UnusableInput(*map(str, faults))
    calendar = load_calendar(f"{ringing}\n{dates}", name)
    if not read.weeks:
        return calendar
    days = [day for year in calendar.years for day in year.school_days()]
    weeks = cycle(name, read.weeks, days, faults)
    if faults:
        raise UnusableInput(*map(str, faults))
    return load_calendar(f"{ringing}\n{weeks}\n{dates}", name)


def _read(name: str, text: str, faults: list[Fault]) -> Read:
    read = Read([], [], {})
    for event in events(name, text, faults):
        summary = _plain(event["SUMMARY"].value) if "SUMMARY" in event else ""
        categories = event["CATEGORIES"].value.upper().split(",") if "CATEGORIES" in event else []
        period = ical_bells.timed(name, event, summary, categories, faults)
        if period is not None:
            read.periods.append(period)
            continue
        dated = _dated(name, event, summary, categories, faults)
        read.dates.extend(dated)
        if not dated and week_of(summary):
            _mark(name, read, event, summary, faults)
    return read


def _mark(name: str, read: Read, event: Event, summary: str, faults: list[Fault]) -> None:
    """Note which weeks of the cycle an event marks."""
    line, letter = event["BEGIN"].line, week_of(summary)
    for first, _ in _spans(name, event, faults):
        known = read.weeks.setdefault(monday_of(first), (letter, line))
        if known[0] != letter:
            message = f"the week of {monday_of(first)} is week {known[0]} already (line {known[1]})"
            faults.append(Fault(name, line, "SUMMARY", message, "one week of the cycle for each week"))


def _dated(name: str, event: Event, summary: str, categories: list[str], faults: list[Fault]) -> list[Dated]:
    """What an event says of the calendar; nothing where it is none of its dates, or where something is wrong."""
    whole_days = "DTSTART" in event and _is_midnight(event["DTSTART"].value)
    kind, label = meaning(summary, categories, whole_days=whole_days)
    if not kind:
        return []
    line = event["BEGIN"].line
    return [Dated(kind, label or kind, first, last, line) for first, last in _spans(name, event, faults)]


def _spans(name: str, event: Event, faults: list[Fault]) -> list[tuple[date, date]]:
    """The first and the last day of each time that an event happens."""
    line = event["BEGIN"].line
    first = _day(name, event, "DTSTART", faults, line)
    last = _last(name, event, first, faults) if first is not None else None
    if first is None or last is None:
        return []
    if not first <= last <= first + LONGEST_DAYS * DAY:
        faults.append(
            Fault(name, line, "DTEND", f"{first} to {last}", "an end after the start, within 400 days")
        )
        return []
    return [(start, start + (last - first)) for start in starts(name, event, first, faults)]


def _last(name: str, event: Event, first: date, faults: list[Fault]) -> date | None:
    """The last day of an event: its end is the first moment that no longer belongs to it."""
    if "DTEND" in event:
        end = _day(name, event, "DTEND", faults, event["BEGIN"].line)
        midnight = _is_midnight(event["DTEND"].value)
        return end - DAY if end is not None and midnight and end > first else end
    if "DURATION" not in event:
        return first
    long = DURATION.fullmatch(event["DURATION"].value.upper())
    if long is None:
        faults.append(
            Fault(
                name,
                event["DURATION"].line,
                "DURATION",
                f"{event['DURATION'].value[:40]!r} is not read",
                "whole days or weeks such as P5D, or DTEND",
            )
        )
        return None
    days = int(long["weeks"] or 0) * 7 + int(long["days"] or 0)
    return first + max(days - 1, 0) * DAY


def _is_midnight(text: str) -> bool:
    """Whether a date, or a date with a time, is the beginning of a day."""
    return len(text) == len("20260902") or text[8:].startswith("T000000")


def _day(name: str, event: Event, key: str, faults: list[Fault], line: int) -> date | None:
    if key not in event:
        faults.append(Fault(name, line, key, "is not there", f"{key};VALUE=DATE:20260902"))
        return None
    text = event[key].value
    try:
        return date.fromisoformat(text[:8])
    except ValueError:
        faults.append(
            Fault(name, event[key].line, key, f"{text[:40]!r} is no date", "a date such as 20260902")
        )
        return None


def _plain(text: str) -> str:
    """A TEXT value without its escapes."""
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], text).strip()


def _parted(dates: list[Dated]) -> list[Dated]:
    """The dates with each term parted by the breaks within it, which are then days without pupils.

    A half-term is half of a term; where those within a term are less than half of its days, they are the holidays
    that many schools call so.
    """
    terms = [one for one in dates if one.kind == "term"]
    gaps = {one for one in dates if one.kind == "break"}
    for term in terms:
        within = [one for one in dates if one.kind == "block" and term.first <= one.first <= term.last]
        if 2 * sum(_days(one) for one in within) < _days(term):
            gaps.update(within)
    parted = [one._replace(kind="closure") if one in gaps else one for one in dates if one.kind != "term"]
    return parted + [
        part for term in terms for part in _around(term, sorted(gaps, key=lambda gap: gap.first))
    ]


def _around(term: Dated, gaps: list[Dated]) -> Iterator[Dated]:
    """A term, or its parts before, between and after the gaps within it, each a block of that term."""
    within = [gap for gap in gaps if term.first < gap.first and gap.last < term.last]
    yield term
    if not within:
        return
    starts = [term.first, *(gap.last + DAY for gap in within)]
    ends = [*(gap.first - DAY for gap in within), term.last]
    parts = [(first, last) for first, last in zip(starts, ends, strict=True) if first <= last]
    for number, (first, last) in enumerate(parts, 1):
        yield Dated("block", f"{term.label} {number}", first, last, term.line)


def _days(one: Dated) -> int:
    return (one.last - one.first).days + 1


def _as_toml(dates: list[Dated]) -> str:
    """The dates as the tables of a calendar file."""
    blocks = [one for one in dates if one.kind == "block"]
    inside = [one for one in dates if one.kind == "term"]
    blocks += [term for term in inside if not any(term.first <= one.first <= term.last for one in blocks)]
    blocks.sort(key=lambda one: one.first)
    years = _years(dates, blocks)
    tables: list[str] = [
        _table("year", {"id": _year_id(first), "first": first, "last": last}) for first, last in years
    ]
    terms: dict[str, str] = {}
    for one in blocks:
        holder = next((term.label for term in inside if term.first <= one.first <= term.last), None)
        label = holder or re.sub(r"\s*\d+$", "", one.label)
        term = f"{_slug(label)}-{_year_id(_year_start(one.first, years))}"
        terms.setdefault(term, label)
        block = {"id": f"{_slug(one.label)}-{one.first.isoformat()}", "label": one.label, "term": term}
        tables.append(_table("block", {**block, "first": one.first, "last": one.last}))
    tables += [_table("term", {"id": term, "label": label}) for term, label in terms.items()]
    closed: dict[date, Dated] = {}
    for one in dates:
        if one.kind in ("inset", "bank_holiday", "closure"):
            for place in range((one.last - one.first).days + 1):
                closed.setdefault(one.first + place * DAY, one)
    tables += [
        _table("closure", {"date": day, "kind": one.kind, "label": one.label})
        for day, one in closed.items()
        if any(first <= day <= last for first, last in years)
    ]
    return "\n".join(tables)


def _years(dates: list[Dated], blocks: list[Dated]) -> list[tuple[date, date]]:
    named = sorted((one.first, one.last) for one in dates if one.kind == "year")
    if named:
        return named
    starts = sorted({one.first.year - (one.first.month < 9) for one in blocks})
    return [(date(year, 9, 1), date(year + 1, 8, 31)) for year in range(starts[0], starts[-1] + 1)]


def _year_start(day: date, years: list[tuple[date, date]]) -> date:
    return next((first for first, last in years if first <= day <= last), day)


def _year_id(first: date) -> str:
    return f"{first.year}-{(first.year + 1) % 100:02d}"


def _slug(label: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", label.lower())) or "x"


def _table(name: str, values: dict[str, str | date]) -> str:
    lines = [
        f"{key} = {value.isoformat() if isinstance(value, date) else json.dumps(value)}"
        for key, value in values.items()
    ]
    return f"\n[[{name}]]\n" + "\n".join(lines)
