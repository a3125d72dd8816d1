"""The one road to each object: what is missing and what is forbidden look the same, a 404.

Models of the floors above are asked for by name, since this floor knows none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404

from evenhand.apps.access.actors import Actor, actor_of
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.covering import CONFIDENTIAL, NO_ROLE, Standing, away_now
from evenhand.apps.people.models import Enrolment, Group, Pupil, Teaching
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.prepared import prepared

if TYPE_CHECKING:
    from evenhand.apps.casework.models import OnDuty, Proposal, Task
    from evenhand.apps.conduct.models import Event, HelpCall, Incident
    from evenhand.apps.detentions.models import OwedTime
    from evenhand.apps.letters.models import Message
    from evenhand.apps.removal.models import Outing, RoomNote, RoomReport, Stay
    from evenhand.apps.safeguarding.models import Disclosure
    from evenhand.apps.support.models import ReportCard


def pupil(actor: Actor, pk: int, capability: Capability = Capability.SEE_PUPIL) -> Pupil:
    """A pupil of the actor's school, for which the actor holds the capability in that pupil's year group."""
    _demand(actor, capability)
    found = next(iter(_pupils(actor.school_id, pk)), None)
    if found is None:
        raise Http404
    if not actor.may(capability, found.year_group):
        raise Http404
    return found


def lesson(actor: Actor, pk: int) -> LessonOccurrence:
    """A lesson that the actor teaches, or may cover."""
    _demand(actor, Capability.RECORD)
    found = next(iter(_lessons(actor.school_id, pk)), None)
    if found is None or not (actor.may(Capability.COVER, found.group.year_group) or teaches(actor, found)):
        raise Http404
    return found


def lesson_pupil(actor: Actor, held: LessonOccurrence, pk: int) -> Pupil:
    """A pupil who is in that lesson's group on its day."""
    found = pupil(actor, pk, Capability.RECORD)
    enrolled = Enrolment.objects.filter(
        _in_force(held), school_id=actor.school_id, group_id=held.group_id, pupil_id=found.pk
    )
    if not enrolled.exists():
        raise Http404
    return found


def teaches(actor: Actor, held: LessonOccurrence) -> bool:
    """Whether the actor stands for that lesson, or teaches its group on its day."""
    if actor.staff_id is None:
        return False
    if held.staff_id == actor.staff_id:
        return True
    return Teaching.objects.filter(
        _in_force(held), school_id=actor.school_id, group_id=held.group_id, staff_id=actor.staff_id
    ).exists()


def group(actor: Actor, pk: int) -> Group:
    """A group that the actor teaches or whose year group the actor covers."""
    _demand(actor, Capability.RECORD)
    found: Group = _get("people.Group", actor, pk)
    if not (actor.may(Capability.COVER, found.year_group) or _has_taught(actor, pk)):
        raise Http404
    return found


def event(actor: Actor, pk: UUID | str) -> Event:
    """Something recorded of a pupil whom the actor may see."""
    _demand(actor, Capability.SEE_PUPIL)
    found: Event = _get("conduct.Event", actor, pk, "pupil")
    return found


def incident(actor: Actor, pk: UUID | str) -> Incident:
    """An incident with everybody's words: for its reporter, for who works cases of one of its pupils, for safeguarding."""
    _demand(actor, Capability.RECORD)
    found: Incident = _get("conduct.Incident", actor, pk, "lesson__group", "reporter")
    years = found.involvements.filter(pupil__isnull=False).values_list("pupil__year_group", flat=True)
    works = any(actor.may(Capability.WORK_CASE, year) for year in years)
    if (
        found.reporter_id != actor.user_id
        and not works
        and Capability.READ_SAFEGUARDING not in actor.capabilities
    ):
        raise Http404
    return found


def stay(actor: Actor, pk: UUID | str, capability: Capability = Capability.SEE_BOARD) -> Stay:
    """A stay, for those who see the board or hold the capability named."""
    _demand(actor, capability)
    found: Stay = _get("removal.Stay", actor, pk, "pupil")
    return found


def on_duty(actor: Actor, pk: int, capability: Capability = Capability.SEE_ALL_TASKS) -> OnDuty:
    """A name on a rota, for those who keep it."""
    _demand(actor, capability)
    found: OnDuty = _get("casework.OnDuty", actor, pk)
    return found


def outing(actor: Actor, pk: int) -> Outing:
    """A pupil out of the removal room, for those who run it."""
    _demand(actor, Capability.RUN_REMOVAL)
    found: Outing = _get("removal.Outing", actor, pk, "stay__pupil")
    return found


def room_note(actor: Actor, pk: int) -> RoomNote:
    """A handover note of the removal room, for those who see its board."""
    _demand(actor, Capability.SEE_BOARD)
    found: RoomNote = _get("removal.RoomNote", actor, pk)
    return found


