"""The log entry that a step asks for: its draft is the trail of the steps, its author adds the words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.overtaking import Overtaken, Standing, demand_current
from evenhand.apps.audit.services import append
from evenhand.apps.casework import counting
from evenhand.apps.casework.models import EntryDraft, Task, TaskChange
from evenhand.apps.conduct.trail import Taken, trail
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.engine.decisions import Value
from evenhand.engine.pack.schema import EntryField

ENTRY = "entry"
LONGEST = 10_000
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
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


def fields_of(task: Task) -> tuple[EntryField, ...]:
    """What the policy asks the author besides the words and the change."""
    return tuple(policy_of(task.school_id).pack.entry_fields.values())


def is_required(task: Task, field: EntryField) -> bool:
    """Whether the entry is not complete without it: by the category of its act (INF-IL-3)."""
    pack = policy_of(task.school_id).pack
    item = pack.items.get(task.event.code) if task.event else None
    if field.required or item is None:
        return field.required
    return item.group in field.required_groups or bool({*item.tags} & {*field.required_tags})


def missing_of(task: Task, given: Mapping[str, str]) -> dict[str, str]:
    """What is missing in an entry, by field, in words; empty for a complete one."""
    missing = {name: words for name, words in NEEDED.items() if not given.get(name, "").strip()}
    for field in fields_of(task):
        said = given.get(field.id, "").strip()
        known = {str(choice.value) for choice in field.choices}
        if said and known and said not in known:
            missing[field.id] = f"{field.label}: choose one of the list."
        elif not said and is_required(task, field):
            missing[field.id] = f"{field.label}: say it, since this act asks for it."
    return missing


def drafted(task: Task) -> dict[str, str]:
    """The answers as they were last kept; none before."""
    row = EntryDraft.objects.filter(pk=task.pk).first()
    return dict(row.answers) if row else {}


def standing_of(task: Task) -> Standing:
    """The draft as it stands, or what the entry says that is complete, with whose it is."""
    row = EntryDraft.objects.filter(pk=task.pk).first()
    return Standing(dict(row.answers), row.by_id, row.at) if row else Standing({})


@transaction.atomic
def keep_draft(*, actor: Actor, task: Task, given: Mapping[str, str], seen: str | None = None) -> None:
    """Keep what was typed, complete or not; what an entry says that is complete stays as it is.

    Args:
        seen: the version of the draft with which the form was opened; None where no form was.

    Raises:
        Overtaken: somebody else has kept other words since, or the entry was completed with other words.
    """
    task = Task.objects.select_for_update().get(pk=task.pk)
    known = {*NEEDED, *(field.id for field in fields_of(task))}
    answers = {
        name: words.strip()[:LONGEST] for name, words in given.items() if name in known and words.strip()
    }
    standing = standing_of(task)
    if task.status != "open":
        if seen is not None and answers != standing.words:
            raise Overtaken(standing, answers, closed=True)
        return
    demand_current(actor, seen, standing, answers)
    EntryDraft.objects.update_or_create(
        task=task,
        defaults={"school_id": task.school_id, "answers": answers, "at": now(), "by_id": actor.user_id},
    )


@transaction.atomic
def complete_entry(
    *, actor: Actor, task_id: int, words: str, change: str, more: Mapping[str, str] = NOTHING
) -> Task:
    """Close an open entry with its words, with what has to change (INF-SS-33), and what else its act asks for.

    Raises:
        EntryRefused: something is missing, or the entry was completed before.
    """
    task = Task.objects.select_for_update().get(pk=task_id, kind=ENTRY)
    given = {**more, "words": words.strip(), "change": change.strip()}
    problems = missing_of(task, given)
    if task.status != "open":
        problems = {"words": COMPLETE}
    if problems:
        raise EntryRefused(problems)
    keep_draft(actor=actor, task=task, given=given)
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
