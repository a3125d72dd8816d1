"""A school's dates from an iCalendar file (RFC 5545), with bells and cycle from a TOML file beside it.

Each VEVENT is a whole-day event; what it is stands in CATEGORIES or begins its SUMMARY:

    ACADEMIC YEAR    the year, first to last day; without one, 1 September to 31 August
    TERM             a term without half-terms
    HALF TERM        half a term; "Autumn 1" belongs to the term "Autumn"
    INSET, BANK HOLIDAY, CLOSURE    days without pupils

Anything else is passed over. Bells and the cycle come from a TOML file of the same name (`[[bell_set]]`,
`[[bell_rule]]`, `[[double_lesson]]`, `[cycle]`); without one, six periods from 8:45 to 15:15 on every day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from evenhand.cli.replaying.faults import Fault, UnusableInput
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.school_calendar import SchoolCalendar

LARGEST: Final = 4_000_000
LONGEST_DAYS: Final = 400
KINDS: Final = {
    "ACADEMIC YEAR": "year",
    "SCHOOL YEAR": "year",
    "HALF TERM": "block",
    "HALF-TERM": "block",
    "TERM": "term",
    "INSET": "inset",
    "TRAINING DAY": "inset",
    "BANK HOLIDAY": "bank_holiday",
    "PUBLIC HOLIDAY": "bank_holiday",
    "CLOSURE": "closure",
    "CLOSED": "closure",
}
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


class Dated(NamedTuple):
    """One VEVENT that says something: what it is, its name, and its first and last day."""

    kind: str
    label: str
    first: date
    last: date
    line: int


class Property(NamedTuple):
    """One unfolded content line."""

    line: int
    name: str
    parameters: str
    value: str


def calendar_of_ical(path: Path, text: str, bells: Path | None = None) -> SchoolCalendar:
    """The calendar of an iCalendar text. Raises `UnusableInput` or `PackErrors` with every fault.

    Args:
        bells: a TOML file with bells and cycle; the one of the same name where None.
    """
    faults: list[Fault] = []
    dates = [one for one in _dates(path.name, text, faults) if one is not None]
    if not faults and not any(one.kind in ("block", "term") for one in dates):
        message = "no VEVENT is a TERM or HALF TERM"
        faults.append(
            Fault(path.name, 1, "VEVENT", message, "CATEGORIES:HALF TERM, or a SUMMARY that begins so")
        )
    if faults:
        raise UnusableInput(*map(str, faults))
    beside = bells or path.with_suffix(".toml")
    try:
        rest = beside.read_text(encoding="utf-8") if bells or beside.is_file() else DEFAULT_BELLS
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(f"{beside}: {error}") from None
    return load_calendar(f"{rest}\n{_as_toml(dates)}", beside.name if beside.is_file() else path.name)


def _dates(name: str, text: str, faults: list[Fault]) -> Iterator[Dated | None]:
    if len(text) > LARGEST or "BEGIN:VCALENDAR" not in text[:1000].upper():
        faults.append(Fault(name, 1, "", "this is no iCalendar file", "BEGIN:VCALENDAR, and at most 4 MB"))
        return
    inside: dict[str, Property] | None = None
    for item in _properties(text):
        if item.name == "BEGIN" and item.value.upper() == "VEVENT":
            if inside is not None:
                faults.append(Fault(name, item.line, "BEGIN", "a VEVENT inside another", "END:VEVENT first"))
            inside = {"BEGIN": item}
        elif item.name == "END" and item.value.upper() == "VEVENT":
            if inside is None:
                faults.append(Fault(name, item.line, "END", "no VEVENT is open", "BEGIN:VEVENT first"))
            else:
                yield _dated(name, inside, faults)
            inside = None
        elif inside is not None:
            inside.setdefault(item.name, item)
    if inside is not None:
        faults.append(Fault(name, inside["BEGIN"].line, "BEGIN", "this VEVENT does not end", "END:VEVENT"))


def _properties(text: str) -> Iterator[Property]:
    """The content lines, unfolded: a line that begins with a space or tab goes on with the one before."""
    held, start = "", 1
    for number, line in enumerate((*re.split(r"\r\n|\n|\r", text), ""), 1):
        if line[:1] in (" ", "\t"):
            held += line[1:]
            continue
        head, colon, value = held.partition(":")
        if colon:
            found, _, parameters = head.partition(";")
            yield Property(start, found.strip().upper(), parameters.upper(), value.strip())
        held, start = line, number


def _dated(name: str, event: dict[str, Property], faults: list[Fault]) -> Dated | None:
    summary = _plain(event["SUMMARY"].value) if "SUMMARY" in event else ""
    categories = event["CATEGORIES"].value.upper().split(",") if "CATEGORIES" in event else []
    kind = next((KINDS[word.strip()] for word in categories if word.strip() in KINDS), "")
    label = summary
    for word, meant in KINDS.items():
        if not kind and summary.upper().startswith(word):
            kind, label = meant, summary[len(word) :].strip(" :-") or summary
    if not kind:
        return None
    line = event["BEGIN"].line
    faults += [
        Fault(name, event[word].line, word, "repeats are not read", "one VEVENT for each span")
        for word in ("RRULE", "RDATE", "RECURRENCE-ID")
        if word in event
    ]
    first = _day(name, event, "DTSTART", faults, line)
    last = _day(name, event, "DTEND", faults, line) if "DTEND" in event else first
    if first is None or last is None:
        return None
    whole_day = "DTEND" in event and len(event["DTEND"].value) == 8
    last = last - DAY if whole_day and last > first else last
    if not first <= last <= first + LONGEST_DAYS * DAY:
        faults.append(
            Fault(name, line, "DTEND", f"{first} to {last}", "an end after the start, within 400 days")
        )
        return None
    return Dated(kind, label or kind, first, last, line)


def _day(name: str, event: dict[str, Property], key: str, faults: list[Fault], line: int) -> date | None:
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
        _table("closure", {"date": day, "kind": one.kind, "label": one.label}) for day, one in closed.items()
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
