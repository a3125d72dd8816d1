"""Reads of who owes what: one's own tasks and those of one's roles, requests, proposals and alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Membership
from evenhand.apps.access.naming import known_as, names_of
from evenhand.apps.casework.models import Alert, Proposal, Task, TaskChange
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.clock import now

# Roles that are held for the years they name only.
YEAR_BOUND = frozenset({"head_of_year", "year_link", "tutor"})
MOST = 200
MOST_ALERTS = 30
JUST_NOW = timedelta(minutes=3)


def mine(actor: Actor) -> Q:
    """The tasks of the actor, and of the actor's roles where nobody is named, in the actor's years."""
    anywhere = actor.roles - YEAR_BOUND if actor.year_groups else actor.roles
    of_role = Q(owner__isnull=True, role__in=anywhere)
    bound = actor.roles & YEAR_BOUND if actor.year_groups else frozenset()
    if bound:
        in_years = Q(pupil__isnull=True) | Q(pupil__year_group__in=actor.year_groups)
        of_role |= Q(owner__isnull=True, role__in=bound) & in_years
    return Q(owner_id=actor.user_id) | of_role


def open_tasks(actor: Actor, *, everybody: bool = False) -> list[Task]:
    """What is still to do, the soonest first; everybody's for those who see all."""
    rows = Task.objects.filter(status="open")
    if not (everybody and Capability.SEE_ALL_TASKS in actor.capabilities):
        rows = rows.filter(mine(actor))
    related = rows.select_related("pupil", "event__incident__lesson__group", "owner")
    return list(related.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST])


def just_done(actor: Actor) -> list[Task]:
    """What the actor closed within the last minutes, the latest first: an undo is one tap."""
    rows = Task.objects.filter(
        status="done", closed_by_id=actor.user_id, closed_at__gt=now() - JUST_NOW, kind__gt=""
    )
    return list(rows.exclude(kind__in=("review", "entry")).select_related("pupil").order_by("-closed_at")[:5])


def open_proposals(actor: Actor) -> list[Proposal]:
    """Requests and proposals that a role of the actor's decides, the oldest first."""
    rows = Proposal.objects.filter(decider_role__in=actor.roles, status="open")
    return list(
        rows.select_related("pupil", "event__incident__lesson__group", "event__payload").order_by("pk")[:MOST]
    )


def unseen_alerts(actor: Actor) -> list[Alert]:
    """What the actor should know and has not seen, the newest first."""
    to_role = Q(user__isnull=True, role__in=actor.roles)
    rows = Alert.objects.filter(Q(user_id=actor.user_id) | to_role, seen_at__isnull=True)
    return list(rows.order_by("-at")[:MOST_ALERTS])


def told_of(task_ids: list[int]) -> dict[int, TaskChange]:
    """For each task that is past its time, the change that tells whom else it was taken to."""
    rows = TaskChange.objects.filter(task_id__in=task_ids, change="overdue") if task_ids else ()
    return {row.task_id: row for row in rows}


def names(user_ids: set[int | None]) -> dict[int, str]:
    """What these users are called at the school."""
    return names_of(user_ids)


def colleagues(at: datetime) -> list[tuple[int, str]]:
    """Everybody with an account at the school on that day, by name: to whom a task can be passed on."""
    rows = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=at.date()), valid_from__lte=at.date()
    )
    named = {row.user_id: known_as(row) for row in rows.select_related("staff", "user")}
    return sorted(named.items(), key=lambda pair: pair[1].rpartition(" ")[2])


def changes_of(task: Task) -> list[TaskChange]:
    """What was done to a task, in order."""
    return list(TaskChange.objects.filter(task=task).order_by("at", "pk"))


def open_things(actor: Actor) -> int:
    """How many tasks, requests, proposals and calls for help wait for the actor, from one query."""
    tasks = Task.objects.filter(mine(actor), status="open").order_by().values("pk")
    waiting: list[QuerySet[Any, Any]] = [
        Proposal.objects.filter(decider_role__in=actor.roles, status="open").order_by().values("pk")
    ]
    if Capability.ANSWER_HELP in actor.capabilities:
        waiting.append(HelpCall.objects.filter(answered_at__isnull=True).order_by().values("pk"))
    return tasks.union(*waiting, all=True).count()
