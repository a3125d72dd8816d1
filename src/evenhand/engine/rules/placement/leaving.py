"""A stay ends, or is confirmed or shortened over a long break (star policy paragraphs 97, 101, 107; G-16, G-25)."""

from __future__ import annotations

from datetime import date, datetime, time

from evenhand.engine.decisions import Deadline, Missing, Task
from evenhand.engine.facts import Stay
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Placement, StayGate
from evenhand.engine.rules.placement.stays import (
    LAST_MINUTE,
    RELEASED,
    drop,
    keep,
    release_deadline,
    stay_about,
    tell,
)
from evenhand.engine.rules.turn import Turn, Unable


def release(turn: Turn) -> None:
    """End a stay, once its gates are passed: done, overridden with a reason, or held up only by an adult (G-25)."""
    stay, declared = stay_about(turn)
    reason = str(turn.event.details.get("reason", ""))
    for gate in declared.gates:
        if is_through(turn.rules, gate, stay):
            continue
        if turn.event.details.get("adult_absent"):
            _pass_on(turn, declared, stay)
            continue
        holds_role = gate.override_role is None or str(gate.override_role) in turn.event.roles
        if not (reason and holds_role):
            raise Unable(Missing((gate.station,), gate.cites))
    end(turn, declared, stay, "released", reason)


def is_through(rules: Rules, gate: StayGate, stay: Stay) -> bool:
    """Whether a gate of a stay is passed, or the school keeps none."""
    return gate.station in stay.done or rules.word(gate.mode) == "off"


def end(turn: Turn, declared: Placement, stay: Stay, key: str, reason: str = "") -> None:
    """The stay is over, for the reason that the key names."""
    drop(turn, stay)
    why = turn.why(declared.release_cites or declared.cites, key, (("reason", reason),) if reason else ())
    tell(turn, declared, stay._replace(stage=RELEASED), why)


def confirm_gap(turn: Turn) -> None:
    """A leader confirms a stay over a long gap, or shortens it to the moment given in `release` (G-16)."""
    stay, declared = stay_about(turn)
    if declared.gap_role is not None and str(declared.gap_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.gap_role),), declared.gap_cites))
    shortened = str(turn.event.details.get("release", ""))
    if shortened:
        if not turn.event.details.get("reason"):
            raise Unable(Missing(("reason",), declared.gap_cites))
        stay = stay._replace(released_early=_shorter(declared, stay, shortened))
    keep(turn, stay)
    tell(
        turn, declared, stay, turn.why(declared.gap_cites, "gap_shortened" if shortened else "gap_confirmed")
    )


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


def _pass_on(turn: Turn, declared: Placement, stay: Stay) -> None:
    """An adult's absence never holds a pupil: the conversation passes to the head of year, two school days (G-25)."""
    due = Deadline(
        turn.calendar.add_school_days(turn.event.at.day, turn.rules.number(declared.handover_days))
    )
    why = turn.why(declared.gates[0].cites, "passed_on", figures=(declared.handover_days,))
    kind = "handover:" + declared.gates[0].station
    role = str(declared.handover_role or "")
    turn.outcomes.append(Task(kind, declared.handover_label, role, "", due, False, stay.id, why))
