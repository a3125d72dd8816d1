"""Tasks, messages to make, proposals and reviews from decisions, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from evenhand.apps.casework.models import Deadline, Proposal, Task, TaskChange
from evenhand.apps.casework.updating import SENT_BEFORE, sent_before, tell_staff
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.inserting import insert_rows, update_values
from evenhand.engine.decisions import Deadline as Due
from evenhand.engine.decisions import Formal, Place, Propose, Reason, Review, Tell
from evenhand.engine.decisions import Task as TaskOutcome
from evenhand.engine.values import Act, EventKind
from evenhand.engine.wire import to_plain

TASK_DUE = "task_due"
OFFICE = "office"
END_OF_DAY = time(23, 59)
DECIDED = {Act.ISSUE: "accepted", Act.WITHDRAW: "declined"}
ANSWERED = {EventKind.CONFIRM: "accepted", EventKind.DECLINE: "declined"}


def perform_tasks(work: Work, items: Sequence[Performed]) -> None:
    """One open task for each, with a deadline that fires once if it is still open then."""
    tasks = [_task(work, item, item.outcome) for item in items if isinstance(item.outcome, TaskOutcome)]
    _open(work, tasks)


def perform_tells(work: Work, items: Sequence[Performed]) -> None:
    """What staff are told is a task of the role that is told, or the office's; it names no content of a sensitive matter."""
    tasks = []
    for item in tell_staff(work, items):
        if isinstance(item.outcome, Tell):
            audience, template = item.outcome.audience, item.outcome.template
            form = work.policy.pack.messages.get(template)
            words = form.label if form else template.replace("_", " ")
            own = audience in work.policy.pack.roles
            label = words if own else f"Tell the {audience.replace('_', ' ')}: {words}"
            row = _row(work, item, "tell:" + template, label, item.outcome.due, item.outcome.reason)
            row.role = audience if own else OFFICE
            tasks.append(row)
    _open(work, tasks)


def perform_proposals(work: Work, items: Sequence[Performed]) -> None:
    """One open proposal for each; only its decider decides it."""
    Proposal.objects.bulk_create(
        Proposal(
            school_id=work.school.pk,
            pupil_id=item.event.pupil_id,
            event=item.event,
            kind=item.outcome.proposal,
            label=item.outcome.label,
            decider_role=item.outcome.decider,
            checklist={"cites": list(item.outcome.reason.cites)},
        )
        for item in items
        if isinstance(item.outcome, Propose)
    )


def perform_reviews(work: Work, items: Sequence[Performed]) -> None:
    """A review is a task for the role that the decision names."""
    tasks = []
    for item in items:
        if isinstance(item.outcome, Review):
            row = _row(
                work, item, "review", "Look at what would have been different", None, item.outcome.reason
            )
            row.role, row.about = item.outcome.role, item.outcome.about
            tasks.append(row)
    _open(work, tasks)


def withdraw(work: Work, event_ids: Sequence[str]) -> None:
    """Close what voided events had opened; the rows stay, with the reason."""
    ids = [UUID(ident) for ident in event_ids]
    opened = Q(event_id__in=ids) | Q(about__in=_ended(ids))
    tasks = list(Task.objects.filter(opened, status="open"))
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(status="void", closed_at=work.now)
    insert_rows(
        TaskChange(
            school_id=work.school.pk,
            task=task,
            at=work.now,
            by_id=work.actor_id,
            change="void",
            reason="entry taken back",
        )
        for task in tasks
    )
    Proposal.objects.filter(event_id__in=ids, status="open").update(status="withdrawn", decided_at=work.now)


def settle_requests(work: Work, items: Sequence[Performed]) -> None:
    """A confirmed or declined request waits no longer, wherever it was answered."""
    for item in items:
        status = ANSWERED.get(item.event.kind)
        if status and item.event.about:
            reason = item.event.said("reason")
            waiting = Proposal.objects.filter(event_id=UUID(item.event.about), kind__startswith="confirm:")
            waiting.filter(status="open").update(
                status=status,
                decided_at=item.event.recorded_at,
                decided_by_id=item.event.recorded_by_id,
                reasons=reason,
            )


