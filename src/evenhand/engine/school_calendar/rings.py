"""Bells of a date: closing bell, periods, sessions and double lessons, in local time."""

from __future__ import annotations

from datetime import date, time

from evenhand.engine.school_calendar.bells import BellSet, Period, Session
from evenhand.engine.school_calendar.days import Indexed
from evenhand.engine.school_calendar.errors import NotASchoolDay


class BellQueries(Indexed):
    """Questions about the bells of a date for a year group (None: a group that no bell rule names).

    On a date that is not a school day the lists are empty and the periods None; a bell that must exist raises
    `NotASchoolDay`.
    """

    __slots__ = ()

    def bell_set(self, d: date, year_group: int | None = None) -> BellSet:
        """The bell set that rings on `d` for that year group; raises `NotASchoolDay`."""
        try:
            bells = self._index.days[d].bells
        except KeyError:
            raise self._index.ends(d) from None
        if bells is None:
            raise NotASchoolDay(d)
        return bells.by_group.get(year_group, bells.others)

    def closing_bell(self, d: date, year_group: int | None = None) -> time:
        """The local time of the bell that ends `d` for that year group; raises `NotASchoolDay`."""
        return self.bell_set(d, year_group).closing

    def periods_on(self, d: date, year_group: int | None = None) -> tuple[Period, ...]:
        """The periods of `d` in order; empty where `d` is not a school day."""
        return self.bell_set(d, year_group).periods if self._day(d).bells is not None else ()

    def period(self, d: date, key: str, year_group: int | None = None) -> Period | None:
        """The period of that key on `d`; None where that day has no such period or is not a school day."""
        return self.bell_set(d, year_group).period(key) if self._day(d).bells is not None else None

    def period_at(self, d: date, at: time, year_group: int | None = None) -> Period | None:
        """The period at local time `at`, or None: its start counts, its end does not."""
        return self.bell_set(d, year_group).period_at(at) if self._day(d).bells is not None else None

    def session_at(self, d: date, at: time, year_group: int | None = None) -> Session:
        """The session at local time `at`; midday itself is afternoon. Raises `NotASchoolDay`."""
        return "am" if at < self.bell_set(d, year_group).midday else "pm"

    def lesson_periods(self, d: date, key: str, year_group: int | None = None) -> tuple[Period, ...]:
        """The periods that are one lesson with that key: itself, or the double lesson it is part of.

        Empty where that day has no such period.
        """
        own = self.period(d, key, year_group)
        if own is None:
            return ()
        day = self._day(d)
        for double in day.year.double_lessons:
            if key in double.periods and double.holds(day.cycle_day, year_group):
                return tuple(p for p in self.periods_on(d, year_group) if p.key in double.periods)
        return (own,)
