"""Alerts that other apps raise by name, since they stand on floors below, and tasks that people ask for by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework import counting
from evenhand.apps.casework.models import Alert, Deadline, Task
from evenhand.apps.casework.performing import TASK_DUE
from evenhand.apps.tenancy.clock import now


def raise_alert(
    *, school_id: int, kind: str, subject: str, body: dict[str, Any], role: str = "", once: bool = False
) -> Alert:
    """One alert. Without a role it concerns everyone whose capability answers that kind (help: ANSWER_HELP).

    Args:
        once: where there has been one of that matter, seen or not, it is that one.
    """
    known = Alert.objects.filter(kind=kind, subject=subject).first() if once else None
    if known is not None:
        return known
    counting.forget()
    return Alert.objects.create(school_id=school_id, kind=kind, subject=subject, body=body, role=role)


def mark_seen(*, kind: str, subject: str, at: datetime) -> int:
    """Close the open alerts of that matter; returns how many."""
    counting.forget()
    return Alert.objects.filter(kind=kind, subject=subject, seen_at__isnull=True).update(seen_at=at)


def mark_seen_by(actor: Actor, *, kind: str, subject: str) -> int:
    """Close one person's own open alerts of that matter; returns how many."""
    counting.forget(actor.membership_id)
    mine = Alert.objects.filter(kind=kind, subject=subject, seen_at__isnull=True, user__isnull=False)
    rows = mine.filter(user_id=actor.user_id or 0)
    return rows.update(seen_at=now())


@transaction.atomic
def open_task(
    actor: Actor,
    *,
    kind: str,
    label: str,
    role: str,
    due_at: datetime | None,
    pupil_id: int | None = None,
    owner_id: int | None = None,
    about: str = "",
    cites: Sequence[str] = (),
) -> Task:
    """Ask a role, or one person in it, for an act by a time; its deadline fires once if it is still open then."""
    task = Task.objects.create(
        school_id=actor.school_id,
        pupil_id=pupil_id,
        kind=kind,
        label=label,
        role=role,
        owner_id=owner_id,
        due_at=due_at,
        about=about,
        cites=list(cites),
    )
    if due_at is not None:
        Deadline.objects.create(
            school_id=actor.school_id, kind=TASK_DUE, key=str(task.pk), due_at=due_at, body={"task": task.pk}
        )
    counting.forget()
    return task
