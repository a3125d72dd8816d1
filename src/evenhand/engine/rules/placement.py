"""Stays in a placement: expected, arrived, stations, release (star policy paragraphs 95 to 101; K-01 to K-05, K-07).

A stay holds one claim for each referral that led to it, each with its own release point; the latest claim releases,
and a claim that is voided leaves the others as they are (G-20, G-89).
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from evenhand.engine.decisions import Deadline, Gate, Missing, Place, Reason, Task
from evenhand.engine.facts import Claim, Moment, Stay
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules import ledger
from evenhand.engine.rules.due import after_minutes, shift
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import ReleaseRule

EXPECTED = "expected"
HERE = "here"
RELEASED = "released"
WITHDRAWN = "withdrawn"
LAST_MINUTE = time(23, 59)


class Expected(NamedTuple):
    """The stay that a referral opened or joined."""

    stay: Stay
    release: Deadline | None
    merged: bool


def expect(turn: Turn, declared: Placement, cites: tuple[str, ...], *, decider: str, owner: str) -> Expected:
    """Open a stay, or join the open one where the school merges overlapping referrals (G-20)."""
    event = turn.event
    claim = _within_gap(turn, declared, _claim(turn, declared))
    current = next((stay for stay in turn.stays if stay.placement == declared.id), None)
    merged = current is not None and turn.rules.word(declared.overlap) != "stack"
    if current is not None and merged:
        stay = current._replace(claims=(*_shortened(current), claim), released_early=None)
        turn.stays = tuple(stay if old.id == stay.id else old for old in turn.stays)
    else:
        destination = str(event.details.get("destination", ""))
        stay = Stay(
            event.id,
            declared.id,
            EXPECTED,
            event.at,
            event.spot.period,
            event.spot.scope,
            owner,
            (claim,),
            destination=destination,
        )
        turn.stays = (*turn.stays, stay)
        ledger.count(turn, "placed:" + declared.id)
    turn.outcomes.append(
        _place(
            turn,
            declared,
            stay,
            decider,
            merged,
            turn.why(cites, "sent", figures=(declared.arrival_minutes,)),
        )
    )
    _ask_about_gap(turn, declared, stay)
    return Expected(stay, release_deadline(stay), merged)


def _shortened(stay: Stay) -> tuple[Claim, ...]:
    """The claims of a stay that a leader has shortened, each as short: a later referral is not shortened with them."""
    if stay.released_early is None:
        return stay.claims
    return tuple(Claim(claim.event, *stay.released_early) for claim in stay.claims)


def arrive(turn: Turn) -> tuple[Placement, Stay]:
    """Register the pupil's arrival; nothing is added for arriving late (G-107)."""
    stay = _stay(turn)
    declared = turn.rules.pack.placements[stay.placement]
    if stay.stage == HERE:
        raise Unable(Missing(("expected_stay",), declared.cites))
    first = declared.stations[:1]
    stay = stay._replace(
        stage=HERE,
        arrived=turn.event.at.instant,
        done=(*stay.done, first[0].id) if first else stay.done,
        destination=str(turn.event.details.get("destination", stay.destination)),
    )
    _keep(turn, stay)
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
    turn.outcomes.append(_place(turn, declared, stay, turn.event.by, False, why))
    return declared, stay


def finish_station(turn: Turn) -> None:
    """Mark one station of a stay as done. A station may be done once."""
    stay = _stay(turn)
    declared = turn.rules.pack.placements[stay.placement]
    station = next((item for item in declared.stations if item.id == turn.event.code), None)
    if station is None or station.id in stay.done:
        raise Unable(Missing(("open_station",), declared.cites))
    stay = stay._replace(done=(*stay.done, station.id))
    _keep(turn, stay)
    why = turn.why(station.cites, "station_done", (("station", station.id),))
    turn.outcomes.append(_place(turn, declared, stay, turn.event.by, False, why))


def untake(turn: Turn, stay: Stay, station: str) -> None:
    """A station of a stay is open again; without a station the arrival is taken back, and all that came after it."""
    declared = turn.rules.pack.placements[stay.placement]
    if station:
        stay = stay._replace(done=tuple(item for item in stay.done if item != station))
    else:
        stay = stay._replace(stage=EXPECTED, arrived=0, done=())
    _keep(turn, stay)
    turn.outcomes.append(_place(turn, declared, stay, turn.event.by, False, turn.why(declared.cites, "void")))


