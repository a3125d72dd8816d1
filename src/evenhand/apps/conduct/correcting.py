"""Taking an entry back with a reason, or putting it right: a void, and the entry as it should have been (¶ 208)."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.commands import Command, Recorded
from evenhand.apps.conduct.models import Event, EventPayload
from evenhand.apps.conduct.sealing import unsealed
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.performers import adjustments_on
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.engine.facts import Answer
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import event_from_plain


def void(actor: Actor, *, event: Event, reason: str, note: dict[str, str] | None = None) -> Recorded:
    """Take an entry back. It stays in the record, struck through, and what it posted is reversed.

    Raises:
        Refused: the actor may not, the entry is taken back already, or the reason is missing.
    """
    return record(actor, commands=[_void(event, reason, note or {})])


@transaction.atomic
def correct(
    actor: Actor,
    *,
    event: Event,
    reason: str,
    pupil_id: int | None = None,
    code: str = "",
    note: dict[str, str] | None = None,
) -> Recorded:
    """Take an entry back and record it as it should have been: of another pupil, of another act, or as it now falls.

    Both happen or neither. The new entry keeps when and where it happened, and the adult who saw it.

    Raises:
        Refused: one of the two cannot be recorded; every problem is named.
    """
    return record(
        actor,
        commands=[_void(event, reason, note or {}), _anew(actor, event, reason, pupil_id, code)],
    )


def _void(event: Event, reason: str, note: dict[str, str]) -> Command:
    return Command(
        new_event_id(),
        EventKind.VOID,
        event.pupil_id,
        where=Where(event.where),
        lesson_id=event.incident.lesson_id,
        place=event.place,
        details={"reason": reason.strip(), **note},
        about=str(event.pk),
    )


def _anew(actor: Actor, event: Event, reason: str, pupil_id: int | None, code: str) -> Command:
    told = event_from_plain(StoredDecision.objects.get(pk=event.pk).facts)
    payload = EventPayload.objects.filter(pk=event.pk).first()
    other_pupil = pupil_id is not None and pupil_id != event.pupil_id
    author = event.on_behalf_of_id or event.recorded_by_id
    command = Command(
        new_event_id(),
        told.kind,
        pupil_id or event.pupil_id,
        code or event.code,
        happened_at=event.happened_at,
        where=Where(event.where),
        lesson_id=event.incident.lesson_id,
        place=event.place,
        details=event.told(),
        answers=unsealed(told.answers, payload.words if payload else {}),
        witness_id=event.witness_id,
        on_behalf_of_id=author if author != actor.user_id else None,
        text=payload.text if payload else "",
        about=event.about,
    )
    return replace(command, answers=_answers(event, command.pupil_id, reason)) if other_pupil else command


def _answers(event: Event, pupil_id: int, reason: str) -> tuple[Answer, ...]:
    """Nobody asked about this pupil's adjustments then, and the record says so."""
    agreed = adjustments_on(event.day, [pupil_id]).get(pupil_id, ())
    return tuple(Answer(item.id, "not_applied", f"Corrected later: {reason.strip()}") for item in agreed)
