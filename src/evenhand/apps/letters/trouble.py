"""What cannot go as it was meant to: another way by hand, or a person who sees to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evenhand.apps.audit.services import Who
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.wording import INSTEAD
from evenhand.apps.letters.calls import ABOUT, ROLE, open_calls
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.models import Channel, Message, Status
from evenhand.apps.letters.queueing import BY_HAND, HAND
from evenhand.apps.letters.ways import route
from evenhand.apps.letters.wording import form_of
from evenhand.apps.tenancy.clock import now
from evenhand.engine.pack.schema import Pack

UNDELIVERED = "undelivered"
NEEDS_PERSON = {
    Status.FAILED: (INSTEAD, "Phone instead: a message about the pupil could not be delivered"),
    Status.TO_CHECK: (UNDELIVERED, "Look whether a message about the pupil arrived"),
}


def by_hand(actor: Who, pack: Pack, group: Sequence[Message], *, among: Collection[str]) -> list[Message]:
    """Messages whose way is not there any more become letters or calls. In a transaction."""
    changed: list[Message] = []
    for message in group:
        way = route(form_of(pack, message.template), message.contact)
        status = BY_HAND.get(Channel(way.channel), Status.TO_PHONE if message.contact_id else Status.TO_PRINT)
        channel = "phone" if status == Status.TO_PHONE else "print"
        reason = way.note or "There is no address."
        changed += change_all(
            actor, [message], status, among=among, reason=reason, channel=channel, collate=""
        )
    open_calls([message for message in changed if message.status == Status.TO_PHONE])
    return changed


def undelivered(messages: Sequence[Message]) -> list[Task]:
    """A task for each message that a person has to look at: theirs who wrote it by hand, else the office's."""
    return Task.objects.bulk_create(
        Task(
            school_id=message.school_id,
            pupil_id=message.pupil_id,
            event_id=message.event_id,
            kind=NEEDS_PERSON[Status(message.status)][0],
            label=NEEDS_PERSON[Status(message.status)][1],
            role=ROLE,
            owner_id=message.made_by_id if message.dedupe.startswith(HAND) else None,
            about=f"{ABOUT}{message.pk}",
            cites=message.cites,
            opened_at=now(),
        )
        for message in messages
        if message.status in NEEDS_PERSON
    )