def release(turn: Turn) -> None:
    """End a stay, once its gates are passed: done, overridden with a reason, or held up only by an adult (G-25)."""
    stay = _stay(turn)
    declared = turn.rules.pack.placements[stay.placement]
    reason = str(turn.event.details.get("reason", ""))
    for gate in declared.gates:
        if gate.station in stay.done or turn.rules.word(gate.mode) == "off":
            continue
        if turn.event.details.get("adult_absent"):
            _pass_on(turn, declared, stay)
            continue
        holds_role = gate.override_role is None or str(gate.override_role) in turn.event.roles
        if not (reason and holds_role):
            raise Unable(Missing((gate.station,), gate.cites))
    turn.stays = tuple(old for old in turn.stays if old.id != stay.id)
    why = turn.why(
        declared.release_cites or declared.cites, "released", (("reason", reason),) if reason else ()
    )
    turn.outcomes.append(_place(turn, declared, stay._replace(stage=RELEASED), turn.event.by, False, why))


def confirm_gap(turn: Turn) -> None:
    """A leader confirms a stay over a long gap, or shortens it to the moment given in `release` (G-16)."""
    stay = _stay(turn)
    declared = turn.rules.pack.placements[stay.placement]
    if declared.gap_role is not None and str(declared.gap_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.gap_role),), declared.gap_cites))
    shortened = str(turn.event.details.get("release", ""))
    if shortened:
        if not turn.event.details.get("reason"):
            raise Unable(Missing(("reason",), declared.gap_cites))
        stay = stay._replace(released_early=_shorter(declared, stay, shortened))
    _keep(turn, stay)
    why = turn.why(declared.gap_cites, "gap_shortened" if shortened else "gap_confirmed")
    turn.outcomes.append(_place(turn, declared, stay, turn.event.by, False, why))


def _shorter(declared: Placement, stay: Stay, text: str) -> tuple[date, time]:
    """The local moment to which a stay is shortened: no later than its release, and not before it began."""
    ends = release_deadline(stay)
    try:
        until = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise Unable(Missing(("release",), declared.gap_cites)) from None
    began = datetime.combine(stay.opened.day, stay.opened.time)
    if until < began or (ends is not None and until > datetime.combine(ends.day, ends.time or LAST_MINUTE)):
        raise Unable(Missing(("release",), declared.gap_cites))
    return until.date(), until.time()


def withdraw_claim(turn: Turn, event_id: str) -> bool:
    """Take one referral's claim off the stays; a stay without claims is withdrawn. True if a stay ended."""
    ended = False
    for before in turn.stays:
        claims = tuple(claim for claim in before.claims if claim.event != event_id)
        if len(claims) == len(before.claims):
            continue
        declared = turn.rules.pack.placements[before.placement]
        why = turn.why(declared.cites, "void")
        after = before._replace(claims=claims) if claims else before._replace(stage=WITHDRAWN)
        if claims:
            _keep(turn, after)
        else:
            turn.stays = tuple(old for old in turn.stays if old.id != before.id)
            ledger.count(turn, "placed:" + declared.id, -1, day=before.opened.day)
            ended = True
        turn.outcomes.append(_place(turn, declared, after, turn.event.by, False, why))
    return ended


def release_deadline(stay: Stay) -> Deadline | None:
    """When the stay ends: the latest of its claims, or what a leader shortened it to."""
    if stay.released_early:
        return Deadline(*stay.released_early)
    points = [
        (claim.release_day, claim.release_time)
        for claim in stay.claims
        if claim.release_day and claim.release_time
    ]
    return Deadline(*max(points)) if points else None


def leave_on(turn: Turn, declared: Placement, stay: Stay, day: date) -> Deadline | None:
    """When the pupil goes home on that day, if later than the closing bell (K-04, G-17); None if not."""
    minutes = turn.rules.number(declared.late_finish_minutes)
    rule = turn.rules.word(declared.late_finish)
    ends = release_deadline(stay)
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
    stays_late = {"any_day_past_bell": passes, "day_one_only": passes and first, "both_days": True}.get(
        rule, False
    )
    return Deadline(day, shift(bell, minutes)) if stays_late else None


