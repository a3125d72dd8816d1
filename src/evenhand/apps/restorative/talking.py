"""What is recorded of a conversation: each stage is an event that the policy decides; the tasks follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework.closing import close_tasks
from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.casework.talks import task_kinds
from evenhand.apps.conduct.commands import Command, Recorded
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.performers import Work
from evenhand.engine.facts import Fact
from evenhand.engine.rules.restorative.cases import HELD, REFUSED
from evenhand.engine.values import EventKind, Where

OPENED = "opened"
REASSIGNED = "reassigned"
# With these the tasks that stood for it are over; a new one may have come by the same event.
CLOSING = frozenset({HELD, "not_ready", "absent"})


def tell(
    actor: Actor,
    *,
    event_id: UUID,
    pupil_id: int,
    kind: str,
    stage: str,
    about: str,
    details: Mapping[str, Fact],
) -> Recorded:
    """Record one stage of a conversation; the same id again is the same act.

    Args:
        kind: the conversation of the policy.
        stage: opened (a session), planned, not_ready, held, refused, disclosure, serious, reassigned or absent.
        about: the stay, the entry or the case that it is about.
        details: what the policy asks for.

    Raises:
        Refused: the policy, or the actor's role, does not allow it; every problem is named.
        Conflicting: the id was used for something else.
    """
    command = Command(
        event_id,
        EventKind.CONVERSATION,
        pupil_id,
        kind,
        where=Where.OUT_OF_CLASS,
        details={**details, "stage": stage},
        about=about,
    )
    return record(actor, commands=[command])


def followed(work: Work, event: Event) -> None:
    """Close or pass on the tasks that stood for the conversation, wherever its stage was recorded."""
    talk = work.policy.pack.conversations.get(event.code)
    stage = str(event.details.get("stage", ""))
    if talk is not None and stage == OPENED:
        _give(work, event, Task.objects.filter(event_id=event.pk, kind__in=task_kinds(talk), status="open"))
    if talk is None or not (stage in CLOSING or stage == REASSIGNED or (stage == REFUSED and talk.between)):
        return
    abouts, kinds = {event.about or str(event.pk)}, task_kinds(talk)
    rows = Task.objects.filter(about__in=abouts, kind__in=kinds, status="open", pupil_id=event.pupil_id)
    if stage == REASSIGNED:
        _pass_on(work, event, list(rows.exclude(event_id=event.pk)))
        return
    for kind in sorted(set(rows.exclude(event_id=event.pk).values_list("kind", flat=True))):
        close_tasks(
            school_id=work.school.pk, about=event.about, kind=kind, by_id=event.recorded_by_id, at=event.recorded_at,
            note=event.said("reason"), but=event.pk,
        )  # fmt: skip


def _give(work: Work, event: Event, tasks: Iterable[Task]) -> None:
    """Whoever was chosen to lead a session owes it from the start."""
    owner = str(event.details.get("owner", ""))
    for task in tasks if owner.isdigit() else ():
        task.owner_id = int(owner)
        task.save(update_fields=["owner"])
        TaskChange.objects.create(
            school_id=work.school.pk, task=task, at=event.recorded_at, by_id=event.recorded_by_id, change=REASSIGNED,
        )  # fmt: skip


def _pass_on(work: Work, event: Event, tasks: list[Task]) -> None:
    """Whoever was named owes it from now on; a second owner who was added by a chase goes on owing it too."""
    owner = str(event.details.get("owner", ""))
    for task in tasks:
        if task.owner_id is None or not owner.isdigit():
            continue
        task.owner_id = int(owner)
        task.save(update_fields=["owner"])
        TaskChange.objects.create(
            school_id=work.school.pk, task=task, at=event.recorded_at, by_id=event.recorded_by_id, change=REASSIGNED,
            reason=event.said("reason"),
        )  # fmt: skip
