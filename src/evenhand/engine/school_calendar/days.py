"""Counting school days: plain local dates inside the calendar, else `CalendarEnds`."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from evenhand.engine.school_calendar.index import Day, Index
from evenhand.engine.school_calendar.year import Closure


class Indexed:
    """A calendar's index, on which its queries stand."""

    __slots__ = ("_index",)

    _index: Index

    def _day(self, d: date) -> Day:
        try:
            return self._index.days[d]
        except KeyError:
            raise self._index.ends(d) from None


class DayQueries(Indexed):
    """Which dates are school days, and how many lie between two dates."""

    __slots__ = ()

    @property
    def known_from(self) -> date:
        """The first date that the calendar holds; it counts as known."""
        return self._index.known_from

    @property
    def known_until(self) -> date:
        """The last date that the calendar holds; it counts as known."""
        return self._index.known_until

    def is_school_day(self, d: date) -> bool:
        """Whether pupils are in school on `d`: a weekday inside a block and without a closure."""
        day = self._day(d)
        return day.at != day.after

    def closure_on(self, d: date) -> Closure | None:
        """The bank holiday, training day or other closure on `d`, or None; weekends and breaks have none."""
        return self._day(d).closure

    def cycle_day(self, d: date) -> str | None:
        """The timetable's cycle day on `d` as the dated table has it, or None where it has no entry."""
        return self._day(d).cycle_day

    def school_day_on_or_after(self, d: date) -> date:
        """The first school day that is not before `d`: `d` itself counts."""
        return self._open(self._day(d).at, d)

    def school_day_on_or_before(self, d: date) -> date:
        """The last school day that is not after `d`: `d` itself counts."""
        return self._open(self._day(d).after - 1, d)

    def next_school_day(self, d: date) -> date:
        """The first school day strictly after `d`: `d` itself never counts."""
        return self._open(self._day(d).after, d)

    def add_school_days(self, d: date, n: int) -> date:
        """The `n`-th school day strictly after `d`: `d` is day 0 and never counts (n ≥ 1)."""
        try:
            index = self._index
            place = index.days[d].after + n - 1
            if n > 0:
                return index.open_days[place]
        except (KeyError, IndexError):
            raise self._index.ends(d) from None
        raise ValueError("the number of school days to add must be at least 1")

    def subtract_school_days(self, d: date, n: int) -> date:
        """The `n`-th school day strictly before `d`: `d` is day 0 and never counts (n ≥ 1)."""
        _at_least_one(n)
        return self._open(self._day(d).at - n, d)

    def school_days_in(self, d: date, n: int) -> tuple[date, ...]:
        """`n` school days, the first on or after `d` being day 1: `d` counts when it is one (n ≥ 1)."""
        _at_least_one(n)
        start = self._day(d).at
        self._open(start + n - 1, d)
        return self._index.open_days[start : start + n]

    def rolling_school_days(self, d: date, n: int) -> tuple[date, ...]:
        """The last `n` school days up to and including `d`: `d` itself counts when it is one (n ≥ 1).

        Where the calendar begins less than `n` school days back, the tuple is shorter: compare its length.
        """
        _at_least_one(n)
        stop = self._day(d).after
        return self._index.open_days[max(0, stop - n) : stop]

    def school_days_before(self, d: date, n: int) -> tuple[date, ...]:
        """The last `n` school days strictly before `d`: `d` itself never counts (n ≥ 1).

        Where the calendar begins less than `n` school days back, the tuple is shorter: compare its length.
        """
        _at_least_one(n)
        stop = self._day(d).at
        return self._index.open_days[max(0, stop - n) : stop]

    def count_school_days(self, a: date, b: date) -> int:
        """How many school days lie in the half-open span from `a` to `b`: `a` counts, `b` does not.

        `b` may be the day after the calendar ends. Raises ValueError where `b` is before `a`.
        """
        if b < a:
            raise ValueError("school days are counted from the earlier date to the later one")
        return self._until(b) - self._day(a).at

    def school_days_between(self, a: date, b: date) -> tuple[date, ...]:
        """The school days in the half-open span from `a` to `b`: `a` counts, `b` does not."""
        if b < a:
            raise ValueError("school days are listed from the earlier date to the later one")
        return self._index.open_days[self._day(a).at : self._until(b)]

    def calendar_days_forward(self, d: date, n: int) -> date:
        """`d` plus `n` calendar days, moved forward to a school day: `d` is day 0 (n ≥ 0)."""
        if n < 0:
            raise ValueError("the number of calendar days must not be negative")
        self._day(d)
        return self.school_day_on_or_after(d + timedelta(days=n))

    def _until(self, b: date) -> int:
        if b == self._index.known_until + timedelta(days=1):
            return len(self._index.open_days)
        return self._day(b).at

    def _open(self, place: int, asked: date) -> date:
        """The school day at that place of the list; `asked` is the date to name where there is none."""
        if 0 <= place < len(self._index.open_days):
            return self._index.open_days[place]
        raise self._index.ends(asked)

    def _from(self, d: date) -> int:
        """The place of the first school day on or after `d`, which may lie outside the calendar."""
        return bisect_left(self._index.open_days, d)


def _at_least_one(n: int) -> None:
    if n < 1:
        raise ValueError("the number of school days must be at least 1")
