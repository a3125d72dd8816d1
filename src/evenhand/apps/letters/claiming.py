"""Who sends which message: each is won by one update, before anything leaves the house.

A message that is won and whose sender then falls silent is never simply sent again: the provider is asked, else a
person is, unless the school has settled otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from evenhand.apps.letters.models import Delivery, Message, Status


def claim(messages: Sequence[Message], moment: datetime) -> list[Message]:
    """Win these waiting messages for this process, committed before anything is sent; those that others won are left."""
    mark = uuid4().hex
    ids = [message.pk for message in messages]
    with transaction.atomic():
        waiting = Message.objects.filter(pk__in=ids, status=Status.QUEUED, hold_until__lte=moment)
        if not waiting.update(
            status=Status.SENDING, claim=mark, claimed_at=moment, attempts=F("attempts") + 1
        ):
            return []
        won = list(Message.objects.filter(claim=mark, status=Status.SENDING).order_by("pk"))
        Delivery.objects.bulk_create(
            Delivery(
                school_id=row.school_id,
                message=row,
                at=moment,
                change="trying",
                channel=row.channel,
                attempt=row.attempts,
            )
            for row in won
        )
    return won


def parcel_id(message: Message) -> str:
    """The name under which a provider knows a message, the same at every try and on every machine."""
    mark = hashlib.sha256(f"{message.school_id}:{message.dedupe}".encode()).hexdigest()[:24]
    return f"evenhand-{message.pk}-{mark}"
