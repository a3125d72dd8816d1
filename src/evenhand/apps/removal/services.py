"""What adults record of a stay. What moves the stay is an event, decided by the policy; the rest is logged beside it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.casework.closing import close_tasks
from evenhand.apps.casework.raising import mark_seen
from evenhand.apps.conduct.commands import Command, Done, Problem, Refused
from evenhand.apps.conduct.services import record
from evenhand.apps.removal.deadlines import FAMILY
from evenhand.apps.removal.deadlines import REVIEW as LOOKED_IN
from evenhand.apps.removal.models import NOTE_KINDS, Stay, StayNote
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Where

PLAN = "plan_consultation"
REPAIR = "repair"
REFLECTION = "reflection"


def arrive(*, actor: Actor, stay: Stay, event_id: UUID | None = None) -> Done:
    """Register that the pupil is here. Raises Refused if the pupil has arrived already."""
    return _record(actor, stay, EventKind.ARRIVAL, event_id=event_id)


def undo_arrival(*, actor: Actor, stay: Stay, arrival: UUID) -> Done:
    """Take a mistaken arrival back: the pupil is expected again."""
    command = Command(
        event_id=new_event_id(),
        kind=EventKind.VOID,
        pupil_id=stay.pupil_id,
        where=Where.PLACEMENT,
        about=str(arrival),
        details={"undo": True, "reason": "Arrived was tapped by mistake"},
    )
    return record(actor, commands=[command]).done[0]


def finish_station(*, actor: Actor, stay: Stay, station: str, note: str = "") -> Done:
    """Mark a station as done, with a note such as the book read. Closes the task that stands for it."""
    return _record(actor, stay, EventKind.STATION, code=station, details={"note": note} if note else {})


@transaction.atomic
def log(*, actor: Actor, stay: Stay, kind: str, who: str = "", how: str = "", words: str = "") -> StayNote:
    """Log something in a stay. It is no incident and posts nothing (a phone handed over, a look in, a call)."""
    if kind not in NOTE_KINDS:
        raise ValueError(f"{kind!r} is not one of {', '.join(NOTE_KINDS)}")
    row = StayNote.objects.create(
        school_id=stay.school_id,
        stay=stay,
        kind=kind,
        at=now(),
        by_id=actor.user_id,
        who=who,
        how=how,
        words=words,
    )
    append(actor, action="stay." + kind, subject=f"stay:{stay.pk}", body={"note": row.pk})
    if kind == LOOKED_IN:
        mark_seen(kind=kind, subject=str(stay.pk), at=row.at)
    return row


@transaction.atomic
def tell_family(*, actor: Actor, stay: Stay, who: str, how: str, words: str) -> StayNote:
    """Log a contact with the family; the first one completes the station and closes the task.

    Raises Refused where the actor may not tell families, or nobody was named.
    """
    if Capability.TELL_FAMILY not in actor.capabilities:
        raise Refused((Problem("", "who", "This cannot be recorded from here."),))
    if not who.strip():
        raise Refused((Problem("", "who", "Say who was told."),))
    if FAMILY in open_stations(stay):
        finish_station(actor=actor, stay=stay, station=FAMILY, note=f"{who}, {how}")
    return log(actor=actor, stay=stay, kind="contact", who=who, how=how, words=words)


@transaction.atomic
def record_repair(*, actor: Actor, stay: Stay, who: str, words: str) -> StayNote:
    """Record that the conversation was held: who was there and what was agreed. It opens the gate."""
    finish_station(actor=actor, stay=stay, station=REPAIR, note=who)
    return log(actor=actor, stay=stay, kind=REPAIR, who=who, words=words)


@transaction.atomic
def record_reflection(*, actor: Actor, stay: Stay, words: str) -> StayNote:
    """Store the pupil's reflection, to be read before the conversation, and complete its station once."""
    if REFLECTION in open_stations(stay):
        finish_station(actor=actor, stay=stay, station=REFLECTION)
    return log(actor=actor, stay=stay, kind=REFLECTION, words=words)


def release(*, actor: Actor, stay: Stay, reason: str = "", adult_absent: bool = False) -> Done:
    """Send the pupil back to lessons. Raises Refused while a gate stands and nothing passes it.

    Args:
        actor: who releases.
        stay: the stay that ends.
        reason: why the gate is passed; counts only from a role that may override.
        adult_absent: the conversation could not be held because an adult is away; it is handed on (G-25).
    """
    details: dict[str, Fact] = {"reason": reason} if reason else {}
    if adult_absent:
        details["adult_absent"] = True
    return _record(actor, stay, EventKind.RELEASE, details=details)


def confirm_gap(*, actor: Actor, stay: Stay, until: str = "", reason: str = "") -> Done:
    """Confirm a stay over a long break, or shorten it to the local `until` (ISO date and time) with a reason (G-16)."""
    details: dict[str, Fact] = {"release": until} if until else {}
    if reason:
        details["reason"] = reason
    return _record(actor, stay, EventKind.CONFIRM, code="gap", details=details)


@transaction.atomic
def decide_plan(*, actor: Actor, stay: Stay, words: str) -> StayNote:
    """Note what was decided about the pupil's support plan; the question is then answered."""
    row = log(actor=actor, stay=stay, kind="plan", words=words)
    close_tasks(
        school_id=stay.school_id, about=str(stay.pk), kind=PLAN, by_id=actor.user_id, at=row.at, note=words
    )
    return row


def extend(*, actor: Actor, stay: Stay, until: str, reason: str, need: str) -> Done:
    """Make a stay longer because the work was not good enough, to the local `until` (ISO date and time).

    `need` is what the check for an underlying reason found: "none", or anything else, and then there is no extension.
    Raises Refused where the policy allows none (G-21).
    """
    details: dict[str, Fact] = {"release": until, "reason": reason, "need_check": need}
    return _record(actor, stay, EventKind.CONFIRM, code="extension", details=details)


def open_stations(stay: Stay) -> frozenset[str]:
    """Of the stations that a log completes, those that are still to do."""
    return frozenset((FAMILY, REFLECTION, REPAIR)) - set(stay.stations.values_list("station", flat=True))


def _record(
    actor: Actor,
    stay: Stay,
    kind: EventKind,
    *,
    code: str = "",
    details: Mapping[str, Fact] | None = None,
    event_id: UUID | None = None,
) -> Done:
    command = Command(
        event_id=event_id or new_event_id(),
        kind=kind,
        pupil_id=stay.pupil_id,
        code=code,
        where=Where.PLACEMENT,
        about=str(stay.pk),
        details=details or {},
    )
    return record(actor, commands=[command]).done[0]
