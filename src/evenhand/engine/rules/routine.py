"""Routines: what the school looks at again and again, and on which days that falls due (K-16, K-17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from evenhand.engine.decisions import Deadline, Reason, Task, Tell, Used
from evenhand.engine.facts import PupilState
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Figure, Routine
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.due import clock_time
from evenhand.engine.rules.windows import day_before_week
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar

CALENDAR: Final = "calendar"
ONE_DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
TO_FRIDAY: Final = timedelta(days=4)
NEXT: Final = "next_school_day"
UPDATE: Final = "update"
DAY: Final = "day"
SCHOOL: Final = ""


def end_of_day(closing: Closing) -> None:
    """At the end of a school day the school itself owes its routines; nothing where no row stands for the school."""
    if closing.period.kind != DAY or SCHOOL not in closing.turns or not closing.policy.pack.routines:
        return
    found = due_on(closing.policy, closing.calendar, closing.period.at.day)
    if found:
        closing.turns[SCHOOL].outcomes.extend(found)


def falls_due(policy: Policy, calendar: SchoolCalendar, routine: Routine, day: date) -> bool:
    """Whether a routine falls due on that day.

    Daily on each school day; weekly on the last school day of its week; a fortnight on the last school day of each second
    school week of the year, weeks without a school day not counted (or of each second week of the calendar from the
    first school week, where the school counts those); the others on the last school day of their period.
    """
    if not calendar.is_school_day(day):
        return False
    if routine.every == "day":
        return True
    if routine.every not in ("week", "fortnight"):
        return _last_of(calendar, routine.every, day) == day
    rules = policy.on(day)
    return any(
        _review_day(rules, calendar, routine, one) == day
        for one in (day, day_before_week(calendar, day))
        if one is not None and (routine.every == "week" or _second_week(rules, calendar, routine, one))
    )


def due_on(policy: Policy, calendar: SchoolCalendar, day: date) -> tuple[Task | Tell, ...]:
    """Every routine that falls due on that day, as the act that a role owes and what its audience is told.

    The school is told even when nothing happened: a day without a referral has its update too (STAR-93i).
    """
    rules = policy.on(day)
    found: list[Task | Tell] = []
    for routine in policy.pack.routines.values():
        if falls_due(policy, calendar, routine, day):
            about, why = f"{routine.id}:{day.isoformat()}", _why(rules, routine, day)
            due = _deadline(rules, calendar, routine, day)
            found.append(Task(routine.id, routine.label, str(routine.role), "", due, False, about, why))
            if routine.audience:
                found.append(
                    Tell(routine.audience, UPDATE, routine.template or routine.id, Deadline(day), why)
                )
    return tuple(found)


def last_due(policy: Policy, calendar: SchoolCalendar, routine: Routine, day: date) -> date | None:
    """The last day up to and including `day` on which the routine fell due; None where the calendar holds none."""
    while day >= calendar.known_from:
        if falls_due(policy, calendar, routine, day):
            return day
        day -= ONE_DAY
    return None


def overdue(
    policy: Policy, calendar: SchoolCalendar, routine: Routine, day: date, done: date | None
) -> date | None:
    """The day on which the routine should have been done and was not, as of `day`; None where nothing is late.

    Args:
        done: the last day on which it was done; what is done after one due day and by the next is for the next.
    """
    due = last_due(policy, calendar, routine, day - ONE_DAY)
    if due is None:
        return None
    before = last_due(policy, calendar, routine, due - ONE_DAY)
    if done is not None and (before is None or done > before):
        return None
    return due


def changes_on(state: PupilState, day: date) -> Mapping[str, int]:
    """What changed for a pupil on a day: points by ledger, and how often each thing was counted; only what did."""
    end = "|d:" + day.isoformat()
    return {
        key.removesuffix(end): value
        for sums in (state.totals, state.counts)
        for key, value in sums.items()
        if value and key.endswith(end)
    }


def _review_day(rules: Rules, calendar: SchoolCalendar, routine: Routine, day: date) -> date | None:
    """The day on which the week of `day` is looked at: its Friday, or where that is closed what the school chose (G-106)."""
    friday = calendar.week_of(day) + TO_FRIDAY
    if rules.word(routine.if_closed) == NEXT:
        try:
            return calendar.school_day_on_or_after(friday)
        except CalendarEnds:
            # The next year's calendar is not known yet: the week must not stay open for want of it.
            return calendar.last_school_day_of_week(day)
    return calendar.last_school_day_of_week(day)


def _second_week(rules: Rules, calendar: SchoolCalendar, routine: Routine, day: date) -> bool:
    if rules.word(routine.anchor) != CALENDAR:
        return calendar.school_weeks_from_year_start(day) % 2 == 0
    first = calendar.week_of(calendar.first_school_day_of_year(calendar.year_of(day)))
    return (calendar.week_of(day) - first) // WEEK % 2 == 1


def _last_of(calendar: SchoolCalendar, every: str, day: date) -> date | None:
    if every == "year":
        return calendar.last_school_day_of_year(calendar.year_of(day))
    if every == "term":
        term = calendar.term_of(day)
        return calendar.last_school_day_of_term(term) if term else None
    block = calendar.block_of(day)
    return calendar.last_school_day_of_block(block) if block else None


def _deadline(rules: Rules, calendar: SchoolCalendar, routine: Routine, day: date) -> Deadline:
    if not routine.next_day_at:
        return Deadline(day)
    try:
        return Deadline(calendar.next_school_day(day), clock_time(rules.word(routine.next_day_at)))
    except CalendarEnds:
        # The calendar holds no next school day yet, and the last day of the year must close all the same.
        return Deadline(day)


def _why(rules: Rules, routine: Routine, day: date) -> Reason:
    figures: tuple[Figure, ...] = (routine.anchor, routine.if_closed, routine.next_day_at)
    used: tuple[Used, ...] = tuple(found for figure in figures if (found := rules.used(figure)))
    values = (("every", routine.every), ("day", day.isoformat()))
    return Reason(routine.cites, "routine", values, used)
