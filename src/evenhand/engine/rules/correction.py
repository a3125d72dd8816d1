"""Taking an entry back: a void works from its own time on, and what was decided stays until a person acts (G-82, G-109)."""

from __future__ import annotations

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Voided
from evenhand.engine.rules import ledger, placement, report, time_owed, watch
from evenhand.engine.rules.formal_sanction.records import drop_act
from evenhand.engine.rules.ladder import drop_mark
from evenhand.engine.rules.programmes import nomination
from evenhand.engine.rules.restorative.cases import undo
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import EventKind

VOID = "void"
COUNTED = {
    EventKind.ACHIEVEMENT: "recognised",
    EventKind.CONCERN: "concern",
    EventKind.LADDER_STEP: "concern",
}


def void(turn: Turn) -> None:
    """Reverse an entry's posts in its own periods and take away what it opened (STAR-208).

    That is its mark, request, claim and owed time, its entry on a register, its report card and the mark on one.
    """
    voided = turn.event.voids
    if voided is None:
        raise Unable(Missing(("voided_entry",)))
    if voided.kind == EventKind.ATTENDANCE:
        raise Unable(Missing(("difference",)))
    if not turn.event.details.get("reason") and not turn.event.details.get("undo"):
        raise Unable(Missing(("reason",)))
    for name, value in voided.posts:
        ledger.post(turn, name, -value, VOID, (), day=voided.day)
    counted = COUNTED.get(voided.kind)
    if counted:
        ledger.count(turn, counted, -1, day=voided.day)
    turn.windows = drop_mark(turn.windows, voided.event)
    turn.requests = tuple(item for item in turn.requests if item.event != voided.event)
    turn.owed = tuple(item for item in turn.owed if item.id != voided.event)
    turn.levels = tuple(item for item in turn.levels if item.event != voided.event)
    report.take_back(turn, voided.event)
    time_owed.unchosen(turn, voided.event)
    placement.withdraw_claim(turn, voided.event)
    nomination.take_back(turn, voided)
    undo(turn, voided.event)
    placement.withdraw_move(turn, voided.event)
    watch.take_back(turn, voided)
    if voided.kind == EventKind.SANCTION:
        drop_act(turn, voided.event)
    _untake(turn, voided)


def _untake(turn: Turn, voided: Voided) -> None:
    """A voided arrival makes the pupil expected again; a voided station is still to be done."""
    if voided.kind not in (EventKind.ARRIVAL, EventKind.STATION):
        return
    stay = next((stay for stay in turn.stays if stay.id == voided.stay), None)
    if stay is not None:
        placement.untake(turn, stay, "" if voided.kind == EventKind.ARRIVAL else voided.code)
