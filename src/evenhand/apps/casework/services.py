"""What is done with a task: done once, put off, passed on, opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Membership
from evenhand.apps.casework.changing import DONE, OPEN, Unchanged, locked, needed, note_change
from evenhand.apps.casework.daily import check_complete
from evenhand.apps.casework.entries import COMPLETE, ENTRY
from evenhand.apps.casework.models import Deadline, Task
from evenhand.apps.casework.performing import TASK_DUE
from evenhand.apps.casework.wording import MEETING
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.models import School
from evenhand.engine.facts import Stay
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import state_from_plain

GAP_TASK, GAP = "confirm_gap", "gap"
LONGEST_NOTE = 4_000


@transaction.atomic
def complete(actor: Actor, *, task_id: int, note: str = "", note_needed: bool = False) -> Task:
    """Close a task, exactly once. A task that is a station of the stay it is about records the station.

    Raises:
        Unchanged: it is closed already, a note is needed, or it is an entry, which `complete_entry` alone closes.
        Refused: the station cannot be recorded.
    """
    head = _head(task_id)
    task = locked(task_id)
    if task.kind == ENTRY:
        raise Unchanged("Nothing is done yet: write what happened and what needs to change.")
    if task.kind == MEETING:
        raise Unchanged("Nothing is done yet: write who came and what was agreed, on the meeting's own page.")
    check_complete(actor, task)
    words = needed(note, "Say what was said or agreed; a line is enough.") if note_needed else note.strip()
    if len(words) > LONGEST_NOTE:
        raise Unchanged(f"The note has {len(words):,} characters; {LONGEST_NOTE:,} is the most. Shorten it.")
    task.status, task.closed_at, task.closed_by_id, task.note = DONE, now(), actor.user_id, words
    task.save(update_fields=["status", "closed_at", "closed_by", "note"])
    Deadline.objects.filter(kind=TASK_DUE, key=str(task.pk), fired_at=None).update(fired_at=task.closed_at)
    event = _record(actor, task, head, words)
    note_change(actor, task, "done", event=str(event) if event else "")
    return task


@transaction.atomic
def reopen(actor: Actor, *, task_id: int, reason: str = "") -> Task:
    """Open a task again: an undo at once, or later with a reason. A recorded station is taken back with it.

    Raises:
        Unchanged: it is open, or an entry, to which corrections are added.
        Refused: the station cannot be taken back.
    """
    task = locked(task_id, status=DONE)
    if task.kind == ENTRY:
        raise Unchanged(COMPLETE)
    station = Event.objects.filter(
        kind=EventKind.STATION, about=task.about, code=task.kind, recorded_by_id=task.closed_by_id
    )
    event = station.order_by("-seq").first() if task.about else None
    if event is not None:
        _untake(actor, task, event, reason)
    task.status, task.closed_at, task.closed_by_id = OPEN, None, None
    task.save(update_fields=["status", "closed_at", "closed_by"])
    _set_deadline(task)
    note_change(actor, task, "reopened", reason)
    return task


@transaction.atomic
def defer(actor: Actor, *, task_id: int, until: datetime, reason: str) -> Task:
    """Put a task off until a later instant, with a reason; both stay on record.

    Raises:
        Unchanged: it is closed, no reason is given, the instant is past, or the task holds somebody up.
    """
    task = locked(task_id)
    words = needed(reason, "Give a short reason for putting this off.")
    if until <= now():
        raise Unchanged("Choose a time that is still to come.")
    if task.gate and task.due_at is not None and until > task.due_at:
        raise Unchanged("A pupil waits for this, so it cannot be put off. Pass it on instead.")
    before, task.due_at = task.due_at, until
    task.save(update_fields=["due_at"])
    _set_deadline(task)
    note_change(
        actor, task, "deferred", words, was=before.isoformat() if before else "", until=until.isoformat()
    )
    return task


@transaction.atomic
def reassign(actor: Actor, *, task_id: int, user_id: int, reason: str) -> Task:
    """Pass a task on to another person of the school, with a reason.

    Raises:
        Unchanged: it is closed, no reason is given, or there is no such person here today.
    """
    task = locked(task_id)
    words = needed(reason, "Give a short reason for passing this on.")
    today = local(School.objects.get(pk=actor.school_id), now()).day
    at_school = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), user_id=user_id, valid_from__lte=today
    )
    if not at_school.exists():
        raise Unchanged("There is no such person at this school.")
    before, task.owner_id = task.owner_id, user_id
    task.save(update_fields=["owner"])
    note_change(actor, task, "reassigned", words, was=before, to=user_id)
    return task


def _head(task_id: int) -> PupilHead | None:
    """The pupil's head, locked before the task as `record` locks it, so that two closers never wait for each other."""
    pupil_id = Task.objects.values_list("pupil_id", flat=True).get(pk=task_id)
    return PupilHead.objects.select_for_update().filter(pupil_id=pupil_id).first() if pupil_id else None


def _record(actor: Actor, task: Task, head: PupilHead | None, note: str) -> object:
    """Record what the task stands for in the stay it is about; the id of the event, None where it stands alone."""
    stay = _stay(task, head)
    if stay is None or task.pupil_id is None:
        return None
    command = _command(task, stay, note)
    if command is None:
        return None
    return record(_trusted(actor), commands=[command]).done[0].event.pk


def _command(task: Task, stay: Stay, note: str) -> Command | None:
    details = {"note": note} if note else {}
    pupil_id = task.pupil_id or 0
    if task.kind == GAP_TASK:
        return Command(new_event_id(), EventKind.CONFIRM, pupil_id, GAP, where=Where.PLACEMENT, about=stay.id)
    placement = policy_of(task.school_id).pack.placements[stay.placement]
    if task.kind not in {station.id for station in placement.stations} or task.kind in stay.done:
        return None
    return Command(
        new_event_id(),
        EventKind.STATION,
        pupil_id,
        task.kind,
        where=Where.PLACEMENT,
        details=details,
        about=stay.id,
    )


def _stay(task: Task, head: PupilHead | None) -> Stay | None:
    if head is None or not task.about:
        return None
    return next((stay for stay in state_from_plain(head.state).stays if stay.id == task.about), None)


def _trusted(actor: Actor, capability: Capability = Capability.RUN_REMOVAL) -> Actor:
    """The actor with what owing the task entitles to: whoever owes a station may say that it is done."""
    bound = MappingProxyType({key: years for key, years in actor.bound.items() if key != capability})
    return replace(actor, capabilities=actor.capabilities | {capability}, bound=bound)


def _untake(actor: Actor, task: Task, event: Event, reason: str) -> None:
    command = Command(
        new_event_id(),
        EventKind.VOID,
        event.pupil_id,
        where=Where.PLACEMENT,
        details={"reason": reason or "Opened again"},
        about=str(event.pk),
    )
    record(_trusted(actor, Capability.VOID_ANY), commands=[command])


def _set_deadline(task: Task) -> None:
    if task.due_at is not None:
        Deadline.objects.update_or_create(
            school_id=task.school_id,
            kind=TASK_DUE,
            key=str(task.pk),
            defaults={"due_at": task.due_at, "fired_at": None, "body": {"task": task.pk}},
        )
