"""The calendars of the schools, read once from each document: none changes, and every test has the same two."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from evenhand.engine.school_calendar import SchoolCalendar

read = SchoolCalendar.from_document


@cache
def kept_calendar(document: str) -> SchoolCalendar:
    """The calendar of that document. Raises CalendarInvalid."""
    return read(json.loads(document))


def keep_calendars() -> None:
    """Let this process read no document twice. The applications' own queries stay as they are."""

    def from_document(document: Mapping[str, Any]) -> SchoolCalendar:
        try:
            text = json.dumps(document)
        except TypeError:  # with dates as TOML reads them, which no school stores
            return read(document)
        return kept_calendar(text)

    calendar: Any = SchoolCalendar
    calendar.from_document = staticmethod(from_document)
