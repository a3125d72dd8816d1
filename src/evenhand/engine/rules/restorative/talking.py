"""What happens to a conversation: planned, put off, held, refused, a disclosure (STAR-101 to 115; INF-RC-6 to 12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Opened, Stay
from evenhand.engine.pack.schema import Conversation
from evenhand.engine.rules import placement
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.restorative.cases import (
    HELD,
    NOT_READY,
    OPEN,
    REFUSED,
    case_about,
    noted,
    open_case,
    owner_of,
)
from evenhand.engine.rules.restorative.demands import complete, consented, words
from evenhand.engine.rules.turn import Turn, Unable

DISCLOSURE = "disclosure"
TEXTS: Final = ("note", "text", "reason", "answers", "summary")
NONE = "none"
PARTIES = 2


def talk_about(turn: Turn) -> None:
    """Record one stage of a conversation: the event's code names the conversation, its detail `stage` the stage."""
    talk = turn.rules.pack.conversations.get(turn.event.code)
    if talk is None:
        raise Unable(Missing(("code",)))
    stage = str(turn.event.details.get("stage", ""))
    if stage == "opened" and talk.between:
        _open_session(turn, talk)
        return
    run = STAGES.get(stage)
    if run is None:
        raise Unable(Missing(("stage",), talk.cites))
    case = case_about(turn, talk)
    if stage != DISCLOSURE:
        _may_lead(turn, talk, case)
    run(turn, talk, case)
    _bring(turn, talk, case, stage)


def _bring(turn: Turn, talk: Conversation, case: Opened, moment: str) -> None:
    owner = owner_of(case)
    cast = Cast(owner or turn.event.by, owner or turn.event.by, turn.event.by)
    perform(turn, talk.effects, cast, on=moment, about=case.about)


def _open_session(turn: Turn, talk: Conversation) -> None:
    """A session between two parties or more, after an incident between them, with who leads it (INF-RJ-1, INF-RJ-3)."""
    if len(set(words(turn.event.details.get("parties")))) < PARTIES:
        raise Unable(Missing(("parties",), talk.cites))
    if talk.lead_roles and not _leads(turn, talk):
        raise Unable(Missing(tuple("role:" + role for role in talk.lead_roles), talk.lead_cites))
    about = turn.event.about or turn.event.id
    if any(case.kind == talk.id and case.stage == OPEN and case.about == about for case in turn.cases):
        raise Unable(Missing(("session_of_its_own",), talk.cites))
    owner = str(turn.event.details.get("owner") or turn.event.by)
    if ":" in owner:
        raise Unable(Missing(("owner",), talk.lead_cites or talk.cites))
    open_case(turn, talk, about, owner)
    _bring(turn, talk, turn.cases[-1], "opened")


def _planned(turn: Turn, talk: Conversation, case: Opened) -> None:
    """A time for it: during the stay, from now until release (K-05); between people only with their consent."""
    if talk.between:
        consented(turn, talk)
    try:
        at = datetime.fromisoformat(str(turn.event.details.get("at", ""))).replace(tzinfo=None)
    except ValueError:
        raise Unable(Missing(("at",), talk.cites)) from None
    stay = _stay(turn, case)
    now = datetime.combine(turn.event.at.day, turn.event.at.time)
    if at < now or (stay is not None and not (stay.arrived and placement.within(stay, at))):
        raise Unable(Missing(("within_stay" if stay else "at",), talk.cites))
    noted(turn, case, "planned")


def _not_ready(turn: Turn, talk: Conversation, case: Opened) -> None:
    """Not calm enough yet: it is put off with a reason, and that is no miss (INF-RC-6)."""
    _reason(turn, talk)
    noted(turn, case, NOT_READY)


