"""Closing what is owed because the act itself was recorded: exactly once, with a change in each task's history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.tenancy.inserting import insert_rows, update_rows

DONE = "done"


def close_tasks(
    *,
    school_id: int,
    about: str,
    kind: str,
    by_id: int | None,
    at: datetime,
    note: str = "",
    but: UUID | None = None,
) -> int:
    """Close the open tasks of that kind about that thing, but for those that one event brings; return how many."""
    rows = Task.objects.select_for_update().filter(about=about, kind=kind, status="open")
    tasks = list(rows.exclude(event_id=but) if but else rows)
    for task in tasks:
        task.status, task.closed_at, task.closed_by_id, task.note = DONE, at, by_id, note
    update_rows(tasks, ("status", "closed_at", "closed_by_id", "note"))
    insert_rows(
        TaskChange(school_id=school_id, task=task, at=at, by_id=by_id, change=DONE, reason=note)
        for task in tasks
    )
    return len(tasks)
