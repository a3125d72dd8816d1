"""What came of time owed: served, missed, excused, waived or put off (star policy paragraphs 147, 152; INF-SS-19)."""

from __future__ import annotations

from typing import NamedTuple

from evenhand.engine.decisions import Deadline, Missing
from evenhand.engine.facts import Owed
from evenhand.engine.pack.schema import TimeOwed
from evenhand.engine.rules.time_owed.items import tell
from evenhand.engine.rules.time_owed.minutes import defer
from evenhand.engine.rules.time_owed.slots import move
from evenhand.engine.rules.turn import Turn, Unable

MISSED = "missed"
SERVED = "served"
EXCUSED = "excused"
DEFERRED = "deferred"
STAGES = (SERVED, MISSED, EXCUSED, "waived", DEFERRED)
NO_MISS = ("authorised", "excluded")


class Settled(NamedTuple):
    """What came of an item, and whether it waits again for a time to be chosen."""

    declared: TimeOwed
    stage: str
    waits: bool
    start: Deadline | None = None


def settle(turn: Turn) -> Settled:
    """Record what came of time owed.

    A pupil who was in a placement at the time has served it. An absence that was authorised, or an exclusion, as the
    detail `absence` says, is excused and no miss (G-41, G-95). One of the same day that is put off is moved (G-38).
    """
    owed = next((item for item in turn.owed if item.id == turn.event.about and _is_set(turn, item)), None)
    if owed is None:
        raise Unable(Missing(("owed",)))
    declared = turn.rules.pack.time_owed[owed.kind]
    stage, absence = _stage(turn, declared), turn.event.details.get("absence")
    if turn.item is None:
        turn.item = turn.rules.item(owed.code)
    if stage == DEFERRED and declared.form == "minutes":
        defer(turn, declared, owed)
        return Settled(declared, stage, False)
    if stage == DEFERRED and declared.chosen == "":
        return Settled(declared, stage, False, move(turn, declared, owed).start)
    waits = declared.chosen != "" and stage in (DEFERRED, EXCUSED)
    rest = tuple(item for item in turn.owed if item.id != owed.id)
    turn.owed = (*rest, owed._replace(slot="", set_by="")) if waits else rest
    values = (("absence", str(absence)),) if stage == EXCUSED and absence else ()
    tell(turn, owed, stage, None, turn.why(declared.cites, "owed_" + stage, values))
    return Settled(declared, stage, waits)


def unchosen(turn: Turn, event_id: str) -> None:
    """The choice of a slot was taken back: the items wait for theirs again."""
    if any(item.set_by == event_id for item in turn.owed):
        turn.owed = tuple(
            item._replace(slot="", set_by="") if item.set_by == event_id else item for item in turn.owed
        )


def _is_set(turn: Turn, item: Owed) -> bool:
    return bool(item.slot) or turn.rules.pack.time_owed[item.kind].chosen == ""


def _stage(turn: Turn, declared: TimeOwed) -> str:
    stage = str(turn.event.details.get("outcome", ""))
    if stage not in STAGES:
        raise Unable(Missing(("outcome",), declared.cites))
    if stage != MISSED:
        return stage
    if any(stay.stage == "here" for stay in turn.stays):
        return SERVED
    if turn.event.details.get("absence") in NO_MISS:
        return EXCUSED
    if declared.confirm_role and str(declared.confirm_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.confirm_role),), declared.cites))
    return MISSED
