"""Time owed as the state holds it, and the outcome that tells of it."""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from evenhand.engine.decisions import Deadline, Owe, Reason
from evenhand.engine.facts import Owed
from evenhand.engine.pack.schema import TimeOwed
from evenhand.engine.rules.turn import Turn


class Slot(NamedTuple):
    """What was set: its id and when it starts, None where the time is still to be chosen; whether the family must know."""

    id: str
    start: Deadline | None
    notice: bool = False


class Planned(NamedTuple):
    """When time owed is to be served, who leads, and by when the register is due."""

    start: Deadline
    end: time
    slot: str
    minutes: int = 0
    leader: str = ""
    register: Deadline | None = None


def keep(turn: Turn, declared: TimeOwed, planned: Planned, why: Reason, *, item: Owed | None = None) -> Slot:
    """Put time owed into the state, in place of the item that waited for its slot, and say so."""
    ident = item.id if item else turn.event.id
    code = item.code if item else turn.event.code
    by = turn.event.id if item else ""
    owed = Owed(ident, declared.id, planned.start.day, planned.slot, planned.minutes, code, by)
    turn.owed = (*(old for old in turn.owed if old.id != ident), owed)
    tell(turn, owed, "set", planned, why)
    return Slot(ident, planned.start)


def tell(turn: Turn, owed: Owed, stage: str, planned: Planned | None, why: Reason) -> None:
    """Add the outcome that says where the item stands now."""
    day: date = planned.start.day if planned else owed.day
    start, end = (planned.start.time, planned.end) if planned else (None, None)
    slot, leader = (planned.slot, planned.leader) if planned else (owed.slot, "")
    register = planned.register if planned else None
    turn.outcomes.append(
        Owe(owed.kind, owed.id, stage, day, start, end, owed.minutes, slot, leader, register, why)
    )
