"""Deadlines: each rule of `DueRule` as a local day and time (or an instant for short timers)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from evenhand.engine.decisions import Deadline, Missing
from evenhand.engine.facts import Moment
from evenhand.engine.pack.schema import Due
from evenhand.engine.rules.terms import last_day_of_block, last_day_of_term
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import DueRule, EventKind

WEEK = 7
MINUTES_OF_A_DAY = 24 * 60
CLEAR_DAYS = "clear_days"
NEXT_DAY = "next_day"
SIX_TERMS = 6
RELEASE = DueRule.RELEASE


def after_minutes(moment: Moment, minutes: int) -> Deadline:
    """The moment plus minutes: the local wall clock for reading, the exact instant for the timer (K-01, K-02)."""
    at = moment.time
    past = at.hour * 60 + at.minute + minutes
    if 0 <= past < MINUTES_OF_A_DAY:
        clock = time(past // 60, past % 60, at.second, at.microsecond)
        return Deadline(moment.day, clock, moment.instant + minutes * 60)
    local = datetime.combine(moment.day, moment.time) + timedelta(minutes=minutes)
    return Deadline(local.date(), local.time(), moment.instant + minutes * 60)


def shift(at: time, minutes: int) -> time:
    """A clock time moved by minutes within its day."""
    past = at.hour * 60 + at.minute + minutes
    if 0 <= past < MINUTES_OF_A_DAY:
        return time(past // 60, past % 60, at.second, at.microsecond)
    return (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()


def minutes_of(at: time) -> int:
    """A clock time as whole minutes since midnight."""
    return at.hour * 60 + at.minute


def clock_time(text: str) -> time:
    """A figure such as "16:30" as a clock time."""
    return time.fromisoformat(text)


def deadline(
    turn: Turn,
    due: Due | None,
    release: Deadline | None = None,
    start: Deadline | None = None,
    until: Deadline | None = None,
) -> Deadline | None:
    """When a duty is due, counted from the event.

    `same_day` and `before_bell` move to the next school day if the event's day is closed. `school_days` counts strictly
    after the event's day. `week_end` is the last school day of the week. `weeks` counts calendar days and moves forward
    to a school day (K-20). `half_term_end` is the last school day of the half-term, of the next one at a close or in a
    break (K-21). `release` and `start` are those of the stay or owed slot that the duty belongs to, `until` the end of
    the pupil's day there, which cuts what must lie within the stay.
    """
    if due is None:
        return None
    if due.rule is RELEASE and not (due.anchor or due.before or due.within_stay):
        return release
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
            found = release if due.rule is DueRule.RELEASE else start
        case _:
            found = _counted_from(turn, due, day)
    if due.before:
        found = _not_after(turn, due, found)
    return _cut(found, until) if due.within_stay else found


def _counted_from(turn: Turn, due: Due, day: date) -> Deadline | None:
    """The rules of procedures with days of their own: a meeting, the start of provision, the end of a term."""
    rules, calendar = turn.rules, turn.calendar
    found: Deadline | None = None
    match due.rule:
        case DueRule.ON_DAY:
            found = Deadline(day)
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
        case _:
            found = _within_the_year(turn, due, day)
    return found


def _within_the_year(turn: Turn, due: Due, day: date) -> Deadline | None:
    """The rules that end with a week, a half-term or a half-day, or on a day that was agreed."""
    match due.rule:
        case DueRule.WEEK_END:
            return Deadline(_week_end(turn.calendar, day))
        case DueRule.WEEKS:
            return Deadline(turn.calendar.calendar_days_forward(day, WEEK * turn.rules.number(due.n)))
        case DueRule.HALF_TERM_END:
            return Deadline(_half_term_end(turn))
        case DueRule.NEXT_HALF_DAY:
            return _next_half_day(turn)
        case DueRule.TOLD:
            return Deadline(_told(turn, due.detail))
    return None


def _cut(found: Deadline | None, until: Deadline | None) -> Deadline | None:
    """The earlier of the two in local time (K-02); a deadline that is cut has no instant of its own."""
    if found is None or until is None or until.time is None or found.time is None:
        return found
    return until if (until.day, until.time) < (found.day, found.time) else found


def _next_half_day(turn: Turn) -> Deadline:
    """The end of the next half-day: this afternoon if it is morning, else the next school day's morning."""
    day, calendar, year = turn.event.at.day, turn.calendar, turn.year()
    if calendar.is_school_day(day) and calendar.session_at(day, turn.event.at.time, year) == "am":
        return Deadline(day, calendar.closing_bell(day, year))
    day = calendar.add_school_days(day, 1)
    return Deadline(day, calendar.bell_set(day, year).midday)


def _told(turn: Turn, name: str) -> date:
    """The date that the event's own detail gives."""
    found = day_in(turn.event.details.get(name))
    if found is None:
        raise Unable(Missing((name,)))
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
    if found is None:
        return None
    latest = turn.calendar.subtract_school_days(anchor_day(turn, due.before), 1)
    return min(found, Deadline(latest), key=lambda item: item.day)


@lru_cache(maxsize=1024)
def _week_end(calendar: SchoolCalendar, day: date) -> date:
    """The last school day of the week, of the next school week where this one's has passed."""
    last = calendar.last_school_day_of_week(day)
    if last is not None and last >= day:
        return last
    return calendar.school_week(calendar.next_week_with_school_day(day))[-1]


def _half_term_end(turn: Turn) -> date:
    """The last school day of the half-term that an act is for: a close decides for the half-term that follows."""
    day, calendar = turn.event.at.day, turn.calendar
    current = None if turn.event.kind == EventKind.CLOSE else calendar.block_of(day)
    return calendar.last_school_day_of_block(current or calendar.next_block(day))


def _before_bell(turn: Turn, day: date) -> Deadline:
    """The closing bell; once it has rung, that day's end is already past and stays so, for an alert to show."""
    return Deadline(day, turn.calendar.closing_bell(day, turn.year()))
