"""Stays: what is known of one, and the outcome that tells of it (star policy paragraphs 95 to 101, 107; K-01, K-04, K-05).

A stay holds one claim for each referral that led to it, each with its own release point; the latest claim releases,
and a claim that is voided leaves the others as they are (G-20, G-89).
"""

from __future__ import annotations

from datetime import date, datetime, time

from evenhand.engine.decisions import Deadline, Gate, Missing, Place, Reason
from evenhand.engine.facts import Moment, Stay
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules.due import after_minutes, shift
from evenhand.engine.rules.turn import Turn, Unable

EXPECTED = "expected"
HERE = "here"
RELEASED = "released"
WITHDRAWN = "withdrawn"
LAST_MINUTE = time(23, 59)


def stay_about(turn: Turn) -> tuple[Stay, Placement]:
    """The open stay that the event is about, with its placement."""
    for stay in turn.stays:
        if stay.id == turn.event.about:
            return stay, turn.rules.pack.placements[stay.placement]
    raise Unable(Missing(("stay",)))


def keep(turn: Turn, stay: Stay) -> None:
    """Put the stay in the place of what was known of it."""
    turn.stays = tuple([stay if old.id == stay.id else old for old in turn.stays])


def drop(turn: Turn, stay: Stay) -> None:
    """The stay is over."""
    turn.stays = tuple([old for old in turn.stays if old.id != stay.id])


def tell(
    turn: Turn, declared: Placement, stay: Stay, reason: Reason, *, decider: str = "", merged: bool = False
) -> Deadline | None:
    """Add the outcome that says where the stay stands now; its decider is who recorded the event unless named.

    Returns:
        When the stay ends.
    """
    ends = release_deadline(stay)
    turn.outcomes.append(
        Place(
            declared.id,
            stay.id,
            stay.stage,
            decider or turn.event.by,
            stay.owner,
            stay.destination,
            arrive_by(turn, declared, stay.opened),
            ends,
            _leave(turn, declared, stay, turn.event.at.day, ends),
            merged,
            _gates(turn, declared, stay),
            reason,
        )
    )
    return ends


def release_deadline(stay: Stay) -> Deadline | None:
    """When the stay ends: the latest of its claims, or what a leader shortened it to."""
    if stay.released_early:
        return Deadline(*stay.released_early)
    claims = stay.claims
    if len(claims) == 1:
        _, day, at, *_ = claims[0]
        return Deadline(day, at) if day and at else None
    last: tuple[date, time] | None = None
    for claim in claims:
        day, at = claim.release_day, claim.release_time
        if day and at and (last is None or day > last[0] or (day == last[0] and at > last[1])):
            last = day, at
    return Deadline(*last) if last else None


def leave_on(turn: Turn, declared: Placement, stay: Stay, day: date) -> Deadline | None:
    """When the pupil goes home on that day, if later than the closing bell (K-04, G-17); None if not."""
    return _leave(turn, declared, stay, day, release_deadline(stay))


def _leave(turn: Turn, declared: Placement, stay: Stay, day: date, ends: Deadline | None) -> Deadline | None:
    minutes = turn.rules.number(declared.late_finish_minutes)
    rule = turn.rules.word(declared.late_finish)
    if (
        not minutes
        or rule == "never"
        or ends is None
        or not turn.calendar.is_school_day(day)
        or day > ends.day
    ):
        return None
    bell = turn.calendar.closing_bell(day, turn.year())
    passes = ends.day > day or (ends.time or LAST_MINUTE) > bell
    first = day == stay.opened.day
    stays_late = rule == "both_days" or (
        passes and (rule == "any_day_past_bell" or (rule == "day_one_only" and first))
    )
    return Deadline(day, shift(bell, minutes)) if stays_late else None


def ends_today(turn: Turn, declared: Placement, stay: Stay) -> Deadline | None:
    """Until when the pupil is here on the day of the event: the release, the late finish or the closing bell (K-02).

    None on a day without bells, and once that moment has passed.
    """
    day, ends = turn.event.at.day, release_deadline(stay)
    if not turn.calendar.is_school_day(day):
        return None
    bell = Deadline(day, turn.calendar.closing_bell(day, turn.year()))
    until = _leave(turn, declared, stay, day, ends) or bell
    if ends is not None and (ends.day, ends.time or LAST_MINUTE) < (day, until.time or LAST_MINUTE):
        until = ends
    return until if (until.day, until.time or LAST_MINUTE) > (day, turn.event.at.time) else None


def within(stay: Stay, at: datetime) -> bool:
    """Whether a local moment lies between registration and release (K-05); never before the pupil is here."""
    ends = release_deadline(stay)
    opened = datetime.combine(stay.opened.day, stay.opened.time)
    return at >= opened and (ends is None or at <= datetime.combine(ends.day, ends.time or LAST_MINUTE))


def arrive_by(turn: Turn, declared: Placement, opened: Moment) -> Deadline | None:
    """The end of the arrival timer, run from the first referral (K-01, G-18, G-89)."""
    minutes = turn.rules.number(declared.arrival_minutes)
    return after_minutes(opened, minutes) if minutes else None


def _gates(turn: Turn, declared: Placement, stay: Stay) -> tuple[Gate, ...]:
    gates = turn.rules.gates[declared.id]
    return tuple([gate for gate in gates if gate.id not in stay.done]) if gates and stay.done else gates
