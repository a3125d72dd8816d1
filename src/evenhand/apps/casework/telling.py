"""Whether a family has been told of something: which of these events have been told of, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework.changing import DONE, OPEN, VOID, note_change
from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.tenancy.clock import now

TELL = "tell:"


def told_of(event_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the family was told of each of these events; those that nobody has told of are left out."""
    rows = Task.objects.filter(event_id__in=list(event_ids), kind__startswith=TELL, status=DONE)
    return {task.event_id: task.closed_at for task in rows if task.event_id and task.closed_at}


@transaction.atomic
def mark_told(actor: Actor, *, event_ids: Iterable[UUID], how: str) -> int:
    """Somebody has told the family, by phone or in writing; returns how many were still to be told."""
    tasks = Task.objects.select_for_update().filter(
        event_id__in=list(event_ids), kind__startswith=TELL, status=OPEN
    )
    count = 0
    for task in tasks:
        task.status, task.closed_at, task.closed_by_id, task.note = DONE, now(), actor.user_id, how
        task.save(update_fields=["status", "closed_at", "closed_by", "note"])
        note_change(actor, task, DONE, how)
        count += 1
    return count


def overtaken(event_ids: Iterable[UUID], reason: str) -> None:
    """What was still to be told of these events is no longer so: it is not to be told any more."""
    tasks = Task.objects.filter(event_id__in=list(event_ids), kind__startswith=TELL, status=OPEN)
    for task in tasks:
        TaskChange.objects.create(school_id=task.school_id, task=task, at=now(), change=VOID, reason=reason)
    tasks.update(status=VOID, closed_at=now())