def _claim(turn: Turn, declared: Placement) -> Claim:
    day = turn.event.at.day
    match declared.release:
        case ReleaseRule.MANUAL:
            return Claim(turn.event.id, None, None)
        case ReleaseRule.WHOLE_DAY:
            on = turn.calendar.add_school_days(day, turn.rules.number(declared.release_days))
            bell = turn.calendar.closing_bell(on, turn.year())
            return Claim(turn.event.id, on, shift(bell, turn.rules.number(declared.late_finish_minutes)))
        case ReleaseRule.MATCHING_POINT:
            on = turn.calendar.add_school_days(day, turn.rules.number(declared.release_days))
            return Claim(turn.event.id, on, _point(turn, declared, on))


def _within_gap(turn: Turn, declared: Placement, claim: Claim) -> Claim:
    """Where the school waives what is left over a long break, the stay ends on its first day (G-16)."""
    day = turn.event.at.day
    if claim.release_day is None or turn.rules.word(declared.gap_action) != "waive":
        return claim
    if (claim.release_day - day).days <= turn.rules.number(declared.gap_days):
        return claim
    bell = turn.calendar.closing_bell(day, turn.year())
    return Claim(claim.event, day, shift(bell, turn.rules.number(declared.late_finish_minutes)))


def _point(turn: Turn, declared: Placement, on: date) -> time:
    """The matching point on the day of release; a period that the day lacks gives its closing bell (G-15)."""
    rule = turn.rules.word(declared.release_point)
    if rule == "clock_time":
        return turn.event.at.time
    period = turn.calendar.period(on, turn.event.spot.period, turn.year()) if turn.event.spot.period else None
    if period is None:
        return turn.calendar.closing_bell(on, turn.year())
    return period.start if rule == "same_period_start" else period.end


def _place(turn: Turn, declared: Placement, stay: Stay, decider: str, merged: bool, reason: Reason) -> Place:
    return Place(
        declared.id,
        stay.id,
        stay.stage,
        decider,
        stay.owner,
        stay.destination,
        arrive_by(turn, declared, stay.opened),
        release_deadline(stay),
        leave_on(turn, declared, stay, turn.event.at.day),
        merged,
        _gates(turn, declared, stay),
        reason,
    )


def arrive_by(turn: Turn, declared: Placement, opened: Moment) -> Deadline | None:
    """The end of the arrival timer, run from the first referral (K-01, G-18, G-89)."""
    minutes = turn.rules.number(declared.arrival_minutes)
    return after_minutes(opened, minutes) if minutes else None


def _gates(turn: Turn, declared: Placement, stay: Stay) -> tuple[Gate, ...]:
    if not declared.gates:
        return ()
    return tuple(
        Gate(gate.station, gate.owner, gate.station, str(gate.override_role or ""))
        for gate in declared.gates
        if gate.station not in stay.done and turn.rules.word(gate.mode) != "off"
    )


def _ask_about_gap(turn: Turn, declared: Placement, stay: Stay) -> None:
    ends = release_deadline(stay)
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


def _pass_on(turn: Turn, declared: Placement, stay: Stay) -> None:
    """An adult's absence never holds a pupil: the conversation passes to the head of year, two school days (G-25)."""
    due = Deadline(
        turn.calendar.add_school_days(turn.event.at.day, turn.rules.number(declared.handover_days))
    )
    why = turn.why(declared.gates[0].cites, "passed_on", figures=(declared.handover_days,))
    role = str(declared.handover_role or "")
    turn.outcomes.append(
        Task(
            "handover:" + declared.gates[0].station,
            declared.handover_label,
            role,
            "",
            due,
            False,
            stay.id,
            why,
        )
    )


def _stay(turn: Turn) -> Stay:
    for stay in turn.stays:
        if stay.id == turn.event.about:
            return stay
    raise Unable(Missing(("stay",)))


def _keep(turn: Turn, stay: Stay) -> None:
    turn.stays = tuple(stay if old.id == stay.id else old for old in turn.stays)
