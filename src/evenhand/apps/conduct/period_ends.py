"""Which periods end when at a school: only those at whose end its policy has something to decide."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from evenhand.apps.tenancy.clock import local, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.engine.close import KINDS, Period
from evenhand.engine.facts import Moment
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.period_ends import period_ends
from evenhand.engine.rules.trigger import kind_of_close
from evenhand.engine.school_calendar import SchoolCalendar

Place = tuple[int, int]
"""The order of ends: the second in which one falls, then the shorter period first."""
YEAR_GROUPS = range(15)


def kinds_of(rules: Rules) -> frozenset[str]:
    """The kinds of period at whose end some rule of that day looks at something, and the year, whose sums become old."""
    pack = rules.pack
    kinds = {"year", *(programme.closes for programme in pack.programmes.values())}
    kinds |= {kind_of_close(trigger) for trigger in rules.watch.closing}
    if pack.registers:
        kinds.add("half_term")
    if pack.routines or pack.reports or any(talk.chases for talk in pack.conversations.values()):
        kinds.add("day")
    return frozenset(kinds) & frozenset(KINDS)


def ends_between(school: School, calendar: SchoolCalendar, after: Place, until: datetime) -> list[Period]:
    """The ends of every kind of period after that place and up to that moment, in order."""
    latest = int(until.timestamp())
    return [
        end
        for end in _ends(school, school.zone, calendar)
        if after < place_of(end) and end.at.instant <= latest
    ]


def place_of(end: Period) -> Place:
    """Where an end stands in the order of ends."""
    return end.at.instant, KINDS.index(end.kind)


@lru_cache(maxsize=32)
def _ends(school: School, _zone: str, calendar: SchoolCalendar) -> tuple[Period, ...]:
    """Every end that the calendar knows of, each at the last bell of its last school day (K-13, K-15)."""

    def last_bell(day: date, _last_second: time) -> Moment:
        bells = [calendar.closing_bell(day, year) for year in (None, *YEAR_GROUPS)]
        return local(school, to_instant(school, day, max(bells)))

    return period_ends(calendar, last_bell)
