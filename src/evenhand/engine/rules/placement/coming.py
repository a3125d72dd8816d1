"""A pupil is sent, arrives and goes from station to station (star policy paragraphs 95 to 97; G-20, G-89)."""

from __future__ import annotations

from typing import NamedTuple

from evenhand.engine.decisions import Deadline, Missing, Task
from evenhand.engine.facts import Claim, Event, Stay
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules import ledger
from evenhand.engine.rules.placement.claims import moved, opened_by
from evenhand.engine.rules.placement.returning import counted_from
from evenhand.engine.rules.placement.stays import (
    EXPECTED,
    HERE,
    WITHDRAWN,
    drop,
    keep,
    stay_about,
    tell,
)
from evenhand.engine.rules.turn import Turn, Unable


class Expected(NamedTuple):
    """The stay that a referral opened or joined."""

    stay: Stay
    release: Deadline | None
    merged: bool


def expect(
    turn: Turn,
    declared: Placement,
    cites: tuple[str, ...],
    *,
    decider: str,
    owner: str,
    claim: Claim | None = None,
) -> Expected:
    """Open a stay, or join the open one where the school merges overlapping referrals (G-20).

    Args:
        claim: the event's own claim, where it has been worked out already.
    """
    claim = claim or opened_by(turn, declared, counted_from(turn, declared))
    current = next((stay for stay in turn.stays if stay.placement == declared.id), None)
    merged = current is not None and turn.rules.word(declared.overlap) != "stack"
    if current is not None and merged:
        stay = joined(current, claim)
        keep(turn, stay)
    else:
        stay = opened(declared, turn.event, owner, claim)
        turn.stays = (*turn.stays, stay)
        if declared.counts:
            ledger.count(turn, "placed:" + declared.id)
    why = turn.why(cites, "sent", figures=(declared.arrival_minutes,))
    ends = tell(turn, declared, stay, why, decider=decider, merged=merged)
    _ask_about_gap(turn, declared, stay, ends)
    return Expected(stay, ends, merged)


def joined(stay: Stay, claim: Claim) -> Stay:
    """The open stay with one more claim."""
    return stay._replace(claims=(*_shortened(stay), claim), released_early=None)


def opened(declared: Placement, event: Event, owner: str, claim: Claim) -> Stay:
    """The stay that a referral opens."""
    return Stay(
        event.id,
        declared.id,
        EXPECTED,
        event.at,
        event.spot.period,
        event.spot.scope,
        owner,
        (claim,),
        destination=str(event.details.get("destination", "")),
    )


def _shortened(stay: Stay) -> tuple[Claim, ...]:
    """The claims of a stay that a leader has shortened, each as short: a later referral is not shortened with them."""
    if stay.released_early is None:
        return stay.claims
    return tuple(Claim(claim.event, *stay.released_early) for claim in stay.claims)


def arrive(turn: Turn) -> tuple[Placement, Stay]:
    """Register the pupil's arrival; nothing is added for arriving late (G-107)."""
    stay, declared = stay_about(turn)
    if stay.stage == HERE:
        raise Unable(Missing(("expected_stay",), declared.cites))
    stay = arrived(declared, stay, turn.event)
    keep(turn, stay)
    why = turn.why(
        declared.release_cites or declared.cites,
        "release_" + str(declared.release),
        figures=(
            declared.release_days,
            declared.release_point,
            declared.late_finish,
            declared.late_finish_minutes,
        ),
    )
    tell(turn, declared, stay, why)
    return declared, stay


def arrived(declared: Placement, stay: Stay, event: Event) -> Stay:
    """The stay once the pupil is registered."""
    ident, placement, _, opened_at, period, scope, owner, claims, _, done, destination, early = stay
    if declared.stations:
        done = (*done, declared.stations[0].id)
    if event.details:
        destination = str(event.details.get("destination", destination))
    arrived_at = event.at.instant
    return Stay(
        ident, placement, HERE, opened_at, period, scope, owner, claims, arrived_at, done, destination, early
    )


def finish_station(turn: Turn) -> None:
    """Mark one station of a stay as done. A station may be done once."""
    stay, declared = stay_about(turn)
    if not do_station(turn, declared, stay, turn.event.code):
        raise Unable(Missing(("open_station",), declared.cites))


def do_station(turn: Turn, declared: Placement, stay: Stay, name: str) -> bool:
    """Mark a station as done and say so; False where the stay has no such station to do."""
    station = next((item for item in declared.stations if item.id == name), None)
    if station is None or station.id in stay.done:
        return False
    stay = stay._replace(done=(*stay.done, station.id))
    keep(turn, stay)
    tell(turn, declared, stay, turn.why(station.cites, "station_done", (("station", station.id),)))
    return True


def untake(turn: Turn, stay: Stay, station: str) -> None:
    """A station of a stay is open again; without a station the arrival is taken back, and all that came after it."""
    declared = turn.rules.pack.placements[stay.placement]
    if station:
        stay = stay._replace(done=tuple(item for item in stay.done if item != station))
    else:
        stay = stay._replace(stage=EXPECTED, arrived=0, done=())
    keep(turn, stay)
    tell(turn, declared, stay, turn.why(declared.cites, "void"))


def withdraw_claim(turn: Turn, event_id: str) -> bool:
    """Take one referral's claim off the stays; a stay without claims is withdrawn. True if a stay ended."""
    ended = False
    for before in turn.stays:
        claims = tuple(claim for claim in before.claims if claim.event != event_id)
        if len(claims) == len(before.claims):
            continue
        declared = turn.rules.pack.placements[before.placement]
        after = before._replace(claims=claims) if claims else before._replace(stage=WITHDRAWN)
        if claims:
            keep(turn, after)
        else:
            drop(turn, before)
            if declared.counts:
                ledger.count(turn, "placed:" + declared.id, -1, day=before.opened.day)
            ended = True
        tell(turn, declared, after, turn.why(declared.cites, "void"))
    return ended


def withdraw_move(turn: Turn, event_id: str) -> None:
    """What an absence or an extension had moved stands again as if it had never been."""
    for before in turn.stays:
        if not any(move.event == event_id for claim in before.claims for move in claim.moves):
            continue
        declared = turn.rules.pack.placements[before.placement]
        claims = tuple(
            moved(turn, declared, claim, tuple(move for move in claim.moves if move.event != event_id))
            for claim in before.claims
        )
        after = before._replace(claims=claims)
        keep(turn, after)
        tell(turn, declared, after, turn.why(declared.cites, "void"))


def _ask_about_gap(turn: Turn, declared: Placement, stay: Stay, ends: Deadline | None) -> None:
    if ends is None or not declared.gap_role or turn.rules.word(declared.gap_action) != "confirm":
        return
    days = (ends.day - turn.event.at.day).days
    if days > turn.rules.number(declared.gap_days):
        why = turn.why(
            declared.gap_cites, "gap", (("days", days),), figures=(declared.gap_days, declared.gap_action)
        )
        due = Deadline(turn.event.at.day, turn.calendar.closing_bell(turn.event.at.day, turn.year()))
        label = "Confirm or shorten the stay over the break"
        turn.outcomes.append(Task("confirm_gap", label, str(declared.gap_role), "", due, False, stay.id, why))
