"""Whether a family has been told of something, for the apps below that ask by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.models import Delivery, Message, Status
from evenhand.apps.letters.services import WAITING, close_tasks

FAMILY = "family"
TOLD = (Status.SENT, Status.DELIVERED, Status.GIVEN)


def told_of(event_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the family was told of each of these events; those that nobody has told of are left out."""
    if not event_ids:
        return {}
    rows = Delivery.objects.filter(
        message__event_id__in=list(event_ids),
        message__audience=FAMILY,
        message__status__in=TOLD,
        change__in=[str(status) for status in TOLD],
    )
    # The first of several is kept.
    return dict(rows.order_by("-at", "-pk").values_list("message__event_id", "at"))


@transaction.atomic
def mark_told(actor: Actor, *, event_ids: Iterable[UUID], how: str) -> int:
    """Somebody has told the family, by phone or in person; returns how many messages were still to go."""
    given = change_all(actor, _waiting(event_ids), Status.GIVEN, among=WAITING, reason=how)
    close_tasks(actor, given)
    return len(given)


@transaction.atomic
def overtaken(actor: Actor, *, event_ids: Iterable[UUID], reason: str) -> int:
    """What was still to be told of these events is no longer so: it does not go; returns how many did not."""
    cancelled = change_all(actor, _waiting(event_ids), Status.CANCELLED, among=WAITING, reason=reason)
    close_tasks(actor, cancelled)
    return len(cancelled)


def _waiting(event_ids: Iterable[UUID]) -> list[Message]:
    rows = Message.objects.filter(event_id__in=list(event_ids), audience=FAMILY, status__in=WAITING)
    return list(rows.order_by("pk"))
