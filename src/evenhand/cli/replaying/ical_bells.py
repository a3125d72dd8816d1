"""A school's bells from the timed events of an iCalendar file: `Period 1`, 09:00 to 10:00, each Monday.

What an event is stands in CATEGORIES (LESSON, REGISTRATION, SOCIAL, AFTER) or is told by its SUMMARY: `Period 1`, `P1`,
`Lesson 1`, `Registration`, `Tutor time`, `Break`, `Lunch`. It rings on the weekdays on which it begins, alone or by
its repeats. Any other timed event is a meeting, and passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from itertools import pairwise
from typing import Final, NamedTuple

from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.ical_events import Event
from evenhand.cli.replaying.ical_repeats import starts

KINDS: Final = {"LESSON": "lesson", "REGISTRATION": "registration", "SOCIAL": "social", "AFTER": "after"}
SAID: Final = (
    (re.compile(r"(PERIOD|LESSON|P) ?\d{1,2}"), "lesson"),
    (re.compile(r"((AM|PM) )?(REG|REGISTRATION|TUTOR|FORM)( TIME| GROUP)?"), "registration"),
    (re.compile(r"(\w+ )?(BREAK|LUNCH)( ?TIME)?( \d)?"), "social"),
)
LUNCH: Final = re.compile(r"\bLUNCH", re.IGNORECASE)
DATE: Final = len("20260907")
NOON: Final = time(12)
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
LOCAL: Final = re.compile(r"(\d{8})T(\d{2})(\d{2})(\d{2})?", re.ASCII)


class Ring(NamedTuple):
    """One period of one weekday."""

    start: time
    end: time
    label: str
    kind: str


class Timed(NamedTuple):
    """An event that names a period: what it is, and its weekdays."""

    ring: Ring
    weekdays: frozenset[int]
    line: int


def timed(
    name: str, event: Event, summary: str, categories: Iterable[str], faults: list[Fault]
) -> Timed | None:
    """The period that an event names; nothing where it names none, or where something is wrong."""
    kind = _kind(summary, categories)
    begins = event["DTSTART"].value.upper()[DATE:] if "DTSTART" in event else ""
    if not kind or not begins or begins.startswith("T000000"):  # whole days, as of a spring break
        return None
    line = event["BEGIN"].line
    first, last = (_moment(name, event, word, faults, line) for word in ("DTSTART", "DTEND"))
    if first is None or last is None:
        return None
    if first[0] != last[0] or first[1] >= last[1]:
        message = f"{first[1]:%H:%M} to {last[1]:%H:%M}"
        faults.append(Fault(name, line, "DTEND", message, "an end later on the same day"))
        return None
    days = frozenset(day.weekday() for day in starts(name, event, first[0], faults))
    return Timed(Ring(first[1], last[1], summary, kind), days, line)


def bells(name: str, found: Iterable[Timed], faults: list[Fault]) -> str:
    """The tables `[[bell_set]]` and `[[bell_rule]]` of those periods, one set for all weekdays that ring alike."""
    week: dict[int, list[Timed]] = {}
    for one in found:
        for weekday in one.weekdays & set(range(len(DAYS))):
            week.setdefault(weekday, []).append(one)
    alike: dict[tuple[Ring, ...], list[int]] = {}
    for weekday, several in sorted(week.items()):
        _check(name, DAYS[weekday], several, faults)
        alike.setdefault(tuple(sorted({one.ring for one in several})), []).append(weekday)
    return "\n".join(_tables(alike))


def _kind(summary: str, categories: Iterable[str]) -> str:
    said = " ".join(summary.upper().split())
    named = next((KINDS[word.strip()] for word in categories if word.strip() in KINDS), "")
    return named or next((kind for pattern, kind in SAID if pattern.fullmatch(said)), "")


def _moment(name: str, event: Event, word: str, faults: list[Fault], line: int) -> tuple[date, time] | None:
    """A day and a time of day by the school's clock."""
    if word not in event:
        faults.append(Fault(name, line, word, "is not there", f"{word};TZID=Europe/London:20260907T090000"))
        return None
    text = event[word].value.upper()
    parts = LOCAL.fullmatch(text)
    with suppress(ValueError):  # there is no such day, or no such time: as unreadable as any other text
        if parts is not None:
            return date.fromisoformat(parts[1]), time(int(parts[2]), int(parts[3]))
    expected = "the school's own time, such as 20260907T090000"
    faults.append(Fault(name, event[word].line, word, f"{text[:40]!r} is not read", expected))
    return None


def _check(name: str, day: str, several: list[Timed], faults: list[Fault]) -> None:
    """Periods of a day follow one another, and each has a name of its own."""
    in_order = sorted({(one.ring, one.line) for one in several})
    for (before, _), (after, line) in pairwise(in_order):
        if before == after or (after.start >= before.end and before.label != after.label):
            continue
        message = f"on a {day} {after.label} rings twice"
        if after.start < before.end:
            message = f"on a {day} {after.label} ({after.start:%H:%M}) begins before {before.label} has ended"
        if not any(known.line == line and known.field == "DTSTART" for known in faults):  # once for a week
            faults.append(Fault(name, line, "DTSTART", message, "one period after the other"))


def _tables(alike: Mapping[tuple[Ring, ...], list[int]]) -> Iterable[str]:
    for number, (rings, weekdays) in enumerate(alike.items(), 1):
        within = [ring for ring in rings if ring.kind != "after"] or list(rings)
        closing = max(ring.end for ring in within)
        lunch = next((ring.start for ring in rings if LUNCH.search(ring.label)), None)
        midday = lunch or next((ring.end for ring in rings if ring.start < NOON <= ring.end), NOON)
        if midday >= closing:  # a day that ends at noon has no afternoon
            midday = within[-1].start
        yield f'\n[[bell_set]]\nid = "day-{number}"\nclosing = {closing}\nmidday = {midday}'
        for ring in rings:
            key = re.sub(r"\W+", "-", ring.label.upper()).strip("-")
            yield "\n[[bell_set.period]]\n" + "\n".join(
                f"{field} = {value if isinstance(value, time) else json.dumps(value)}"
                for field, value in {"key": _short(key), **ring._asdict()}.items()
            )
        yield f'\n[[bell_rule]]\nbell_set = "day-{number}"\nweekdays = {json.dumps([DAYS[day] for day in weekdays])}'


def _short(key: str) -> str:
    """`P1` for period 1 and lesson 1, as timetables have it."""
    return re.sub(r"(PERIOD|LESSON)-?(\d+)", r"P\2", key)