def room_report(actor: Actor, pk: int) -> RoomReport:
    """A report of the removal room that was sent, for those it went to and those who run the room."""
    found: RoomReport = _get("removal.RoomReport", actor, pk)
    if Capability.RUN_REMOVAL not in actor.capabilities and actor.user_id not in found.told:
        raise Http404
    return found


def disclosure(actor: Actor, pk: UUID | str) -> Disclosure:
    """What a pupil told an adult, for those who read the walled record and for nobody else."""
    _demand(actor, Capability.READ_SAFEGUARDING)
    found: Disclosure = _get("safeguarding.Disclosure", actor, pk, "pupil")
    return found


def owed(actor: Actor, pk: UUID | str) -> OwedTime:
    """Time owed by a pupil, for those who run its register."""
    _demand(actor, Capability.RUN_DETENTION)
    found: OwedTime = _get("detentions.OwedTime", actor, pk, "pupil")
    return found


def report(actor: Actor, pk: UUID | str) -> ReportCard:
    """A report of a pupil whom the actor may see."""
    _demand(actor, Capability.SEE_PUPIL)
    found: ReportCard = _get("support.ReportCard", actor, pk, "pupil")
    if not actor.may(Capability.SEE_PUPIL, found.pupil.year_group):
        raise Http404
    return found


def task(actor: Actor, pk: int) -> Task:
    """A task of the actor's own, of a role that the actor holds, or any for those who see all."""
    _demand(actor, Capability.DO_TASKS)
    found: Task = _get("casework.Task", actor, pk, "pupil")
    seen = owes(actor, found) or Capability.SEE_ALL_TASKS in actor.capabilities
    if not (seen or any(sees_to(actor, one, found) for one in away_now())):
        raise Http404
    return found


def message(actor: Actor, pk: int) -> Message:
    """A message of the outbox, of the years for which the outbox is the actor's."""
    _demand(actor, Capability.SEE_OUTBOX)
    found: Message = _get("letters.Message", actor, pk, "pupil", "contact")
    if not actor.may(Capability.SEE_OUTBOX, found.pupil.year_group if found.pupil else None):
        raise Http404
    return found


def owes(actor: Actor, found: Task) -> bool:
    """Whether a task is the actor's own, or that of a role of the actor's where nobody is named."""
    if found.owner_id is not None:
        return found.owner_id == actor.user_id
    return found.role in actor.roles and _in_years(actor, found)


def sees_to(actor: Actor, away: Standing, found: Task) -> bool:
    """Whether the actor sees to a task of somebody who is away: as the stand-in, or holding the role where none is named.

    What a role owes whose tasks are nobody else's to see goes to those only who hold it themselves.
    """
    if found.role in CONFIDENTIAL and found.role not in actor.roles:
        return False
    if away.stand_in == actor.user_id:
        other = actor_of(away.membership_id)
        return other is not None and owes(other[0], found)
    if away.stand_in is not None or found.owner_id != away.user_id:
        return False
    return (found.role or NO_ROLE) in actor.roles and _in_years(actor, found)


def proposal(actor: Actor, pk: int) -> Proposal:
    """A proposal, for whoever holds the role that decides it."""
    found: Proposal = _get("casework.Proposal", actor, pk, "pupil")
    if found.decider_role not in actor.roles:
        raise Http404
    return found


def help_call(actor: Actor, pk: int) -> HelpCall:
    """A call for help: the caller's own, or any for those who answer."""
    found: HelpCall = _get("conduct.HelpCall", actor, pk)
    if Capability.ANSWER_HELP not in actor.capabilities and found.by_id != actor.user_id:
        raise Http404
    return found


def _has_taught(actor: Actor, group_id: int) -> bool:
    if actor.staff_id is None:
        return False
    return Teaching.objects.filter(
        school_id=actor.school_id, group_id=group_id, staff_id=actor.staff_id
    ).exists()


def _in_years(actor: Actor, found: Task) -> bool:
    """A role held for some year groups owes the tasks of those only; a role held throughout owes all."""
    if found.pupil is None or Capability.DO_TASKS not in actor.capabilities or not actor.year_groups:
        return True
    bound = found.role in {"head_of_year", "year_link", "tutor"}
    return not bound or found.pupil.year_group in actor.year_groups


@prepared
def _pupils(school: Any, pk: Any) -> QuerySet[Pupil]:
    return Pupil.objects.filter(school_id=school, pk=pk)


@prepared
def _lessons(school: Any, pk: Any) -> QuerySet[LessonOccurrence]:
    return LessonOccurrence.objects.filter(school_id=school, pk=pk).select_related("group", "staff")


def _in_force(held: LessonOccurrence) -> Q:
    return Q(valid_from__lte=held.day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=held.day))


def _demand(actor: Actor, capability: Capability) -> None:
    if capability not in actor.capabilities:
        raise Http404


def _get(label: str, actor: Actor, pk: object, *related: str) -> Any:
    rows = apps.get_model(label)._default_manager.filter(school_id=actor.school_id)
    try:
        return rows.select_related(*related).get(pk=pk) if related else rows.get(pk=pk)
    except (ObjectDoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
