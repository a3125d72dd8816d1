"""What a stay does by itself when a time comes: nobody arrived, a family not told, a look in is due, reading is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from evenhand.apps.access.actors import system_actor
from evenhand.apps.casework.alerting import tell
from evenhand.apps.casework.models import Alert, Deadline, Task, TaskChange
from evenhand.apps.casework.performing import at
from evenhand.apps.casework.raising import mark_seen
from evenhand.apps.casework.wording import needs_contact
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.engine.decisions import Task as TaskOutcome
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.values import EventKind, Role

ARRIVAL = "arrival"
PRESSING = "family_pressing"
REVIEW = "review"
FAMILY = "family"
WARNING_MINUTES = "param:contact.warning_minutes"


def pressing(work: Work, stay: Stay, item: Performed) -> Iterator[Deadline]:
    """The alert ahead of the time by which the family must know, where the policy has such a figure."""
    used = work.policy.on(item.event.day).used(WARNING_MINUTES)
    for outcome in item.decision.outcomes if used else ():
        due = at(work, outcome.due) if isinstance(outcome, TaskOutcome) and outcome.task == FAMILY else None
        if used and due is not None:
            yield Deadline(
                school_id=stay.school_id,
                kind=PRESSING,
                key=str(item.event.pk),
                due_at=due - timedelta(minutes=int(used.value)),
                body={"stay": str(stay.pk), "due": due.isoformat()},
            )


def review(stay: Stay, due: datetime) -> Deadline:
    """The next look in on a pupil in time out."""
    key = f"{stay.pk}/{int(due.timestamp())}"
    return Deadline(school_id=stay.school_id, kind=REVIEW, key=key, due_at=due, body={"stay": str(stay.pk)})


def review_minutes(rules: Rules, placement: str) -> int:
    """How often somebody looks in; nought where the policy asks for none."""
    return rules.number(rules.pack.placements[placement].review_minutes)


def not_here(school: School, deadline: Deadline, moment: datetime) -> bool:
    """The pupil has not arrived in time: tell the leader on duty, once, with the time kept on the card."""
    stay = _open_stay(deadline)
    if stay is None or stay.stage != "expected":
        return False
    role = policy_of(school.pk).pack.placements[stay.placement].arrival_alert_role
    if Alert.objects.filter(kind=ARRIVAL, subject=str(stay.pk)).exists() or role is None:
        return False
    _tell(school, stay, ARRIVAL, str(role), deadline.due_at, moment)
    return True


def family_pressing(school: School, deadline: Deadline, moment: datetime) -> bool:
    """The family has not been told and the time is near: tell whoever owes it."""
    stay = _open_stay(deadline)
    task = Task.objects.filter(about=deadline.body["stay"], kind=FAMILY, status="open").first()
    if stay is None or task is None:
        return False
    _tell(school, stay, PRESSING, task.role, datetime.fromisoformat(deadline.body["due"]), moment)
    return True


def review_due(school: School, deadline: Deadline, moment: datetime) -> bool:
    """Nobody has looked in for the time set: remind who sent the pupil and the pastoral lead; then the next one."""
    stay = _open_stay(deadline)
    if stay is None:
        return False
    minutes = review_minutes(policy_of(school.pk).on(local(school, moment).day), stay.placement)
    if not minutes:
        return False
    pause = timedelta(minutes=minutes)
    last = stay.notes.filter(kind=REVIEW).order_by("-at", "-pk").values_list("at", flat=True).first()
    seen = last or stay.opened_at
    if moment - seen < pause:
        review(stay, seen + pause).save()
        return False
    # One reminder of one stay at a time: the newest says it all.
    mark_seen(kind=REVIEW, subject=str(stay.pk), at=moment)
    for role, user in ((str(Role.PASTORAL_LEAD), None), ("", stay.owner_id)):
        if role or user:
            _tell(school, stay, REVIEW, role, deadline.due_at, moment, user)
    review(stay, moment + pause).save()
    return True


def finish_by_time(school: School, task: Task, deadline: Deadline) -> bool:
    """Complete a station that lasts a set time, such as reading; False if the task is none of those.

    The event's id follows from the stay and the station, so that a repeat is the same record.
    """
    stay = _stay_about(task)
    if stay is None:
        return False
    declared = policy_of(school.pk).pack.placements[stay.placement]
    station = next((item for item in declared.stations if item.id == task.kind), None)
    if station is None:
        _hand_over(school, task, declared.handover_role)
        return False
    if not station.minutes or stay.stage != "here" or task.event_id is None:
        return False
    command = Command(
        event_id=uuid5(task.event_id, station.id),
        kind=EventKind.STATION,
        pupil_id=stay.pupil_id,
        code=station.id,
        happened_at=deadline.due_at,
        about=str(stay.pk),
    )
    record(system_actor(school.pk, "worker"), commands=[command])
    return True


def _hand_over(school: School, task: Task, role: Role | None) -> None:
    """A family that was not told of a time out in time is told by whom the policy names; the task becomes theirs."""
    if role is None or not needs_contact(task) or task.role == str(role):
        return
    task.role, task.owner_id = str(role), None
    task.save(update_fields=["role", "owner"])
    TaskChange.objects.create(
        school=school, task=task, at=now(), change="reassigned", reason="Not done in time"
    )


def _tell(
    school: School, stay: Stay, kind: str, role: str, due: datetime, moment: datetime, user: int | None = None
) -> None:
    body = {
        "stay": str(stay.pk),
        "pupil": stay.pupil_id,
        "name": stay.pupil.display_name,
        "due": due.isoformat(),
    }
    tell(school, kind=kind, subject=str(stay.pk), role=role, moment=moment, body=body, user=user)


def _open_stay(deadline: Deadline) -> Stay | None:
    rows = Stay.objects.select_related("pupil").filter(pk=UUID(deadline.body["stay"]))
    return rows.filter(stage__in=("expected", "here")).first()


def _stay_about(task: Task) -> Stay | None:
    try:
        return Stay.objects.filter(pk=UUID(task.about)).first()
    except ValueError:
        return None
