"""A pupil is away during a stay, which is carried over to the next day attended (star policy paragraph 97; G-24)."""

from __future__ import annotations

from evenhand.engine.decisions import Missing, Propose
from evenhand.engine.facts import Claim, Move, Stay
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules.placement.claims import ABSENCE, moved, walk
from evenhand.engine.rules.placement.leaving import end
from evenhand.engine.rules.placement.stays import keep, stay_about, tell
from evenhand.engine.rules.turn import Turn, Unable

SESSIONS = ("am", "pm")


def absent(turn: Turn) -> None:
    """The pupil was away on the day of the event: all of it, or the one session that `session` names.

    Each open stay whose days count from before then moves with it. Nothing happens to a pupil without one.
    """
    session = str(turn.event.details.get("session", ""))
    if session and session not in SESSIONS:
        raise Unable(Missing(("session",)))
    kind = f"{ABSENCE}_{session}" if session else ABSENCE
    move = Move(turn.event.id, kind, turn.event.at.day)
    for stay in turn.stays:
        declared = turn.rules.pack.placements[stay.placement]
        if declared.carry_days != "" and not stay.released_early:
            _carry(turn, declared, stay, move)


def carry_again(turn: Turn) -> None:
    """A leader decides that a stay that could not be served is carried over after all, counted anew from now (G-24)."""
    stay, declared = stay_about(turn)
    if declared.carry_role is None or str(declared.carry_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.carry_role or ""),), declared.cites))
    if not turn.event.details.get("reason"):
        raise Unable(Missing(("reason",), declared.cites))
    claims = tuple(_anew(turn, declared, claim) for claim in stay.claims)
    stay = stay._replace(claims=claims)
    keep(turn, stay)
    tell(turn, declared, stay, turn.why(declared.carry_cites, "carried_again"))


def _carry(turn: Turn, declared: Placement, stay: Stay, move: Move) -> None:
    claims = tuple(_with(turn, declared, claim, move) for claim in stay.claims)
    if claims == stay.claims:
        return
    after = stay._replace(claims=claims)
    keep(turn, after)
    short = max(walk(turn, declared, claim).short for claim in claims if claim.since)
    if not short:
        if _ends(after) != _ends(stay):
            why = turn.why(declared.carry_cites, "carried_over", (("days", 1),), (declared.carry_days,))
            tell(turn, declared, after, why)
    elif not turn.rules.number(declared.carry_days):
        end(turn, declared, after, "lapsed")
    else:
        why = turn.why(declared.carry_cites, "not_served", figures=(declared.carry_days,))
        role = str(declared.carry_role or "")
        turn.outcomes.append(Propose("stay_not_served", declared.carry_label, role, stay.id, why))


def _with(turn: Turn, declared: Placement, claim: Claim, move: Move) -> Claim:
    """The claim with this absence; one before its own days began, or known already, changes nothing."""
    known = any(old.day == move.day and old.kind in (move.kind, ABSENCE) for old in claim.moves)
    if claim.since is None or move.day <= claim.since or known:
        return claim
    return moved(turn, declared, claim, (*claim.moves, move))


def _anew(turn: Turn, declared: Placement, claim: Claim) -> Claim:
    if claim.since is None:
        return claim
    fresh = claim._replace(since=turn.event.at.day, first=None, moves=())
    on = turn.calendar.add_school_days(turn.event.at.day, turn.rules.number(declared.release_days))
    at = (claim.first or (claim.release_day, claim.release_time))[1]
    return fresh._replace(release_day=on, release_time=at)


def _ends(stay: Stay) -> list[tuple[object, object]]:
    return [(claim.release_day, claim.release_time) for claim in stay.claims]
