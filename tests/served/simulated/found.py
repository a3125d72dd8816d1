"""What the database of a simulated day holds: what still waits for the worker, and in the end everything that counts."""

from __future__ import annotations

from typing import Any

from evenhand.apps.attendance.models import Mark
from evenhand.apps.casework.models import Alert, Deadline, Proposal, Task, TaskChange
from evenhand.apps.detentions.models import OwedTime, SentRegister
from evenhand.apps.letters.models import Message, Status
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from tests.served.stored import stored


def waiting(school_id: int) -> dict[str, int]:
    """What is due and has not been done by the worker yet."""
    moment = now()
    with in_school(School.objects.get(pk=school_id)):
        going = Message.objects.filter(status=Status.QUEUED, not_before__lte=moment)
        return {
            "deadlines": Deadline.objects.filter(fired_at__isnull=True, due_at__lte=moment).count(),
            "messages": going.count() + Message.objects.filter(status=Status.SENDING).count(),
        }


def found(school_id: int) -> dict[str, Any]:
    """Everything that is there at the end."""
    with in_school(School.objects.get(pk=school_id)):
        return {**stored(school_id), **_room(), **_promises(), **_words(), **_gate()}


def _room() -> dict[str, Any]:
    stays = Stay.objects.prefetch_related("stations").order_by("opened_at", "pk")
    return {
        "stays": {
            str(stay.pk): {
                "pupil": stay.pupil_id,
                "stage": stay.stage,
                "placement": stay.placement,
                "stations": sorted(row.station for row in stay.stations.all()),
            }
            for stay in stays
        },
        "alarms": sorted(Alert.objects.filter(kind="arrival").values_list("subject", flat=True)),
    }


def _promises() -> dict[str, Any]:
    """Deadlines that passed without a word, and tasks past their time that nobody heard of."""
    moment = now()
    late = Task.objects.filter(status="open", due_at__lte=moment)
    heard = TaskChange.objects.filter(change="overdue").values("task")
    told = set(Alert.objects.filter(kind="task_due").values_list("subject", flat=True))
    escalated = list(late.filter(pk__in=heard).values_list("pk", flat=True))
    return {
        "unfired": [str(row) for row in Deadline.objects.filter(fired_at__isnull=True, due_at__lte=moment)],
        "silent": [str(row.pk) + " " + row.kind for row in late.exclude(pk__in=heard)],
        "untold": [pk for pk in escalated if str(pk) not in told],
        "tasks": sorted(Task.objects.values_list("kind", "status")),
        "escalated": len(escalated),
        "requests": sorted(Proposal.objects.values_list("status", flat=True)),
    }


def _words() -> dict[str, Any]:
    rows = Message.objects.select_related("event").order_by("pk")
    to_check = Task.objects.filter(kind="undelivered").values_list("about", flat=True)
    return {
        "messages": [
            {
                "key": row.dedupe,
                "pupil": row.pupil_id,
                "template": row.template,
                "cause": row.event.kind if row.event else "hand",
                "channel": row.channel,
                "status": row.status,
                "mail": row.reference,
                "carried": row.carried_by_id is not None,
                "asked": f"message:{row.pk}" in set(to_check),
            }
            for row in rows
        ]
    }


def _gate() -> dict[str, Any]:
    marks = Mark.objects.filter(slot="am").order_by("pupil_id", "-number")
    last: dict[int, str] = {}
    for mark in marks:
        last.setdefault(mark.pupil_id, mark.code)
    return {
        "marks": {str(pupil): code for pupil, code in last.items()},
        "owed": sorted(OwedTime.objects.values_list("kind", "stage")),
        "registers": SentRegister.objects.count(),
    }
