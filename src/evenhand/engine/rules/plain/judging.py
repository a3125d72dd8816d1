"""One more stay counted on a day: what the triggers of its counter would say, worked out once for the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from evenhand.engine.facts import Counted
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Trigger
from evenhand.engine.pack.watching import FOREVER
from evenhand.engine.rules.trigger import STREAKS, compares, in_force, rise_of
from evenhand.engine.rules.windows import base_of, span_of
from evenhand.engine.school_calendar import SchoolCalendar


class Stretch(NamedTuple):
    """What a trigger compares the count of the days from `first` to `last` with."""

    first: date
    last: date
    test: str
    number: int
    crossing: bool


class Climbing(NamedTuple):
    """By what a sudden increase is known: `now` from `first` on, and what was counted from `base` until then."""

    base: date
    first: date
    least: int
    times: int
    base_days: int


class Judged:
    """The triggers that judge a counter's events on one day.

    `judges` says whether this can tell: a streak, or a calendar that ends, is for the rules.
    """

    __slots__ = ("_climbing", "_day", "_since", "_stretches", "judges", "name")

    def __init__(self, rules: Rules, calendar: SchoolCalendar, name: str, day: date) -> None:
        """Work it out. Raises `CalendarEnds` on a day beyond the calendar."""
        kept = rules.watch.kept[name]
        self.name, self._day = name, day
        self._since = date.min if kept == FOREVER else day - timedelta(days=kept)
        judging = [one for one in rules.watch.triggers[name] if one.judge == "event" and in_force(one, day)]
        self.judges = not any(one.test in STREAKS for one in judging)
        spans = (_stretch(rules, calendar, one, day) for one in judging if one.test != "rise")
        self._stretches = tuple(one for one in spans if one is not None)
        rises = (_climbing(rules, calendar, one, day) for one in judging if one.test == "rise")
        self._climbing = tuple(one for one in rises if one is not None)

    def counted(self, rows: tuple[Counted, ...], stay: str) -> tuple[tuple[Counted, ...], bool] | None:
        """What was counted, with the stay that an event of the same id opens, and whether a trigger holds by that.

        None where a rule has to look.
        """
        name, since, today = self.name, self._since, self._day
        found: dict[str, date] = {}
        old = False
        for ident, key, by, on, value in rows:
            if ident != name:
                continue
            if stay in (key, by):
                return None
            if on < since:
                old = True
            elif on > today or value != 1:
                return None
            elif key not in found or on < found[key]:
                found[key] = on
        if old:
            rows = tuple([row for row in rows if row.name != name or row.day >= since])
        return (*rows, Counted(name, stay, stay, today)), self._holds(found.values())

    def _holds(self, days: Iterable[date]) -> bool:
        """Whether a trigger holds with one more on this day."""
        for first, last, test, number, crossing in self._stretches:
            count = 0
            for day in days:
                if first <= day <= last:
                    count += 1
            if compares(test, count + 1, number) and not (crossing and compares(test, count, number)):
                return True
        for base, first, least, times, base_days in self._climbing:
            now, before = 1, 0
            for day in days:
                if day >= first:
                    now += 1
                elif day >= base:
                    before += 1
            if now >= least and now * base_days >= times * before:
                return True
        return False


def _stretch(rules: Rules, calendar: SchoolCalendar, trigger: Trigger, day: date) -> Stretch | None:
    span = span_of(calendar, trigger.window, day, rules.number(trigger.days))
    if span is None:
        return None
    return Stretch(*span, trigger.test, rules.number(trigger.number), trigger.per == "crossing")


def _climbing(rules: Rules, calendar: SchoolCalendar, trigger: Trigger, day: date) -> Climbing | None:
    """As `windows.rises` has it: None where too few school days are known."""
    rise = rise_of(rules, trigger)
    base = base_of(calendar, day, rise)
    if base is None:
        return None
    return Climbing(base.first, base.window, rise.least, rise.factor * rise.days, base.days)
