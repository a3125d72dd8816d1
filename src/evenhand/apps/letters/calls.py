"""Messages that a person says by phone: each is a task, and done is what the note tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from evenhand.apps.access.actors import system_actor
from evenhand.apps.casework.models import Deadline, Task
from evenhand.apps.casework.performing import TASK_DUE
from evenhand.apps.casework.wording import INSTEAD
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
    owed = (Status.TO_PHONE, Status.FAILED)
    waiting = {f"{ABOUT}{message.pk}": message for message in Message.objects.filter(status__in=owed)}
    if not waiting:
        return []
    calls = Task.objects.filter(Q(kind__startswith="tell:") | Q(kind=INSTEAD), about__in=list(waiting))
    latest = {task.about: task for task in calls.order_by("pk")}
    given: list[Message] = []
    for about, task in latest.items():
        # What was sent again, and failed again, closed its first call without a word.
        if task.status == "done" and task.note:
            given += _given(school, waiting[about], task)
    return given


def _given(school: School, message: Message, task: Task) -> list[Message]:
    actor = replace(system_actor(school.pk, "worker"), user_id=task.closed_by_id)
    among = (Status.TO_PHONE, Status.FAILED)
    given = change_all(actor, [message], Status.GIVEN, among=among, reason=task.note)
    if message.pupil_id is not None:
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
