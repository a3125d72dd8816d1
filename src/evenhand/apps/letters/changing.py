"""What every change of a message leaves behind: the row changed once, a delivery row, an entry in the chain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Q

from evenhand.apps.audit.services import Act, Who, append_many
from evenhand.apps.letters.models import Delivery, Message, Status
from evenhand.apps.tenancy.clock import now

Keep = Callable[[Who, Sequence[Act]], object]


def covered(_actor: Who, _acts: Sequence[Act]) -> None:
    """No entries of their own: the entry of the event covers what its decision says, and the chain is open for it."""


def change_all(
    actor: Who,
    messages: Sequence[Message],
    status: Status,
    *,
    among: Collection[str],
    reason: str = "",
    change: str = "",
    provider: str = "",
    reference: str = "",
    keep: Keep = append_many,
    **values: Any,
) -> list[Message]:
    """Bring those of the messages that stand `among` these to a status; returns those that were. In a transaction.

    A message that somebody else has changed meanwhile is left as it is. The chain has the length of a reason alone.
    """
    ids = [message.pk for message in messages]
    held = {row.pk: row for row in Message.objects.select_for_update().filter(pk__in=ids, status__in=among)}
    Message.objects.filter(Q(pk__in=list(held)), status__in=among).update(status=status, **values)
    moment, word = now(), change or str(status)
    for row in held.values():
        row.status = status
        for name, value in values.items():
            setattr(row, name, value)
    Delivery.objects.bulk_create(
        Delivery(
            school_id=row.school_id,
            message_id=row.pk,
            at=moment,
            by_id=actor.user_id,
            change=word,
            channel=row.channel,
            attempt=row.attempts,
            provider=provider,
            reference=reference,
            answer=reason,
        )
        for row in held.values()
    )
    acts = [
        Act(f"message.{word}", f"message:{pk}", {"words": len(reason), "reference": reference}) for pk in held
    ]
    if acts:
        keep(actor, acts)
    return list(held.values())