def _held(turn: Turn, talk: Conversation, case: Opened) -> None:
    """It was held: whole, by its owner or somebody who may lead, and a stay's station is done with it (STAR-101a)."""
    if talk.between:
        consented(turn, talk)
    complete(turn, talk, case)
    stay = _stay(turn, case)
    if stay is not None and talk.station and not stay.arrived:
        raise Unable(Missing(("within_stay",), talk.cites))
    noted(turn, case, HELD, ends=True)
    if stay is not None and talk.station:
        placement.do_station(turn, turn.rules.pack.placements[stay.placement], stay, talk.station)
    for promise, day in talk.promises.items():
        if turn.event.details.get(promise) not in (None, "", (), NONE):
            _promised(turn, talk, case, promise, day)


def _promised(turn: Turn, talk: Conversation, case: Opened, promise: str, day: str) -> None:
    """What was agreed, and by when: a task to see that it was done, and no penalty if it is not (INF-RC-12)."""
    try:
        by = date.fromisoformat(str(turn.event.details.get(day, "")))
    except ValueError:
        raise Unable(Missing((day,), talk.cites)) from None
    if by < turn.event.at.day:
        raise Unable(Missing((day,), talk.cites))
    _bring(turn, talk, case, promise)


def _refused(turn: Turn, talk: Conversation, case: Opened) -> None:
    """The pupil, or one of the parties, will not: a session between people is over, any other stays owed (INF-RJ-6)."""
    _reason(turn, talk)
    noted(turn, case, REFUSED, ends=talk.between)


def _disclosure(turn: Turn, talk: Conversation, case: Opened) -> None:
    """Something for safeguarding came up: it is told now, and not one word of it stands in this record (STAR-111b)."""
    if any(turn.event.details.get(name, "") not in ("", ()) for name in TEXTS):
        raise Unable(Missing(("text_to_safeguarding_only",), talk.cites))
    noted(turn, case, DISCLOSURE)


def _serious(turn: Turn, talk: Conversation, case: Opened) -> None:
    """Too serious for this alone: it goes up (INF-RC-8)."""
    _reason(turn, talk)
    noted(turn, case, "serious")


def _reassigned(turn: Turn, talk: Conversation, case: Opened) -> None:
    """Somebody else will hold it, with a reason; the one who owed it is still invited (INF-RC-7)."""
    _reason(turn, talk)
    owner = str(turn.event.details.get("owner", ""))
    if not owner or ":" in owner or owner == owner_of(case):
        raise Unable(Missing(("owner",), talk.lead_cites or talk.cites))
    noted(turn, case, "reassigned", also=(f"owner:{turn.event.id}:{owner}",))


def _absent(turn: Turn, talk: Conversation, case: Opened) -> None:
    """The adult is away: the conversation passes on and holds nobody (G-25)."""
    noted(turn, case, "absent")


STAGES: Final[Mapping[str, Callable[[Turn, Conversation, Opened], None]]] = {
    "planned": _planned,
    NOT_READY: _not_ready,
    HELD: _held,
    REFUSED: _refused,
    DISCLOSURE: _disclosure,
    "serious": _serious,
    "reassigned": _reassigned,
    "absent": _absent,
}


def _may_lead(turn: Turn, talk: Conversation, case: Opened) -> None:
    """The owner, or somebody whose role may lead it (INF-RC-7, INF-RC-8)."""
    if turn.event.by != owner_of(case) and not _leads(turn, talk):
        wanted = ("owner", *("role:" + role for role in talk.lead_roles))
        raise Unable(Missing(wanted, talk.lead_cites or talk.cites))


def _leads(turn: Turn, talk: Conversation) -> bool:
    return bool({str(role) for role in talk.lead_roles} & set(turn.event.roles))


def _reason(turn: Turn, talk: Conversation) -> None:
    if not turn.event.details.get("reason"):
        raise Unable(Missing(("reason",), talk.cites))


def _stay(turn: Turn, case: Opened) -> Stay | None:
    return next((stay for stay in turn.stays if stay.id == case.about), None)
