"""Claims: when one referral releases, and what moves that (star policy paragraphs 97, 98, 147; K-03, K-07).

The release is the matching point of the n-th school day that the pupil attends after the day from which it counts. That
holds whatever was recorded first, so taking one absence back leaves the rest as if it had never been.
"""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from evenhand.engine.facts import Claim, Move
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules.due import shift
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import ReleaseRule

ABSENCE = "absence"
EXTENSION = "extension"
BY_THE_CLOCK = "clock_time"


class Walked(NamedTuple):
    """Where a walk over the attended days ends. `short`: days missed that the limit no longer carries over."""

    day: date
    carried: int
    short: int


def opened_by(turn: Turn, declared: Placement, since: date) -> Claim:
    """The claim of the event at hand, with its school days counted from `since` (exclusive)."""
    if declared.release is ReleaseRule.MANUAL:
        return Claim(turn.event.id, None, None)
    on = turn.calendar.add_school_days(since, turn.rules.number(declared.release_days))
    period = turn.event.spot.period if declared.release is ReleaseRule.MATCHING_POINT else ""
    claim = Claim(turn.event.id, on, turn.event.at.time, since, period)
    at = point(turn, declared, claim, on)
    return _within_gap(turn, declared, Claim(turn.event.id, on, at, since, period))


def point(turn: Turn, declared: Placement, claim: Claim, on: date) -> time:
    """The time of release on a day; a period that the day lacks gives its closing bell (G-15)."""
    if declared.release is ReleaseRule.WHOLE_DAY:
        bell = turn.calendar.closing_bell(on, turn.year())
        return shift(bell, turn.rules.number(declared.late_finish_minutes))
    rule = turn.rules.word(declared.release_point)
    if rule == BY_THE_CLOCK:
        return claim.first[1] if claim.first else claim.release_time or turn.event.at.time
    period = turn.calendar.period(on, claim.period, turn.year()) if claim.period else None
    if period is None:
        return turn.calendar.closing_bell(on, turn.year())
    return period.start if rule == "same_period_start" else period.end


def moved(turn: Turn, declared: Placement, claim: Claim, moves: tuple[Move, ...]) -> Claim:
    """The claim with these moves in place of its own: its release follows from them alone."""
    if claim.since is None or claim.release_day is None or claim.release_time is None:
        return claim
    first = claim.first or (claim.release_day, claim.release_time)
    if not moves:
        return claim._replace(release_day=first[0], release_time=first[1], first=None, moves=())
    claim = claim._replace(first=first, moves=moves)
    on = walk(turn, declared, claim).day
    ended = [move.time for move in moves if move.kind == EXTENSION]
    at = first[1] if on == first[0] else point(turn, declared, claim, on)
    return claim._replace(release_day=on, release_time=(ended[-1] if ended else None) or at)


def walk(turn: Turn, declared: Placement, claim: Claim) -> Walked:
    """Count the attended school days of a claim, carrying over at most as many missed ones as its placement allows."""
    first = claim.first or (claim.release_day or turn.event.at.day, claim.release_time or turn.event.at.time)
    since = claim.since or first[0]
    extensions = [move for move in claim.moves if move.kind == EXTENSION]
    left = turn.calendar.count_school_days(since, first[0]) + 1 - turn.calendar.is_school_day(since)
    left += sum(move.days for move in extensions)
    until = (extensions[-1].time if extensions else None) or first[1]
    limit = turn.rules.number(declared.carry_days)
    day, carried, short = since, 0, 0
    while left > 0:
        day = turn.calendar.add_school_days(day, 1)
        missed = _missed(turn, claim, day, last=left == 1, until=until)
        if missed and carried < limit:
            carried += 1
            continue
        short += missed
        left -= 1
    return Walked(day, carried, short)


def _missed(turn: Turn, claim: Claim, day: date, *, last: bool, until: time) -> bool:
    """Whether the pupil was away: all day, or on the last day in the session in which the stay would have ended."""
    kinds = {move.kind for move in claim.moves if move.day == day and move.kind != EXTENSION}
    if ABSENCE in kinds or kinds >= {"absence_am", "absence_pm"}:
        return True
    session = turn.calendar.session_at(day, shift(until, -1), turn.year())
    return last and f"absence_{session}" in kinds


def _within_gap(turn: Turn, declared: Placement, claim: Claim) -> Claim:
    """Where the school waives what is left over a long break, the stay ends on its first day (G-16)."""
    day = turn.event.at.day
    if claim.release_day is None or turn.rules.word(declared.gap_action) != "waive":
        return claim
    if (claim.release_day - day).days <= turn.rules.number(declared.gap_days):
        return claim
    bell = turn.calendar.closing_bell(day, turn.year())
    ends = shift(bell, turn.rules.number(declared.late_finish_minutes))
    return Claim(claim.event, day, ends, day, claim.period)
