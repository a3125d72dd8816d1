"""Writes of people: a roster applied, a timetable applied, the group of a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.people.importing.comparing import make_plan
from evenhand.apps.people.importing.lessons import LessonPlan
from evenhand.apps.people.importing.linking import OWN_GROUPS
from evenhand.apps.people.importing.plan import Plan
from evenhand.apps.people.importing.share import SOURCE, Share
from evenhand.apps.people.importing.writing import write
from evenhand.apps.people.models import Enrolment, Group, Pupil, Staff, Teaching
from evenhand.apps.people.roster.model import Question
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.services import save_timetable


class Unanswered(ValueError):
    """Something has to be asked first; `questions` say what."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__("; ".join(question.text for question in questions))
        self.questions = tuple(questions)


@transaction.atomic
def import_roster(actor: Actor, *, share: Share, year: str = "", file: str = "") -> Plan:
    """Bring the actor's school in line with its share of a roster, and return what was done.

    Nothing goes: who is absent from the file stays, and a place that ends is closed. The same again changes
    nothing and leaves no trace. Raises Unanswered, UnknownYear.
    """
    _demand(actor)
    school = School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    plan = make_plan(school, share, year=year)
    if plan.questions:
        raise Unanswered(plan.questions)
    if share.school.source_id and school.identifiers.get(SOURCE) != share.school.source_id:
        school.identifiers = {**school.identifiers, SOURCE: share.school.source_id}
        school.save(update_fields=["identifiers"])
    if not plan.is_empty:
        write(plan)
        body = {"counts": plan.counts(), "faults": len(plan.faults), "since": plan.span.since.isoformat()}
        append(actor, action="import_roster", subject=f"roster:{file[:80]}", body=body)
    return plan


@transaction.atomic
def import_timetable(actor: Actor, *, plan: LessonPlan, valid_from: date, file: str = "") -> int:
    """Let the sound rows of a timetable hold from a day on; returns how many there are."""
    _demand(actor)
    if not plan.slots:
        return 0
    return len(save_timetable(actor, slots=plan.slots, valid_from=valid_from, reason=file[:80]))


@transaction.atomic
def form_group(actor: Actor, *, form: str) -> Group:
    """The group of a form, made where the roster has none, so that a tutor can be named for it."""
    if Capability.MANAGE_PEOPLE not in actor.capabilities:
        raise PermissionError("only those who manage people name tutors")
    known = Group.objects.filter(school_id=actor.school_id, kind="tutor", name=form).first()
    if known is not None:
        return known
    years = Pupil.objects.filter(school_id=actor.school_id, form=form).values_list("year_group", flat=True)
    distinct = set(years)
    made = Group.objects.create(
        school_id=actor.school_id,
        source_id=f"{OWN_GROUPS}{form}"[:80],
        name=form,
        kind="tutor",
        year_group=distinct.pop() if len(distinct) == 1 else None,
    )
    append(actor, action="make_form", subject=f"group:{made.pk}", body={"form": form})
    return made


@transaction.atomic
def name_teacher(actor: Actor, *, group: Group, staff: Staff, on: date) -> Teaching:
    """Let a member of staff teach a group: from the beginning of the school year, else from today."""
    if Capability.MANAGE_PEOPLE not in actor.capabilities:
        raise PermissionError("only those who manage people name teachers")
    known = Teaching.objects.filter(group=group, staff=staff, valid_to__isnull=True).first()
    if known is not None:
        return known
    first = (
        Enrolment.objects.filter(group=group)
        .order_by("valid_from", "pk")
        .values_list("valid_from", flat=True)
        .first()
    )
    made = Teaching.objects.create(
        school_id=actor.school_id, group=group, staff=staff, valid_from=min(first or on, on)
    )
    body = {"group": group.pk, "staff": staff.pk}
    append(actor, action="name_teacher", subject=f"group:{group.pk}", body=body)
    return made


def _demand(actor: Actor) -> None:
    if Capability.IMPORT not in actor.capabilities:
        raise PermissionError("only those who may import do")
