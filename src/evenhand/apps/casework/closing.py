"""Closing what is owed because the act itself was recorded: exactly once, with a change in each task's history."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.casework.models import Task, TaskChange

DONE = "done"


def close_tasks(
    *, school_id: int, about: str, kind: str, by_id: int | None, at: datetime, note: str = ""
) -> int:
    """Close the open tasks of that kind about that thing, and return how many there were."""
    tasks = list(Task.objects.select_for_update().filter(about=about, kind=kind, status="open"))
    for task in tasks:
        task.status, task.closed_at, task.closed_by_id, task.note = DONE, at, by_id, note
    Task.objects.bulk_update(tasks, ["status", "closed_at", "closed_by", "note"])
    TaskChange.objects.bulk_create(
        TaskChange(school_id=school_id, task=task, at=at, by_id=by_id, change=DONE, reason=note)
        for task in tasks
    )
    return len(tasks)
