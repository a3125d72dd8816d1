"""Why a stay ends when it does: the paragraph, what happened, the school's choice, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.selectors import Rows
from evenhand.apps.tenancy.clock import local

PUT_IN_WORDS = {
    "matching_point": "Taking the entry back, or being sent again before then",
    "whole_day": "Taking the entry back",
    "manual": "Whoever looks after the pupil ends it",
}


@dataclass(frozen=True)
class Quote:
    """A paragraph in the policy's voice."""

    cite: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of a reason."""

    label: str
    value: str
    cite: str = ""


@dataclass(frozen=True)
class Link:
    """A way on."""

    words: str
    url: str


@dataclass(frozen=True)
class Why:
    """What the why-sheet shows."""

    label: str
    quotes: tuple[Quote, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...] = ()


def why_then(seen: Ground, rows: Rows, stay: Stay) -> Why:
    """Why the stay ends at its time."""
    declared = seen.placement(stay)
    cites = declared.release_cites or declared.cites
    quotes = tuple(
        Quote(cite, seen.pack.clauses[cite].text) for cite in cites[:1] if cite in seen.pack.clauses
    )
    return Why(
        f"Why {when(seen, stay.release_at)}" if stay.release_at else "Why this ends as it does",
        quotes,
        tuple(_rows(seen, rows, stay)),
        tuple(Link(f"Read {seen.pack.cited(quote.cite)}", f"/policy/{quote.cite}/") for quote in quotes),
    )


def when(seen: Ground, at: datetime | None) -> str:
    """A time on the school's clock: today at 11:50, Wed 11:50, or Wed 6 Jan 11:50 where it is far off."""
    if at is None:
        return ""
    there = local(seen.school, at)
    if there.day == seen.moment.day:
        return f"today {there.time:%H:%M}"
    near = abs((there.day - seen.moment.day).days) < 7
    return f"{there.day:%a} {there.time:%H:%M}" if near else f"{_day(there.day)} {there.time:%H:%M}"


def clock(seen: Ground, at: datetime | None) -> str:
    """The time of day on the school's clock, "" for none."""
    return f"{local(seen.school, at).time:%H:%M}" if at else ""


def sent(seen: Ground, rows: Rows, stay: Stay) -> str:
    """Who sent the pupil, when and from where: Sent 11:01 by Mrs Dubois, Room 7."""
    event = rows.openings.get(stay.pk)
    by = rows.name(stay.owner_id)
    there = local(seen.school, stay.opened_at)
    on = "" if there.day == seen.moment.day else f"{there.day:%a} "
    words = f"Sent {on}{there.time:%H:%M}" + (f" by {by}" if by else "")
    return f"{words}, {event.place}" if event is not None and event.place else words


def _rows(seen: Ground, rows: Rows, stay: Stay) -> Iterator[Row]:
    yield Row("Sent out", _sent_out(seen, rows, stay))
    for key, value, since in stay.decision[-1][3] if isinstance(stay.decision, list) else ():
        setting = seen.pack.settings.get(key)
        if setting is None:
            continue
        label = next((choice.label for choice in setting.choices if choice.value == value), str(value))
        chosen = f"since {_day(date.fromisoformat(since))} {since[:4]}" if since else "the default in force"
        yield Row("School’s choice", f"{label}, {chosen}")
    if stay.leave_today_at and local(seen.school, stay.leave_today_at).day == seen.moment.day:
        cites = seen.placement(stay).late_finish_cites
        minutes = seen.rules.number(seen.placement(stay).late_finish_minutes)
        words = f"Until {clock(seen, stay.leave_today_at)}, {_long(minutes)} after the bell"
        yield Row("Today", words, cites[0] if cites else "")
    if stay.gap_confirmed_by_id:
        yield Row("Confirmed", "The stay over the break, by a leader")
    yield Row("Would change it", PUT_IN_WORDS[str(seen.placement(stay).release)])


def _sent_out(seen: Ground, rows: Rows, stay: Stay) -> str:
    event: Event | None = rows.openings.get(stay.pk)
    there = local(seen.school, stay.opened_at)
    parts = [_day(there.day)]
    if event is not None and event.period:
        period = seen.calendar.period(there.day, event.period, stay.pupil.year_group)
        parts.append(period.label.lower() if period else event.period)
    return ", ".join([*parts, *filter(None, [rows.name(stay.owner_id)])])


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _long(minutes: int) -> str:
    return "an hour" if minutes == 60 else f"{minutes} minutes"
