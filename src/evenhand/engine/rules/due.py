"""Deadlines: each rule of `DueRule` as a local day and time (or an instant for short timers)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from evenhand.engine.decisions import Deadline, Missing
from evenhand.engine.facts import Moment
from evenhand.engine.pack.schema import Due
from evenhand.engine.rules.terms import last_day_of_block, last_day_of_term
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import DueRule

WEEK = 7
CLEAR_DAYS = "clear_days"
NEXT_DAY = "next_day"
SIX_TERMS = 6


def after_minutes(moment: Moment, minutes: int) -> Deadline:
    """The moment plus minutes: the local wall clock for reading, the exact instant for the timer (K-01, K-02)."""
    local = datetime.combine(moment.day, moment.time) + timedelta(minutes=minutes)
    return Deadline(local.date(), local.time(), moment.instant + minutes * 60)


def shift(at: time, minutes: int) -> time:
    """A clock time moved by minutes within its day."""
    return (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()


def clock_time(text: str) -> time:
    """A figure such as "16:30" as a clock time."""
    return time.fromisoformat(text)


def deadline(
    turn: Turn, due: Due | None, release: Deadline | None = None, start: Deadline | None = None
) -> Deadline | None:
    """When a duty is due, counted from the event.

    `same_day` and `before_bell` move to the next school day if the event's day is closed. `school_days` counts strictly
    after the event's day. `week_end` is the last school day of the week. `weeks` counts calendar days and moves forward
    to a school day (K-20). `release` and `start` are those of the stay or owed slot that the duty belongs to.
    """
    if due is None:
        return None
    day, rules, calendar = anchor_day(turn, due.anchor), turn.rules, turn.calendar
    found: Deadline | None
    match due.rule:
        case DueRule.MINUTES | DueRule.NOW:
            found = after_minutes(turn.event.at, rules.number(due.n))
        case DueRule.SAME_DAY:
            found = Deadline(calendar.school_day_on_or_after(day))
        case DueRule.BEFORE_BELL:
            found = _before_bell(turn, calendar.school_day_on_or_after(day))
        case DueRule.AT_TIME:
            found = Deadline(calendar.school_day_on_or_after(day), clock_time(rules.word(due.at)))
        case DueRule.SCHOOL_DAYS:
            found = Deadline(_school_days(turn, due, day))
        case DueRule.RELEASE | DueRule.START:
            found = release if due.rule == DueRule.RELEASE else start
        case _:
            found = _counted_from(turn, due, day)
    return _not_after(turn, due, found)


def _counted_from(turn: Turn, due: Due, day: date) -> Deadline | None:
    """The rules of procedures with days of their own: a meeting, the start of provision, the end of a term."""
    rules, calendar = turn.rules, turn.calendar
    found: Deadline | None = None
    match due.rule:
        case DueRule.ON_DAY:
            found = Deadline(day)
        case DueRule.WEEK_END:
            found = Deadline(_week_end(turn, day))
        case DueRule.WEEKS:
            found = Deadline(calendar.calendar_days_forward(day, WEEK * rules.number(due.n)))
        case DueRule.SCHOOL_DAYS_BEFORE:
            clear = rules.value(due.count) == CLEAR_DAYS
            found = Deadline(calendar.subtract_school_days(day, rules.number(due.n) + clear))
        case DueRule.NTH_SCHOOL_DAY:
            found = Deadline(calendar.school_days_in(day, rules.number(due.n))[-1])
        case DueRule.HOURS_BEFORE:
            found = _hours_before(turn, day, due)
        case DueRule.END_OF_TERM:
            six = rules.value(due.count) == SIX_TERMS
            found = Deadline((last_day_of_block if six else last_day_of_term)(calendar, day))
        case DueRule.IMMEDIATE:
            later = rules.value(due.count) == NEXT_DAY
            found = Deadline(calendar.next_school_day(day) if later else day)
    return found


def anchor_day(turn: Turn, anchor: str) -> date:
    """The day in the detail of that name; the event's own day for "". What is no day is missing."""
    if not anchor:
        return turn.event.at.day
    found = day_in(turn.event.details.get(anchor))
    if found is None:
        raise Unable(Missing(("detail:" + anchor,)))
    return found


def day_in(value: object) -> date | None:
    """The day that a detail such as "2026-09-14" holds; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _school_days(turn: Turn, due: Due, day: date) -> date:
    """The n-th school day after a day; that day itself is the first where it is counted and a school day (G-63)."""
    n = turn.rules.number(due.n)
    if turn.rules.value(due.count) == 1 and due.count != "" and turn.calendar.is_school_day(day):
        return turn.calendar.school_days_in(day, n)[-1]
    return turn.calendar.add_school_days(day, n)


def _hours_before(turn: Turn, day: date, due: Due) -> Deadline:
    """So many hours by the wall clock before the clock time that the detail `clock` gives on the day."""
    try:
        at = time.fromisoformat(str(turn.event.details.get(due.clock)))
        sent = datetime.combine(day, at.replace(tzinfo=None)) - timedelta(hours=turn.rules.number(due.n))
    except (ValueError, OverflowError):
        raise Unable(Missing(("detail:" + due.clock,))) from None
    return Deadline(sent.date(), sent.time())


def _not_after(turn: Turn, due: Due, found: Deadline | None) -> Deadline | None:
    """Never later than the last school day before the day that the duty must come before (G-61)."""
    if found is None or not due.before:
        return found
    latest = turn.calendar.subtract_school_days(anchor_day(turn, due.before), 1)
    return min(found, Deadline(latest), key=lambda item: item.day)


def _week_end(turn: Turn, day: date) -> date:
    """The last school day of the week, of the next school week where this one's has passed."""
    last = turn.calendar.last_school_day_of_week(day)
    if last is not None and last >= day:
        return last
    return turn.calendar.school_week(turn.calendar.next_week_with_school_day(day))[-1]


def _before_bell(turn: Turn, day: date) -> Deadline:
    """The closing bell; once it has rung, that day's end is already past and stays so, for an alert to show."""
    return Deadline(day, turn.calendar.closing_bell(day, turn.year()))
