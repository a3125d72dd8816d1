"""Time owed: detention slots and give-back minutes (star policy paragraphs 145 to 148, K-06 to K-08; INF-SS-14 to 19)."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from evenhand.engine.decisions import Deadline, Missing, Owe, Reason
from evenhand.engine.facts import Owed
from evenhand.engine.pack.schema import TimeOwed
from evenhand.engine.rules.due import shift
from evenhand.engine.rules.turn import Turn, Unable

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MISSED = "missed"
SERVED = "served"


class Slot(NamedTuple):
    """What was set: its id and when it starts."""

    id: str
    start: Deadline | None


def owe(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot:
    """Set time owed for this event, as a slot or as minutes at the next break."""
    return _slot(turn, declared, cites) if declared.form == "slot" else _minutes(turn, declared, cites)


def settle(turn: Turn) -> tuple[TimeOwed, str, Deadline | None]:
    """Record what came of time owed: served, missed, excused, waived or deferred.

    A pupil who was in a placement at the time has served it; an authorised absence is "excused" and not a miss (G-41, G-95).
    """
    owed = next((item for item in turn.owed if item.id == turn.event.about), None)
    if owed is None:
        raise Unable(Missing(("owed",)))
    declared = turn.rules.pack.time_owed[owed.kind]
    stage = str(turn.event.details.get("outcome", ""))
    if stage not in ("served", "missed", "excused", "waived", "deferred"):
        raise Unable(Missing(("outcome",), declared.cites))
    if stage == MISSED and any(stay.stage == "here" for stay in turn.stays):
        stage = SERVED
    if stage == MISSED and declared.confirm_role and str(declared.confirm_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.confirm_role),), declared.cites))
    turn.owed = tuple(item for item in turn.owed if item.id != owed.id)
    if turn.item is None:
        turn.item = turn.rules.item(owed.code)
    why = turn.why(declared.cites, "owed_" + stage)
    turn.outcomes.append(
        Owe(owed.kind, owed.id, stage, owed.day, None, None, owed.minutes, owed.slot, "", None, why)
    )
    return declared, stage, None


def room_left(turn: Turn, declared: TimeOwed, slot: str) -> int:
    """Minutes that may still be given back in that break (INF-SS-19, G17)."""
    taken = sum(item.minutes for item in turn.owed if item.kind == declared.id and item.slot == slot)
    return turn.rules.number(declared.cap) - taken


def _slot(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot:
    day = turn.calendar.school_day_on_or_after(turn.event.at.day)
    bell = turn.calendar.closing_bell(day, turn.year())
    start = shift(bell, turn.rules.number(declared.start_offset))
    end = shift(start, turn.rules.number(declared.length))
    clock = end if turn.rules.word(declared.register_clock) == "end" else start
    register = Deadline(day, shift(clock, turn.rules.number(declared.register_minutes)))
    why = turn.why(
        cites or declared.cites,
        "detention_same_day",
        figures=(declared.start_offset, declared.length, declared.rota_rule),
    )
    return _keep(
        turn,
        declared,
        Deadline(day, start),
        end,
        0,
        f"{day.isoformat()}/after",
        _leader(turn, declared),
        register,
        why,
    )


def _leader(turn: Turn, declared: TimeOwed) -> str:
    """Who leads: the head of the year that the rota names for the day, or of the pupil's own year (G-38)."""
    if turn.rules.word(declared.rota_rule) == "leader_of_day":
        year = declared.rota.get(WEEKDAYS[turn.event.at.day.weekday()])
        return f"year:{year}" if year else str(declared.leader or "")
    return (
        f"year:{turn.event.year_group}" if turn.event.year_group is not None else str(declared.leader or "")
    )


def _minutes(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot:
    minutes = turn.event.details.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
        raise Unable(Missing(("minutes",), declared.cites))
    slot = next_break(turn, declared)
    if slot is None:
        raise Unable(Missing(("break_left_today",), declared.cites))
    if minutes > room_left(turn, declared, slot[0]):
        raise Unable(Missing(("room_in_break",), declared.cites))
    why = turn.why(
        cites or declared.cites,
        "give_back",
        (("minutes", minutes),),
        figures=(declared.cap, declared.increment),
    )
    start = Deadline(turn.event.at.day, slot[1])
    return _keep(turn, declared, start, shift(slot[1], minutes), minutes, slot[0], "", None, why)


def next_break(turn: Turn, declared: TimeOwed) -> tuple[str, time] | None:
    """The next break of the same day that may be used, as slot key and start; None if no break is left."""
    at = turn.event.at
    for period in turn.calendar.periods_on(at.day, turn.year()):
        usable = period.kind == "social" and period.key.lower() not in declared.never
        if usable and period.start > at.time:
            return f"{at.day.isoformat()}/{period.key}", period.start
    return None


def _keep(
    turn: Turn,
    declared: TimeOwed,
    start: Deadline,
    end: time,
    minutes: int,
    slot: str,
    leader: str,
    register: Deadline | None,
    why: Reason,
) -> Slot:
    item_id = turn.event.id
    turn.owed = (*turn.owed, Owed(item_id, declared.id, start.day, slot, minutes, turn.event.code))
    turn.outcomes.append(
        Owe(declared.id, item_id, "set", start.day, start.time, end, minutes, slot, leader, register, why)
    )
    return Slot(item_id, start)
