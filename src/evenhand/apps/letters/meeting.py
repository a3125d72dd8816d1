"""Meetings with a family: a date is set, the family is invited, and what was agreed closes the meeting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.changing import DONE, OPEN, VOID, note_change
from evenhand.apps.casework.models import Deadline, Task
from evenhand.apps.casework.performing import TASK_DUE
from evenhand.apps.casework.wording import MEETING, TO_SET
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.models import FamilyMeeting, Message, Status
from evenhand.apps.letters.queueing import FAMILY
from evenhand.apps.letters.services import LONGEST, WAITING, Unsaid, close_tasks, log_contact, queue
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School

TEMPLATE: Final = "family_meeting"
ROLE: Final = "pastoral_lead"
SET, HELD, CANCELLED = "set", "held", "cancelled"
LONGEST_PLACE, LONGEST_NAMES = 80, 200
NOT_HELD: Final = "The meeting does not take place."


@transaction.atomic
def set_meeting(
    actor: Actor,
    *,
    pupil: Pupil,
    starts_at: datetime,
    place: str = "",
    contact: Contact | None = None,
    invited: str = "",
) -> FamilyMeeting:
    """Set a date: the family is invited by the outbox, whoever was asked to set one no longer is, the meeting is owed.

    The same again is the meeting that is set already.

    Raises:
        Unsaid: the time is past, another meeting is set for it, or something is too long.
    """
    if starts_at <= now():
        raise Unsaid("Choose a time that is still to come.")
    _fits("Where has", place, LONGEST_PLACE)
    _fits("Who else is invited has", invited, LONGEST_NAMES)
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    known = FamilyMeeting.objects.filter(pupil=pupil, starts_at=starts_at, status=SET).first()
    if known is not None:
        if (known.place, known.contact, known.words.get("invited")) == (
            place.strip(),
            contact,
            invited.strip(),
        ):
            return known
        raise Unsaid("A meeting with this family is set at this time already.")
    row = FamilyMeeting.objects.create(
        school_id=actor.school_id, pupil=pupil, contact=contact, starts_at=starts_at, place=place.strip(),
        words={"invited": invited.strip()}, by_id=actor.person,
    )  # fmt: skip
    _invite(actor, row)
    _close(actor, Task.objects.filter(pupil=pupil, kind__in=TO_SET, status=OPEN), DONE)
    _owe(actor, row)
    append(actor, action="meeting.set", subject=f"{MEETING}:{row.pk}", body={"pupil": pupil.pk})
    return row


def _invite(actor: Actor, row: FamilyMeeting) -> None:
    school = School.objects.get(pk=actor.school_id)
    there = local(school, row.starts_at)
    queue(
        actor,
        school=school,
        pupil=row.pupil,
        audience=FAMILY,
        template=TEMPLATE,
        values={"day": there.day.isoformat(), "time": f"{there.time:%H:%M}", "place": row.place},
        dedupe=f"{MEETING}:{row.pk}",
    )


@transaction.atomic
def hold(
    actor: Actor, *, meeting: FamilyMeeting, came: str, agreed: str, next_on: date | None = None
) -> FamilyMeeting:
    """Close a meeting with who came and what was agreed; both stand in the contact log as well.

    Raises:
        Unsaid: it is closed already, or who came or what was agreed is not said.
    """
    row = _locked(meeting)
    if not came.strip():
        raise Unsaid("Say who came.")
    if not agreed.strip():
        raise Unsaid("Say what was agreed; a line is enough.")
    _fits("Who came has", came, LONGEST_NAMES)
    _fits("What was agreed has", agreed, LONGEST)
    if next_on is not None and next_on <= local(School.objects.get(pk=row.school_id), now()).day:
        raise Unsaid("Choose a day to come for the next meeting.")
    row.words = {**row.words, "came": came.strip(), "agreed": agreed.strip()}
    row.next_on = next_on
    row.entry = log_contact(
        actor, pupil=row.pupil, way="person", words=agreed, contact=row.contact, who=came.strip()
    )
    _finish(actor, row, HELD, DONE)
    return row


@transaction.atomic
def cancel(actor: Actor, *, meeting: FamilyMeeting, reason: str) -> FamilyMeeting:
    """A meeting that does not take place, with the reason; an invitation that has not gone does not go. Raises Unsaid."""
    row = _locked(meeting)
    if not reason.strip():
        raise Unsaid("Say why it does not take place.")
    _fits("Why has", reason, LONGEST)
    row.words = {**row.words, "reason": reason.strip()}
    invitations = list(_invitations(row).filter(status__in=WAITING))
    close_tasks(actor, change_all(actor, invitations, Status.CANCELLED, among=WAITING, reason=NOT_HELD))
    _finish(actor, row, CANCELLED, VOID)
    return row


def was_told(meeting: FamilyMeeting) -> bool:
    """Whether an invitation to this meeting has gone."""
    return _invitations(meeting).exclude(status__in=(*WAITING, Status.CANCELLED)).exists()


def meetings_of(pupil: Pupil) -> list[FamilyMeeting]:
    """The meetings with a pupil's family, the latest first."""
    rows = FamilyMeeting.objects.filter(pupil=pupil).select_related("contact", "by", "closed_by")
    return list(rows.order_by("-starts_at", "-pk"))


def _invitations(row: FamilyMeeting) -> QuerySet[Message]:
    return Message.objects.filter(
        pupil_id=row.pupil_id, template=TEMPLATE, dedupe__startswith=f"{MEETING}:{row.pk}:"
    )


def _fits(what: str, text: str, most: int) -> None:
    if problem := typed.too_long(what, text, most):
        raise Unsaid(problem)


def _locked(meeting: FamilyMeeting) -> FamilyMeeting:
    row = FamilyMeeting.objects.select_for_update().get(pk=meeting.pk)
    if row.status != SET:
        raise Unsaid("This meeting was closed a moment ago.")
    return row


def _owe(actor: Actor, row: FamilyMeeting) -> None:
    task = Task.objects.create(
        school_id=row.school_id,
        pupil_id=row.pupil_id,
        kind=MEETING,
        label="Meet the family of the pupil, and write down what is agreed",
        role=ROLE,
        owner_id=actor.user_id,
        due_at=row.starts_at,
        about=f"{MEETING}:{row.pk}",
        opened_at=now(),
    )
    note_change(actor, task, "opened")
    Deadline.objects.create(
        school_id=row.school_id, kind=TASK_DUE, key=str(task.pk), due_at=row.starts_at, body={"task": task.pk}
    )


def _finish(actor: Actor, row: FamilyMeeting, status: str, task_status: str) -> None:
    row.status, row.closed_at, row.closed_by_id = status, now(), actor.person
    row.save(update_fields=["status", "closed_at", "closed_by", "words", "next_on", "entry"])
    _close(actor, Task.objects.filter(kind=MEETING, about=f"{MEETING}:{row.pk}", status=OPEN), task_status)
    append(actor, action=f"meeting.{status}", subject=f"{MEETING}:{row.pk}", body={"pupil": row.pupil_id})


def _close(actor: Actor, tasks: QuerySet[Task], status: str) -> None:
    for task in tasks.select_for_update():
        task.status, task.closed_at, task.closed_by_id = status, now(), actor.user_id
        task.save(update_fields=["status", "closed_at", "closed_by"])
        Deadline.objects.filter(kind=TASK_DUE, key=str(task.pk), fired_at=None).update(fired_at=now())
        note_change(actor, task, "done" if status == DONE else "void")
