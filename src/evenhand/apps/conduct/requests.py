"""Requests of duty staff that a leader confirms or declines: read from what was decided, not kept twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.conduct.commands import Command, Recorded
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.engine.decisions import Step
from evenhand.engine.pack.resolve import Policy, step_named
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import decision_from_plain

DAYS = 7
ANSWERS = (EventKind.CONFIRM, EventKind.DECLINE, EventKind.VOID)


@dataclass(frozen=True, slots=True)
class Asked:
    """One open request in words. `key` is the id of the event that asks."""

    key: UUID
    pupil_id: int
    name: str
    form: str
    act: str
    what: str
    at: str
    place: str
    by: str
    cite: str


def open_requests(actor: Actor, today: date) -> list[Asked]:
    """What waits for this leader, oldest first; nothing for those who may not confirm."""
    if Capability.CONFIRM_STEP not in actor.capabilities:
        return []
    rows = list(
        Event.objects.filter(
            day__gt=today - timedelta(days=DAYS), kind=EventKind.CONCERN, where=Where.OUT_OF_CLASS
        )
        .select_related("pupil", "recorded_by")
        .order_by("seq")
    )
    done = set(
        Event.objects.filter(kind__in=ANSWERS, about__in=[str(row.pk) for row in rows]).values_list(
            "about", flat=True
        )
    )
    rows = [
        row
        for row in rows
        if str(row.pk) not in done and actor.may(Capability.CONFIRM_STEP, row.pupil.year_group)
    ]
    decisions = StoredDecision.objects.in_bulk([row.pk for row in rows])
    school, policy = School.objects.get(pk=actor.school_id), policy_of(actor.school_id)
    found = (_asked(school, policy, row, decisions[row.pk]) for row in rows if row.pk in decisions)
    return [one for one in found if one is not None]


def answer_request(
    actor: Actor, *, event: Event, confirm: bool, answer_id: UUID, reason: str = ""
) -> Recorded:
    """Confirm or decline; declining needs a reason. Raises Refused, Conflicting."""
    kind = EventKind.CONFIRM if confirm else EventKind.DECLINE
    command = Command(
        answer_id,
        kind,
        event.pupil_id,
        where=Where(event.where),
        place=event.place,
        details={"reason": reason} if reason else {},
        about=str(event.pk),
    )
    return record(actor, commands=[command])


def _asked(school: School, policy: Policy, row: Event, stored: StoredDecision) -> Asked | None:
    decision = decision_from_plain(stored.outcomes)
    step = next((one for one in decision.outcomes if isinstance(one, Step) and one.request), None)
    if step is None:
        return None
    declared = step_named(policy.pack.ladders[step.ladder], step.step)
    item = policy.pack.items.get(row.code)
    return Asked(
        row.pk,
        row.pupil_id,
        row.pupil.display_name,
        row.pupil.form,
        item.label if item else row.code,
        declared.phrase if declared else step.step,
        local(school, row.happened_at).time.strftime("%H:%M"),
        row.place,
        row.recorded_by.name if row.recorded_by else "",
        next(iter(step.reason.cites), ""),
    )
