"""Which period a time of a day falls in: looked up by the minute, for the many events of the same days."""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache
from typing import Final

from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar

DAYS_KEPT: Final = 1024
MINUTES: Final = tuple(time(minute // 60, minute % 60) for minute in range(24 * 60))

Rings = tuple[tuple[time, time, str], ...]
"""The start, end and key of each period of a day; the start belongs to it, the end does not."""
Minutes = tuple[str, ...]


class Ringing:
    """The bells of a calendar."""

    def __init__(self, calendar: SchoolCalendar) -> None:
        self._calendar = calendar
        self._days: dict[tuple[date, int | None], tuple[Rings, Minutes]] = {}

    def period(self, day: date, clock: time, year: int | None) -> str:
        """The key of the period that rings then for a year group; "" between periods and beyond the calendar."""
        found = self._days.get((day, year))
        if found is None:
            found = self._of(day, year)
        rings, minutes = found
        return minutes[clock.hour * 60 + clock.minute] if minutes else period_at(rings, clock)

    def _of(self, day: date, year: int | None) -> tuple[Rings, Minutes]:
        if len(self._days) >= DAYS_KEPT:
            self._days.clear()
        try:
            rings = tuple((one.start, one.end, one.key) for one in self._calendar.periods_on(day, year))
        except CalendarEnds:
            rings = ()
        found = self._days[day, year] = rings, by_the_minute(rings)
        return found


def period_at(rings: Rings, clock: time) -> str:
    """The key of the first period that runs at that time, "" where none does."""
    for start, end, key in rings:
        if start <= clock < end:
            return key
    return ""


@lru_cache(maxsize=64)
def by_the_minute(rings: Rings) -> Minutes:
    """The key of the period of each minute of a day; nothing where a bell rings within a minute."""
    if any(time(bell.hour, bell.minute) != bell for start, end, _ in rings for bell in (start, end)):
        return ()
    return tuple(period_at(rings, minute) for minute in MINUTES)
