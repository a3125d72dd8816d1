"""A stay is made longer because the work was not good enough (star policy paragraph 98; G-21)."""

from __future__ import annotations

from datetime import date, datetime, time

from evenhand.engine.decisions import Deadline, Missing
from evenhand.engine.facts import Claim, Move, Stay
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules.placement.claims import EXTENSION, moved
from evenhand.engine.rules.placement.stays import HERE, LAST_MINUTE, keep, release_deadline, stay_about, tell
from evenhand.engine.rules.turn import Turn, Unable

NO_NEED = "none"


def extend(turn: Turn) -> tuple[Placement, Stay]:
    """Move the release to the end of a later period, for a recorded reason and after a check for what lies behind it.

    The event's details: `reason`, `need_check` ("none", or what was found: then there is no extension) and `release`, the
    local moment. All extensions of a stay together reach no further than the cap allows.
    """
    stay, declared = stay_about(turn)
    _allowed(turn, declared, stay)
    until = _wanted(turn, declared, stay)
    last = max(stay.claims, key=_end)
    if last.since is None:
        raise Unable(Missing(("stay_to_extend",), declared.extension_cites))
    claim = moved(turn, declared, last, (*last.moves, _move(turn, declared, last, until)))
    claims = tuple(claim if old.event == last.event else old for old in stay.claims)
    stay = stay._replace(claims=claims)
    keep(turn, stay)
    reason = (("reason", str(turn.event.details["reason"])),)
    tell(
        turn,
        declared,
        stay,
        turn.why(declared.extension_cites, "extended", reason, (declared.extension_cap,)),
    )
    return declared, stay


def _allowed(turn: Turn, declared: Placement, stay: Stay) -> None:
    details, cites = turn.event.details, declared.extension_cites
    if declared.extension_role is None or stay.released_early or stay.stage != HERE:
        raise Unable(Missing(("stay_to_extend",), cites or declared.cites))
    if str(declared.extension_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.extension_role),), cites))
    missing = [name for name in ("reason", "need_check", "release") if not details.get(name)]
    if missing:
        raise Unable(Missing(tuple(missing), cites))
    if details["need_check"] != NO_NEED:
        raise Unable(Missing(("no_need_behind_it",), cites))


def _wanted(turn: Turn, declared: Placement, stay: Stay) -> datetime:
    """The moment asked for: the end of a period or the closing bell, after the release as it is, within the cap."""
    ends, cites = release_deadline(stay), declared.extension_cites
    try:
        until = datetime.fromisoformat(str(turn.event.details["release"])).replace(tzinfo=None)
    except ValueError:
        raise Unable(Missing(("release",), cites)) from None
    if ends is None or until <= _local(ends):
        raise Unable(Missing(("later_release",), cites))
    if not turn.calendar.is_school_day(until.date()) or until.time() not in _whole(turn, until.date()):
        raise Unable(Missing(("end_of_a_period",), cites))
    if until > _furthest(turn, declared, stay):
        raise Unable(Missing(("extension_cap",), cites))
    return until


def _whole(turn: Turn, day: date) -> set[time]:
    ends = {period.end for period in turn.calendar.periods_on(day, turn.year())}
    return {*ends, turn.calendar.closing_bell(day, turn.year())}


def _furthest(turn: Turn, declared: Placement, stay: Stay) -> datetime:
    """The release without any extension, and as many school days more as the cap allows."""
    plain = (
        moved(turn, declared, claim, tuple(move for move in claim.moves if move.kind != EXTENSION))
        for claim in stay.claims
    )
    day, at = max(map(_end, plain))
    more = turn.rules.number(declared.extension_cap)
    return datetime.combine(turn.calendar.add_school_days(day, more) if more else day, at)


def _move(turn: Turn, declared: Placement, claim: Claim, until: datetime) -> Move:
    """The extension as school days beyond the claim's own release, in place of the one before it."""
    day = _end(claim)[0]
    days = len(turn.calendar.school_days_between(day, until.date()))
    return Move(turn.event.id, EXTENSION, turn.event.at.day, days, until.time())


def _end(claim: Claim) -> tuple[date, time]:
    return claim.release_day or date.min, claim.release_time or time.min


def _local(ends: Deadline) -> datetime:
    return datetime.combine(ends.day, ends.time or LAST_MINUTE)
