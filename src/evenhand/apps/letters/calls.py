"""Messages that a person says by phone: each is a task, and done is what the note tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evenhand.apps.access.actors import system_actor
from evenhand.apps.casework.models import Deadline, Task
from evenhand.apps.casework.performing import TASK_DUE
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.models import ContactEntry, Message, Status
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

ABOUT = "message:"
ROLE = "office"
WHOM = {"family": "Call the family"}


def open_calls(messages: Sequence[Message]) -> list[Task]:
    """A task for each message to be phoned, due when the message is. The words stand in the message, not in the task."""
    tasks = Task.objects.bulk_create(
        Task(
            school_id=message.school_id,
            pupil_id=message.pupil_id,
            event_id=message.event_id,
            kind=f"tell:{message.template}"[:60],
            label=f"{_whom(message)}: {message.template.replace('_', ' ')}"[:200],
            role=ROLE,
            due_at=message.due_at,
            about=f"{ABOUT}{message.pk}",
            cites=message.cites,
            opened_at=message.made_at,
        )
        for message in messages
    )
    Deadline.objects.bulk_create(
        Deadline(
            school_id=task.school_id,
            kind=TASK_DUE,
            key=str(task.pk),
            due_at=task.due_at,
            body={"task": task.pk},
        )
        for task in tasks
        if task.due_at is not None
    )
    return tasks


def _whom(message: Message) -> str:
    return WHOM.get(message.audience, f"Tell the {message.audience.replace('_', ' ')}")


def settle_calls(school: School) -> list[Message]:
    """Messages whose call is made are given, with what was said in the contact log. In a transaction."""
    waiting = {f"{ABOUT}{message.pk}": message for message in Message.objects.filter(status=Status.TO_PHONE)}
    if not waiting:
        return []
    done = Task.objects.filter(about__in=list(waiting), status="done", kind__startswith="tell:")
    given: list[Message] = []
    for task in done.select_related("closed_by"):
        message = waiting[task.about]
        actor = replace(system_actor(school.pk, "worker"), user_id=task.closed_by_id)
        given += change_all(actor, [message], Status.GIVEN, among=(Status.TO_PHONE,), reason=task.note)
        if message.pupil_id is None:
            continue
        ContactEntry.objects.create(
            school=school,
            pupil_id=message.pupil_id,
            contact_id=message.contact_id,
            message=message,
            who=message.contact.name if message.contact else message.audience,
            way="phone",
            words=task.note,
            at=task.closed_at or now(),
            by_id=task.closed_by_id,
        )
    return given
