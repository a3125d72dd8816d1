"""When the periods of a calendar end: the moments at which `close` is called, in order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, time
from typing import Final

from evenhand.engine.close import Period
from evenhand.engine.facts import Moment
from evenhand.engine.school_calendar import SchoolCalendar

KINDS: Final = ("day", "week", "half_term", "term", "year")
"""What can end, the shorter first: so are they closed where several end on one day."""

LAST_SECOND: Final = time(23, 59, 59)


def period_ends(
    calendar: SchoolCalendar,
    moment: Callable[[date, time], Moment],
    kinds: Collection[str] = KINDS,
) -> tuple[Period, ...]:
    """The ends of all periods of those kinds, in order; each at the last second of its last school day.

    Args:
        calendar: the school's calendar.
        moment: makes a local date and time into a moment of the school's zone.
        kinds: some of `KINDS`.
    """
    ends: list[tuple[date, int, str]] = []
    days = [day for year in calendar.years for day in calendar.school_days_in_year(year)]
    ends += [(day, 0, "d:" + day.isoformat()) for day in days]
    last_of_week = {calendar.week_of(day): day for day in days}
    ends += [(day, 1, "w:" + monday.isoformat()) for monday, day in last_of_week.items()]
    ends += [(calendar.last_school_day_of_block(block), 2, "b:" + block.id) for block in calendar.blocks()]
    for year in calendar.years:
        ends += [(calendar.last_school_day_of_term(term), 3, "t:" + term.id) for term in year.terms]
        ends.append((calendar.last_school_day_of_year(year), 4, "y:" + year.id))
    return tuple(
        Period(KINDS[kind], key, moment(day, LAST_SECOND))
        for day, kind, key in sorted(ends)
        if KINDS[kind] in kinds
    )
