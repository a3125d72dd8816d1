"""Calls for help: one tap, nothing asked first; whoever may answer is alerted and answers by one tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import alert_seen, raise_alert
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import LessonOccurrence

KIND = "help"
SAME_CALL = timedelta(minutes=2)
# Arriving after less than this is no delay that anybody has to be told of.
AT_ONCE = timedelta(seconds=30)
OLDEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a device says of a call that it keeps until it is sent: its id, and when the adult tapped."""

    device_id: UUID
    asked_at: datetime


@transaction.atomic
def call_help(
    actor: Actor,
    *,
    lesson: LessonOccurrence | None = None,
    place: str = "",
    pupil: Pupil | None = None,
    kept: Kept | None = None,
) -> HelpCall:
    """Call for help now. A second tap within two minutes, before anybody answered, is the same call.

    `kept` is what a device says that may send late or again: the time of the tap counts, and its id is one call.
    """
    moment = now()
    asked = asked_at(kept, moment)
    known = _known(actor, lesson, asked, kept)
    if known is not None:
        return known
    where = place or (lesson.room if lesson else "")
    call = HelpCall.objects.create(
        school_id=actor.school_id,
        at=asked,
        arrived_at=moment if moment - asked >= AT_ONCE else None,
        device_id=kept.device_id if kept else None,
        by_id=_person(actor),
        lesson=lesson,
        place=where[:80],
        pupil=pupil,
    )
    body = {"by": actor.name, "place": where, "lesson": lesson.group.name if lesson else "", "call": call.pk}
    raise_alert(school_id=actor.school_id, kind=KIND, subject=subject_of(call), body=body)
    append(
        actor, action="help.called", subject=subject_of(call), body={"lesson": lesson.pk if lesson else None}
    )
    return call


def asked_at(kept: Kept | None, moment: datetime) -> datetime:
    """When the adult tapped: never later than now, and not before yesterday, whatever the device's clock says."""
    return moment if kept is None else max(min(kept.asked_at, moment), moment - OLDEST)


def _known(
    actor: Actor, lesson: LessonOccurrence | None, asked: datetime, kept: Kept | None
) -> HelpCall | None:
    """The call that this one is, if it was made before."""
    if kept is not None:
        sent_before = HelpCall.objects.filter(by_id=actor.user_id, device_id=kept.device_id).first()
        if sent_before is not None:
            return sent_before
    return HelpCall.objects.filter(
        by_id=actor.user_id,
        answered_at__isnull=True,
        at__gt=asked - SAME_CALL,
        at__lt=asked + SAME_CALL,
        lesson=lesson,
    ).first()


@transaction.atomic
def answer_help(actor: Actor, *, call: HelpCall) -> HelpCall:
    """Answer a call; the first answer stands, and its time with it."""
    held = HelpCall.objects.select_for_update().get(pk=call.pk)
    if held.answered_at is not None:
        return held
    held.answered_by_id, held.answered_at = actor.user_id, now()
    held.save(update_fields=["answered_by", "answered_at"])
    alert_seen(kind=KIND, subject=subject_of(held), at=held.answered_at)
    seconds = int((held.answered_at - held.at).total_seconds())
    append(actor, action="help.answered", subject=subject_of(held), body={"seconds": seconds})
    return held


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise ValueError("only a person calls for help")
    return actor.user_id


def subject_of(call: HelpCall) -> str:
    """How alerts and the audit name a call."""
    return f"help:{call.pk}"
