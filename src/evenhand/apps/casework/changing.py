"""What every change of a task leaves behind: the row locked, the change kept, the chain told."""

from __future__ import annotations

from typing import Any

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.tenancy.clock import now

OPEN, DONE, VOID = "open", "done", "void"


class Unchanged(Exception):
    """Nothing was changed, and why, in words for the person who asked."""


def locked(task_id: int, *, status: str = OPEN) -> Task:
    """The task, locked until the transaction ends. Raises Unchanged where it has another status."""
    task = Task.objects.select_for_update().get(pk=task_id)
    if task.status != status:
        raise Unchanged("This is done already." if status == OPEN else "This is still to do.")
    return task


def needed(text: str, message: str) -> str:
    """The text without space round it. Raises Unchanged with the message where nothing is left."""
    words = text.strip()
    if not words:
        raise Unchanged(message)
    return words


def note_change(actor: Actor, task: Task, change: str, reason: str = "", **body: Any) -> TaskChange:
    """Keep the change of a task and tell the chain, but for the words; inside the transaction of the change."""
    made = TaskChange.objects.create(
        school_id=task.school_id, task=task, at=now(), by_id=actor.user_id, change=change, reason=reason
    )
    append(
        actor,
        action="task." + change,
        subject=f"task:{task.pk}",
        body={"kind": task.kind, "pupil": task.pupil_id, "words": len(reason), **body},
    )
    return made
