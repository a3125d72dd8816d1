"""Calls for support: the stamp of a call closes the task that asked for it."""

from __future__ import annotations

from typing import Any

from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.policy.performers import Work

MADE = "called"


def called(work: Work, event: Any) -> None:
    """Close the oldest open task to make this call in the event's scope; answers and arrivals close nothing.

    The call was made at the device's time, which may lie before the time of recording (INF-SS-21).
    """
    if event.details.get("stage") != MADE:
        return
    rows = Task.objects.filter(
        pupil_id=event.pupil_id, event__scope=event.scope, kind=event.code, status="open"
    )
    task = rows.order_by("pk").first()
    if task is None:
        return
    task.status, task.closed_at, task.closed_by_id = "done", event.happened_at, event.recorded_by_id
    task.save(update_fields=["status", "closed_at", "closed_by"])
    TaskChange.objects.create(
        school_id=work.school.pk,
        task=task,
        at=event.recorded_at,
        by_id=event.recorded_by_id,
        change="done",
        reason="call stamped",
    )
