"""When and how messages go at a school: quiet hours, days, and how long several wait for each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.clock import local, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.school_calendar import CalendarEnds


@dataclass(frozen=True, slots=True)
class Habits:
    """The school's answers on one day. Without quiet hours both times are None."""

    quiet_from: time | None
    quiet_to: time | None
    school_days: bool
    together: timedelta
    everybody: bool
    send_again: bool


def habits_of(rules: Rules) -> Habits:
    """The answers in force under these rules."""
    given = rules.pack.sending
    start, end = str(rules.value(given.quiet_from)), str(rules.value(given.quiet_to))
    return Habits(
        time.fromisoformat(start) if start and end else None,
        time.fromisoformat(end) if start and end else None,
        rules.value(given.days) == "school_days",
        timedelta(minutes=rules.number(given.together)),
        rules.value(given.contacts) == "all",
        rules.value(given.unknown) == "send_again",
    )


def may_go_at(school: School, habits: Habits, moment: datetime) -> datetime:
    """The first instant from `moment` on at which a message may go: outside the quiet hours, on a day of the school's."""
    there = local(school, moment)
    day, at = there.day, there.time
    if _quiet(habits, at):
        overnight = habits.quiet_from is not None and at >= habits.quiet_from
        day, at = day + timedelta(days=int(overnight and _over_midnight(habits))), habits.quiet_to or at
    if habits.school_days:
        allowed = _school_day(school, day)
        day, at = allowed, at if allowed == day else habits.quiet_to or time(0)
    return moment if (day, at) == (there.day, there.time) else to_instant(school, day, at)


def _quiet(habits: Habits, at: time) -> bool:
    start, end = habits.quiet_from, habits.quiet_to
    if start is None or end is None:
        return False
    return at >= start or at < end if _over_midnight(habits) else start <= at < end


def _over_midnight(habits: Habits) -> bool:
    return bool(habits.quiet_from and habits.quiet_to and habits.quiet_from > habits.quiet_to)


def _school_day(school: School, day: date) -> date:
    """The first school day from that day on; the day itself past the end of the calendar, where nobody knows."""
    try:
        return calendar_of(school).school_day_on_or_after(day)
    except CalendarEnds:
        return day
