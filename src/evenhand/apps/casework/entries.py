"""The log entry that a step asks for: its draft is the trail of the steps, its author adds the words."""

from __future__ import annotations

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework import counting
from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.conduct.trail import Taken, trail
from evenhand.apps.tenancy.clock import now
from evenhand.engine.decisions import Value

ENTRY = "entry"
COMPLETE = "This entry is complete. Corrections are added to it, never written over it."
NEEDED = {
    "words": "Say in a sentence or two what happened.",
    "change": "Say what needs to change, in the words the pupil was told.",
}


class EntryRefused(Exception):
    """The entry cannot be completed yet. `problems` maps each field to what is missing; nothing is lost or changed."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()))


def draft_of(task: Task) -> tuple[Taken, ...]:
    """The steps of the pupil in the task's scope, in order, so that nothing is written twice (INF-SS-18)."""
    if task.event is None or task.pupil_id is None:
        return ()
    return trail(task.pupil_id, task.event.scope)


def change_told(taken: tuple[Taken, ...]) -> str:
    """What the pupil was last told has to change."""
    words = [str(one.details.get("change", "")) for one in taken]
    return next((word for word in reversed(words) if word), "")


@transaction.atomic
def complete_entry(*, actor: Actor, task_id: int, words: str, change: str) -> Task:
    """Close an open entry with its words and with what has to change (INF-SS-33).

    Raises:
        EntryRefused: something is empty, or the entry was completed before.
    """
    task = Task.objects.select_for_update().get(pk=task_id, kind=ENTRY)
    given = {"words": words.strip(), "change": change.strip()}
    problems = {name: NEEDED[name] for name, value in given.items() if not value}
    if task.status != "open":
        problems = {"words": COMPLETE}
    if problems:
        raise EntryRefused(problems)
    moment = now()
    task.status, task.closed_at, task.closed_by_id = "done", moment, actor.user_id
    task.note = f"{given['words']}\n\n{given['change']}"
    task.save(update_fields=["status", "closed_at", "closed_by", "note"])
    TaskChange.objects.create(
        school_id=actor.school_id, task=task, at=moment, by_id=actor.user_id, change="done", reason=""
    )
    body: dict[str, Value] = {"words": len(given["words"]), "change": len(given["change"])}
    append(actor, action="entry.complete", subject=f"task:{task.pk}", body=body)
    counting.forget()
    return task
