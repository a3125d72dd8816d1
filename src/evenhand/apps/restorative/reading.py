"""Reads of conversations: those that are owed, one with everything that came of it, and who is linked to its matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.selectors import open_tasks
from evenhand.apps.casework.talks import address_of, kinds_of, task_kinds
from evenhand.apps.conduct.models import Event, Involvement
from evenhand.apps.conduct.selectors import states
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.engine.facts import Opened
from evenhand.engine.pack.schema import Conversation
from evenhand.engine.rules.restorative.cases import OPEN, owner_of
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain


@dataclass(frozen=True, slots=True)
class Matter:
    """One conversation: what led to it, the form of the policy, where it stands, and what was recorded of it."""

    event: Event
    pupil: Pupil
    talk: Conversation
    case: Opened | None
    stages: tuple[Event, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.case is not None and self.case.stage == OPEN

    @property
    def owner(self) -> int | None:
        """The adult who owes it."""
        owner = owner_of(self.case) if self.case else ""
        return int(owner) if owner.isdigit() else None

    @property
    def abouts(self) -> frozenset[str]:
        """The ids by which entries may refer to it."""
        return abouts_of(self.event, self.case)

    def newest(self, *stages: str) -> Event | None:
        """The newest entry of one of these stages."""
        return next((row for row in reversed(self.stages) if row.details.get("stage") in stages), None)


def owed(actor: Actor, *, everybody: bool = False) -> list[tuple[Task, Conversation]]:
    """The conversations that the actor owes, or that anybody does for those who see all; the soonest first."""
    kinds = kinds_of(policy_of(actor.school_id).pack)
    found: dict[tuple[str, str], tuple[Task, Conversation]] = {}
    for task in open_tasks(actor, everybody=everybody):
        if task.kind in kinds and task.pupil_id is not None:
            found.setdefault((address_of(task), kinds[task.kind].id), (task, kinds[task.kind]))
    return list(found.values())


def matter(actor: Actor, pk: UUID, kind: str) -> Matter:
    """A conversation that the actor owes, may lead, or oversees. Http404 for any other, as for one that is not there."""
    event = roads.event(actor, pk)
    talk = policy_of(actor.school_id).pack.conversations.get(kind)
    if talk is None or not actor.may(Capability.SEE_PUPIL, event.pupil.year_group):
        raise Http404
    cases = _cases(event.pupil_id, talk.id)
    case = next((one for one in cases if str(pk) in (one.about, one.id)), None)
    found = Matter(event, event.pupil, talk, case, stages_of(event, talk, case))
    if (case is None and not found.stages) or not _concerns(actor, found):
        raise Http404
    return found


def abouts_of(event: Event, case: Opened | None) -> frozenset[str]:
    """The ids by which entries may refer to a conversation."""
    return frozenset({str(event.pk), *((case.about, case.id) if case else ())} - {""})


def stages_of(event: Event, talk: Conversation, case: Opened | None) -> tuple[Event, ...]:
    """What was recorded of a conversation in its order, without what was taken back."""
    rows = Event.objects.filter(pupil_id=event.pupil_id, kind=EventKind.CONVERSATION, code=talk.id)
    rows = rows.filter(about__in=abouts_of(event, case)) | rows.filter(pk=event.pk)
    found = list(rows.select_related("payload", "recorded_by").order_by("seq"))
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(row.pk) for row in found])
    gone = set(voids.values_list("about", flat=True)) if found else set()
    return tuple(row for row in found if str(row.pk) not in gone)


def linked(event: Event) -> tuple[tuple[str, int], ...]:
    """How many others were in the matter in which part; never who, since the pupil sees the page."""
    rows = Involvement.objects.filter(incident_id=event.incident_id).exclude(pupil_id=event.pupil_id)
    return tuple(sorted(Counter(rows.values_list("role", flat=True)).items()))


def follow_up(found: Matter) -> list[Task]:
    """What is still owed of what was agreed."""
    kinds = {effect.id for effect in found.talk.effects if effect.on in found.talk.promises}
    return list(
        Task.objects.filter(about__in=found.abouts, kind__in=kinds, status=OPEN).order_by("due_at", "pk")
    )


def due_of(found: Matter) -> datetime | None:
    """By when it is owed."""
    rows = Task.objects.filter(about__in=found.abouts, kind__in=task_kinds(found.talk), status=OPEN)
    return rows.order_by("due_at", "pk").values_list("due_at", flat=True).first()


def _cases(pupil_id: int, kind: str) -> Iterable[Opened]:
    plain = states([pupil_id]).get(pupil_id)
    return [case for case in state_from_plain(plain).cases if case.kind == kind] if plain else []


def _concerns(actor: Actor, found: Matter) -> bool:
    """The owner, whoever has recorded in it or led to it, and the roles that may lead it."""
    people = {found.owner, found.event.recorded_by_id, *(row.recorded_by_id for row in found.stages)}
    leads = {str(role) for role in found.talk.lead_roles} | {str(step.role) for step in found.talk.chases}
    return (
        actor.user_id in people or bool(leads & actor.roles) or Capability.SEE_ALL_TASKS in actor.capabilities
    )
