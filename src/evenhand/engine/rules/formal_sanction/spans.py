"""Half-days of a formal sanction: which they are, when the pupil is back, and the run that they belong to (K-18, K-19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Fact
from evenhand.engine.rules.due import day_in
from evenhand.engine.rules.turn import Unable
from evenhand.engine.school_calendar import SchoolCalendar

AM, PM, LUNCH = "am", "pm", "lunch"
SESSIONS = (AM, PM)


class Stretch(NamedTuple):
    """One period as written: its first day, the session it starts in, and how many half-days it lasts."""

    start: date
    session: str
    halves: int


class Half(NamedTuple):
    """One excluded half-day: a school day with "am", "pm" or "lunch"."""

    day: date
    session: str


class Back(NamedTuple):
    """When the pupil is back, the first whole day after that, and the school day after it (K-19)."""

    day: date
    session: str
    whole_day: date
    day_after: date


def stretches(details: Mapping[str, Fact]) -> tuple[Stretch, ...]:
    """The periods that an event tells: several in `periods` ("2026-11-09/am/6"), or one in start, session, half_days."""
    several = details.get("periods")
    if several:
        texts = several if isinstance(several, tuple) else str(several).split(";")
        return tuple(_read(text) for text in texts)
    start, session = day_in(details.get("start")), details.get("session", AM)
    halves = details.get("half_days")
    missing = [] if start else ["detail:start"]
    missing += [] if session in SESSIONS else ["detail:session"]
    if not isinstance(halves, int) or isinstance(halves, bool) or halves < 1:
        missing.append("detail:half_days")
    if missing or start is None or not isinstance(halves, int):
        raise Unable(Missing(tuple(missing)))
    return (Stretch(start, str(session), halves),)


def _read(text: str) -> Stretch:
    day, _, rest = text.partition("/")
    session, _, halves = rest.partition("/")
    start = day_in(day)
    if (
        start is None
        or session not in SESSIONS
        or not halves.isascii()
        or not halves.isdecimal()
        or int(halves) < 1
    ):
        raise Unable(Missing(("detail:periods",)))
    return Stretch(start, session, int(halves))


def written(halves: Iterable[Half]) -> str:
    """The half-days as one text, for the record."""
    return " ".join(f"{half.day.isoformat()}/{half.session}" for half in halves)


def read_halves(text: str) -> tuple[Half, ...]:
    """The half-days that `written` wrote."""
    pairs = (part.split("/") for part in text.split())
    return tuple(Half(date.fromisoformat(day), session) for day, session in pairs)


def halves_of(calendar: SchoolCalendar, stretch: Stretch) -> tuple[Half, ...]:
    """Each half-day of a period, counted on school days from its start; a closed first day moves to the next morning."""
    first = calendar.school_day_on_or_after(stretch.start)
    offset = 1 if stretch.session == PM and first == stretch.start else 0
    days = calendar.school_days_in(first, (offset + stretch.halves + 1) // 2)
    both = [Half(day, session) for day in days for session in SESSIONS]
    return tuple(both[offset : offset + stretch.halves])


def all_halves(calendar: SchoolCalendar, details: Mapping[str, Fact]) -> tuple[Half, ...]:
    """The half-days of every period that an event tells, in order; periods that overlap are missing their sense."""
    found = sorted(half for stretch in stretches(details) for half in halves_of(calendar, stretch))
    if len(set(found)) != len(found):
        raise Unable(Missing(("detail:periods",)))
    return tuple(found)


def lunches(calendar: SchoolCalendar, details: Mapping[str, Fact]) -> tuple[Half, ...]:
    """One half-day for each lunchtime in `lunches`, all of them school days."""
    told = details.get("lunches")
    days = [day_in(text) for text in told] if isinstance(told, tuple) else []
    found = sorted(Half(day, LUNCH) for day in days if day is not None and calendar.is_school_day(day))
    if not found or len(found) != len(days) or len(set(found)) != len(found):
        raise Unable(Missing(("detail:lunches",)))
    return tuple(found)


def days_of(halves: Iterable[Half]) -> tuple[date, ...]:
    """The school days that half-days fall on, each once, in order."""
    return tuple(dict.fromkeys(half.day for half in halves))


def back_after(calendar: SchoolCalendar, last: Half, *, same_day: bool) -> Back:
    """When a pupil is back: after a morning that afternoon if `same_day` (G-99), else the next school day."""
    if last.session == AM and same_day:
        day, session = last.day, PM
        whole = calendar.next_school_day(day)
    else:
        day, session = calendar.next_school_day(last.day), AM
        whole = day
    return Back(day, session, whole, calendar.next_school_day(whole))


def in_days(units: int) -> str:
    """Half-days as days: 5 are "2.5"."""
    return f"{units // 2}.5" if units % 2 else str(units // 2)
