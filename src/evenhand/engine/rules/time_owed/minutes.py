"""Give-back: minutes at the next break of the same day, never carried over to another (INF-SS-14 to 19; G17)."""

from __future__ import annotations

from datetime import time

from evenhand.engine.decisions import Deadline, Missing
from evenhand.engine.facts import Owed
from evenhand.engine.pack.schema import TimeOwed
from evenhand.engine.rules.due import shift
from evenhand.engine.rules.time_owed.items import Planned, Slot, keep, tell
from evenhand.engine.rules.turn import Turn, Unable


def give_back(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot:
    """Owe the minutes that the event names at the next break, within its cap."""
    minutes = turn.event.details.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
        raise Unable(Missing(("minutes",), declared.cites))
    planned = _planned(turn, declared, minutes, after="")
    why = turn.why(
        cites or declared.cites,
        "give_back",
        (("minutes", minutes),),
        figures=(declared.cap, declared.increment),
    )
    return keep(turn, declared, planned, why)


def defer(turn: Turn, declared: TimeOwed, owed: Owed) -> None:
    """Give the minutes back at the break after, the same day; refused where none is left or it is full."""
    turn.owed = tuple(item for item in turn.owed if item.id != owed.id)
    planned = _planned(turn, declared, owed.minutes, after=owed.slot)
    moved = owed._replace(day=planned.start.day, slot=planned.slot)
    turn.owed = (*turn.owed, moved)
    tell(turn, moved, "deferred", planned, turn.why(declared.cites, "owed_deferred", figures=(declared.cap,)))


def room_left(turn: Turn, declared: TimeOwed, slot: str) -> int:
    """Minutes that may still be given back in that break (INF-SS-19, G17)."""
    taken = sum(item.minutes for item in turn.owed if item.kind == declared.id and item.slot == slot)
    return turn.rules.number(declared.cap) - taken


def next_break(turn: Turn, declared: TimeOwed, after: str = "") -> tuple[str, time] | None:
    """The next break of the same day that may be used, as slot key and start; None if no break is left.

    `after` is the slot key of a break that is passed over, with those before it.
    """
    at = turn.event.at
    passed = not after.startswith(at.day.isoformat())
    for period in turn.calendar.periods_on(at.day, turn.year()):
        key = f"{at.day.isoformat()}/{period.key}"
        usable = period.kind == "social" and period.key.lower() not in declared.never
        if usable and passed and period.start > at.time:
            return key, period.start
        passed = passed or key == after
    return None


def _planned(turn: Turn, declared: TimeOwed, minutes: int, *, after: str) -> Planned:
    slot = next_break(turn, declared, after)
    if slot is None:
        raise Unable(Missing(("break_left_today",), declared.cites))
    if minutes > room_left(turn, declared, slot[0]):
        raise Unable(Missing(("room_in_break",), declared.cites))
    return Planned(Deadline(turn.event.at.day, slot[1]), shift(slot[1], minutes), slot[0], minutes)
