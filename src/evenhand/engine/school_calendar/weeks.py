"""Weeks, Monday to Friday, and school weeks: weeks with at least one school day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import Final

from evenhand.engine.school_calendar.days import DayQueries

FRIDAY: Final = timedelta(days=4)
WEEK: Final = timedelta(days=7)


class WeekQueries(DayQueries):
    """Questions about the week of a date. A week is known by its Monday; Saturday and Sunday end it.

    A week that the first date of the calendar cuts has the days that the calendar holds. A week that the last
    date cuts before its Friday raises `CalendarEnds` wherever the missing days could change the answer.
    """

    __slots__ = ()

    def week_of(self, d: date) -> date:
        """The key of the week of `d`: its Monday, also where that Monday is closed."""
        try:
            return self._index.days[d].week
        except KeyError:
            raise self._index.ends(d) from None

    def school_week(self, d: date) -> tuple[date, ...]:
        """The school days of the week of `d` in order, those before `d` included; empty in a holiday week."""
        monday = self.week_of(d)
        if monday + FRIDAY > self._index.known_until:
            raise self._index.ends(d)
        return self._index.open_days[self._from(monday) : self._from(monday + WEEK)]

    def last_school_day_of_week(self, d: date) -> date | None:
        """The last school day of the week of `d`, before `d` or not; None in a holiday week."""
        days = self.school_week(d)
        return days[-1] if days else None

    def next_week_with_school_day(self, d: date) -> date:
        """The Monday of the next week with a school day: the week of `d` never counts."""
        weeks = self._index.weeks
        place = bisect_right(weeks, self.week_of(d))
        if place == len(weeks):
            raise self._index.ends(d)
        return weeks[place]

    def previous_week_with_school_day(self, d: date) -> date:
        """The Monday of the last week with a school day before the week of `d`, which never counts."""
        place = bisect_left(self._index.weeks, self.week_of(d)) - 1
        if place < 0:
            raise self._index.ends(d)
        return self._index.weeks[place]

    def school_weeks_from_year_start(self, d: date) -> int:
        """How many school weeks of the academic year of `d` have begun by its week, itself included.

        The week of the year's first school day is 1; weeks without a school day are not counted, so that a
        date in one gives the number of the school week before it (0 before the first).
        """
        day = self._day(d)
        return bisect_right(self._index.year_weeks[day.year.id], day.week)

    def last_school_day_of_nth_week(self, d: date, n: int) -> date:
        """The last school day of the `n`-th school week; the first school day from `d` on is in week 1."""
        if n < 1:
            raise ValueError("the number of school weeks must be at least 1")
        weeks = self._index.weeks
        place = bisect_left(weeks, self.week_of(self.school_day_on_or_after(d))) + n - 1
        if place >= len(weeks):
            raise self._index.ends(d)
        days = self.school_week(max(weeks[place], self._index.known_from))
        return days[-1]