def settle_proposals(_work: Work, items: Sequence[Performed]) -> None:
    """A formal sanction that is decided is proposed no longer, wherever that was decided."""
    for item in items:
        status = DECIDED.get(Act(item.outcome.stage)) if isinstance(item.outcome, Formal) else None
        if status and isinstance(item.outcome, Formal):
            opened = Q(event_id=UUID(item.outcome.item)) | Q(event__about=item.outcome.item)
            waiting = Proposal.objects.filter(
                opened, pupil_id=item.event.pupil_id, kind=item.outcome.sanction
            )
            waiting.filter(status="open").update(
                status=status,
                decided_at=item.event.recorded_at,
                decided_by_id=item.event.recorded_by_id,
            )


def settle_stations(work: Work) -> None:
    """A station that is recorded, wherever that was done, is no longer owed in anybody's inbox."""
    done = {
        (item.outcome.stay, item.event.code): item.event
        for item in work.by_kind.get("place", ())
        if isinstance(item.outcome, Place) and item.event.kind == EventKind.STATION
    }
    if not done:
        return
    tasks = [
        task
        for task in Task.objects.filter(about__in={stay for stay, _ in done}, status="open")
        if (task.about, task.kind) in done
    ]
    closed = {task.pk: _closed_by(done[task.about, task.kind]) for task in tasks}
    update_values(Task, closed)
    insert_rows(
        TaskChange(
            school_id=work.school.pk,
            task_id=pk,
            at=values["closed_at"],
            by_id=values["closed_by_id"],
            change="done",
        )
        for pk, values in closed.items()
    )


def _closed_by(event: Event) -> dict[str, Any]:
    """What closes a task that this event did."""
    note = event.said("note")
    return {
        "status": "done",
        "closed_at": event.recorded_at,
        "closed_by_id": event.recorded_by_id,
        "note": note,
    }


def _ended(ids: Sequence[UUID]) -> list[str]:
    """The stays that the voids of these events ended."""
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(ident) for ident in ids])
    told = StoredDecision.objects.filter(event__in=voids.values("pk")).values_list("outcomes", flat=True)
    outcomes = [outcome for plain in told for outcome in plain["outcomes"] if outcome[0] == "place"]
    return [stay for _, _, stay, stage, *_ in outcomes if stage == "withdrawn"]


def at(work: Work, due: Due | None) -> datetime | None:
    """A deadline as an instant; a day without a time ends with the day."""
    if due is None:
        return None
    if due.instant is not None:
        return datetime.fromtimestamp(due.instant, tz=work.now.tzinfo)
    return (
        to_instant(work.school, due.day, due.time)
        if due.time
        else to_instant(work.school, due.day, END_OF_DAY)
    )


def _task(work: Work, item: Performed, outcome: TaskOutcome) -> Task:
    row = _row(work, item, outcome.task, outcome.label, outcome.due, outcome.reason)
    row.role = outcome.role
    row.owner_id = int(outcome.owner) if outcome.owner else None
    row.gate = outcome.gate
    row.about = outcome.about
    if outcome.task in work.policy.pack.routines and sent_before(outcome.task, outcome.about):
        row.status, row.closed_at, row.note = "done", work.now, SENT_BEFORE
    return row


def _row(work: Work, item: Performed, kind: str, label: str, due: Due | None, reason: Reason) -> Task:
    return Task(
        school_id=work.school.pk,
        pupil_id=item.event.pupil_id,
        event_id=item.event.pk,
        kind=kind,
        label=label,
        due_at=at(work, due),
        cites=list(reason.cites),
        why=to_plain(reason),
        opened_at=item.event.recorded_at,
    )


def _open(work: Work, tasks: list[Task]) -> None:
    made = Task.objects.bulk_create(tasks)
    insert_rows(
        [
            Deadline(
                school_id=work.school.pk,
                kind=TASK_DUE,
                key=str(task.pk),
                due_at=task.due_at,
                body={"task": task.pk},
            )
            for task in made
            if task.due_at is not None
        ]
    )
