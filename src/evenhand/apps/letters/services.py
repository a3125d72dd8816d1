"""What is done with messages: put into the outbox, let go, cancelled, tried again, given by hand, logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.conduct.models import Event
from evenhand.apps.letters.calls import ABOUT, open_calls
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.gates import let_go
from evenhand.apps.letters.models import Channel, ContactEntry, Message, Status
from evenhand.apps.letters.queueing import Gate, Saying, queue_all
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

__all__ = [
    "Gate",
    "Unsaid",
    "cancel",
    "clear_gate",
    "give",
    "log_contact",
    "queue",
    "release",
    "reroute",
    "retry",
]

WAITING = (Status.HELD, Status.QUEUED, Status.TO_PRINT, Status.TO_PHONE, Status.FAILED, Status.TO_CHECK)
STUCK = (Status.FAILED, Status.TO_CHECK)
BY_HAND = {Channel.PRINT: Status.TO_PRINT, Channel.PHONE: Status.TO_PHONE}
LONGEST = 4_000


class Unsaid(Exception):
    """Nothing was changed, and why, in words for the person who asked."""


@transaction.atomic
def queue(
    actor: Actor,
    *,
    school: School,
    pupil: Pupil | None,
    audience: str,
    template: str,
    values: Mapping[str, Any],
    hold_until: datetime | None = None,
    gate: Gate | tuple[str, str] | None = None,
    event: Event | None = None,
    dedupe: str = "",
) -> Message:
    """Put a message into the outbox; it goes when its hold has passed and its gate is cleared.

    `values` fills the template's placeholders; a template that the policy lacks becomes a phone call to make.
    The same event (or `dedupe`), pupil, audience and template is the same message, whoever asks again.
    Where several of a family are told, the message to the first of them is returned.
    """
    saying = Saying(
        pupil=pupil,
        audience=audience,
        template=template,
        values=values,
        hold_until=hold_until,
        gate=Gate(*gate) if gate else None,
        event=event,
        dedupe=dedupe,
    )
    return queue_all(actor, school=school, sayings=[saying])[0]


@transaction.atomic
def clear_gate(actor: Actor, *, kind: str, key: str) -> list[Message]:
    """Let go every message that waits for this gate; returns them."""
    held = Message.objects.filter(status=Status.HELD, gate_kind=kind, gate_key=key)
    return let_go(actor, list(held), "The gate is cleared.")


@transaction.atomic
def release(actor: Actor, *, message: Message, reason: str) -> Message:
    """Let a held message go before its gate is cleared, with a reason that stays on record."""
    return _one(let_go(actor, [message], _needed(reason, "Say why this goes before what it waits for.")))


@transaction.atomic
def cancel(actor: Actor, *, message: Message, reason: str) -> Message:
    """Take a message out of the outbox that has not gone, with a reason."""
    words = _needed(reason, "Say why this is not sent.")
    made = _one(change_all(actor, [message], Status.CANCELLED, among=WAITING, reason=words))
    close_tasks(actor, [made])
    return made


@transaction.atomic
def retry(actor: Actor, *, message: Message) -> Message:
    """Send again what failed, or of which nobody knows whether it arrived: the person has looked."""
    made = _one(
        change_all(actor, [message], Status.QUEUED, among=STUCK, change="again", not_before=now(), attempts=0)
    )
    close_tasks(actor, [made])
    return made


@transaction.atomic
def reroute(actor: Actor, *, message: Message, channel: str) -> Message:
    """Print it or phone it instead."""
    status = BY_HAND.get(Channel(channel))
    if status is None:
        raise Unsaid("By hand means a letter or a call.")
    among = [known for known in WAITING if known not in (Status.HELD, status)]
    made = _one(
        change_all(actor, [message], status, among=among, change="rerouted", channel=channel, collate="")
    )
    close_tasks(actor, [made])
    if status == Status.TO_PHONE:
        open_calls([made])
    return made


@transaction.atomic
def give(actor: Actor, *, messages: Sequence[Message], note: str = "") -> list[Message]:
    """Printed and handed on, said by phone, or found to have arrived: each is in the contact log."""
    among = (Status.TO_PRINT, Status.TO_PHONE, Status.TO_CHECK, Status.FAILED)
    given = change_all(actor, messages, Status.GIVEN, among=among, reason=note)
    ContactEntry.objects.bulk_create(
        ContactEntry(
            school_id=row.school_id,
            pupil_id=row.pupil_id,
            contact_id=row.contact_id,
            message=row,
            who=row.values.get("family") or row.audience.replace("_", " "),
            way=row.channel,
            words=note,
            at=now(),
            by_id=actor.user_id,
        )
        for row in given
        if row.pupil_id
    )
    close_tasks(actor, given)
    return given


@transaction.atomic
def log_contact(
    actor: Actor,
    *,
    pupil: Pupil,
    way: str,
    words: str = "",
    contact: Contact | None = None,
    who: str = "",
    reached: bool = True,
) -> ContactEntry:
    """Keep what was said between the school and a family.

    Raises:
        Unsaid: nobody is named, or the words are too long.
    """
    name = contact.name if contact else _needed(who, "Say who was spoken to.")
    if len(words) > LONGEST:
        raise Unsaid(f"That has {len(words):,} characters; {LONGEST:,} is the most. Shorten it.")
    entry = ContactEntry.objects.create(
        school_id=actor.school_id,
        pupil=pupil,
        contact=contact,
        who=name[:200],
        way=way[:20],
        reached=reached,
        words=words.strip(),
        at=now(),
        by_id=actor.user_id,
    )
    body = {"pupil": pupil.pk, "way": entry.way, "reached": reached}
    append(actor, action="contact.logged", subject=f"contact:{entry.pk}", body=body)
    return entry


def _one(changed: Sequence[Message]) -> Message:
    if not changed:
        raise Unsaid("This has changed meanwhile: look again.")
    return changed[0]


def _needed(text: str, message: str) -> str:
    words = text.strip()
    if not words:
        raise Unsaid(message)
    return words


def close_tasks(actor: Actor, messages: Sequence[Message]) -> None:
    """What was owed because of these messages is no longer owed."""
    about = [f"{ABOUT}{message.pk}" for message in messages]
    tasks = list(Task.objects.filter(about__in=about, status="open"))
    Task.objects.filter(pk__in=[task.pk for task in tasks], status="open").update(
        status="done", closed_at=now(), closed_by_id=actor.user_id
    )
    TaskChange.objects.bulk_create(
        TaskChange(
            school_id=task.school_id, task=task, at=now(), by_id=actor.user_id, change="done", reason=""
        )
        for task in tasks
    )
