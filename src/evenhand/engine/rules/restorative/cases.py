"""Conversations that are owed, as the state holds them: where each stands and what led there.

A case's `reasons` are lines of the form "stage:event:day" (and "owner:event:person"), oldest first: taking an event back
takes its line away, and the case stands where the rest of them leave it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Event, Opened
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Conversation
from evenhand.engine.rules import placement
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import EventKind

OPEN = "open"
HELD = "held"
REFUSED = "refused"
NOT_READY = "not_ready"
CHASED = "chased"
ENDING: Final = (HELD, REFUSED)
CLOSED_KEPT = 3


def open_case(turn: Turn, talk: Conversation, about: str, owner: str) -> None:
    """A conversation is owed from now on."""
    turn.cases = with_case(turn.cases, turn.rules, turn.event, talk, about, owner)


def with_case(
    cases: tuple[Opened, ...], rules: Rules, event: Event, talk: Conversation, about: str, owner: str
) -> tuple[Opened, ...]:
    """The cases with a conversation that is owed; of those that are over only the newest are remembered, for a void."""
    kinds = rules.pack.conversations
    closed = [case.id for case in cases if case.stage in ENDING and case.kind in kinds]
    if len(closed) > CLOSED_KEPT:
        stale = set(closed[:-CLOSED_KEPT])
        cases = tuple([old for old in cases if old.id not in stale or old.stage not in ENDING])
    ident = event.id
    return (*cases, Opened(ident, talk.id, OPEN, event.at.day, about, (f"owner:{ident}:{owner}",)))


def opened_by_task(turn: Turn, task: str, about: str, owner: str) -> None:
    """The duty to hold a conversation opens it; a duty that a conversation itself brings does not."""
    talk = turn.rules.talks.get(task)
    if talk is not None and turn.event.kind is not EventKind.CONVERSATION:
        open_case(turn, talk, about, owner)


def case_about(turn: Turn, talk: Conversation) -> Opened:
    """The open conversation that the event is about: by the stay or incident, or by what opened it."""
    for case in turn.cases:
        if case.kind == talk.id and case.stage == OPEN and turn.event.about in (case.about, case.id):
            return case
    raise Unable(Missing(("conversation",), talk.cites))


def noted(turn: Turn, case: Opened, stage: str, *, also: tuple[str, ...] = (), ends: bool = False) -> None:
    """Add what happened to the case, which may be over with it."""
    line = f"{stage}:{turn.event.id}:{turn.event.at.day.isoformat()}"
    after = case._replace(stage=stage if ends else case.stage, reasons=(*case.reasons, line, *also))
    turn.cases = tuple([after if old is case else old for old in turn.cases])


def owner_of(case: Opened) -> str:
    """Who owes the conversation now."""
    for line in reversed(case.reasons):
        if line.startswith("owner:"):
            return line.split(":", 2)[2]
    return ""


def counted_since(case: Opened) -> date:
    """The day from which a conversation counts as open: a deferral starts afresh (INF-RC-6, INF-RC-9)."""
    deferred = [line for line in case.reasons if line.startswith(NOT_READY + ":")]
    return date.fromisoformat(deferred[-1].rsplit(":", 1)[1]) if deferred else case.opened


def undo(turn: Turn, event_id: str) -> None:
    """A voided event opened no conversation, and nothing came of one by it."""
    kinds = turn.rules.pack.conversations
    for case in turn.cases:
        if case.kind not in kinds:
            continue
        if case.id == event_id:
            turn.cases = tuple(old for old in turn.cases if old is not case)
        elif any(line.split(":", 2)[1] == event_id for line in case.reasons):
            _without(turn, kinds[case.kind], case, event_id)


def _without(turn: Turn, talk: Conversation, case: Opened, event_id: str) -> None:
    rest = tuple(line for line in case.reasons if line.split(":", 2)[1] != event_id)
    over = [line.split(":", 1)[0] for line in rest if line.split(":", 1)[0] == HELD]
    gone = case.stage == HELD and not over
    stage = OPEN if gone or case.stage not in ENDING else case.stage
    if case.stage == REFUSED and not any(line.startswith(REFUSED + ":") for line in rest):
        stage = OPEN
    turn.cases = tuple(case._replace(stage=stage, reasons=rest) if old is case else old for old in turn.cases)
    stay = next((stay for stay in turn.stays if stay.id == case.about), None)
    if gone and stay is not None and talk.station in stay.done:
        placement.untake(turn, stay, talk.station)
