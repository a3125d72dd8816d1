"""The blocks of the year that an analysis looks at: terms of six, or half-terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, today


@dataclass(frozen=True, slots=True)
class Span:
    """A block by its id and label, first and last day included."""

    id: str
    label: str
    first: date
    last: date


def blocks_of(school: School) -> tuple[Span, ...]:
    """The blocks that have begun, the newest first."""
    day = today(school)
    found = [
        Span(one.id, one.label, one.first, one.last)
        for one in calendar_of(school).blocks()
        if one.first <= day
    ]
    return tuple(sorted(found, key=lambda one: one.first, reverse=True))


def on_day(school: School, day: date) -> str:
    """The id of the block of that day, or of the last one before it; "" where none has begun by then."""
    return next((one.id for one in blocks_of(school) if one.first <= day), "")


def chosen(school: School, key: str = "") -> tuple[Span, Span | None] | None:
    """The block of that id, the running or last one where none is named, with the one before it. None if unknown."""
    found = blocks_of(school)
    place = next((number for number, one in enumerate(found) if one.id == key), None if key else 0)
    if place is None or not found:
        return None
    return found[place], found[place + 1] if place + 1 < len(found) else None
