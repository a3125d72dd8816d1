"""Reads of who owes what: one's own tasks and those of one's roles, requests, proposals and alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from evenhand.apps.access.actors import Actor, actor_of
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.covering import Standing, away_now
from evenhand.apps.access.models import Away, Membership
from evenhand.apps.access.naming import known_as, names_of
from evenhand.apps.access.roads import owes, sees_to
from evenhand.apps.casework.models import Alert, Proposal, Task, TaskChange
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.prepared import prepared

# Roles that are held for the years they name only.
YEAR_BOUND = frozenset({"head_of_year", "year_link", "tutor"})
NOBODY = 0
NO_YEAR = -1
MOST = 200
MOST_ALERTS = 30
JUST_NOW = timedelta(minutes=3)


@dataclass(frozen=True)
class Reach:
    """What makes a task an actor's own: the user, the roles held anywhere, and those held for some years only.

    A list is never empty, since a prepared query finds nothing for an empty one: no task has the role "".
    """

    user: int
    anywhere: list[str]
    bound: list[str]
    years: list[int]

    @classmethod
    def of(cls, actor: Actor) -> Reach:
        """The reach of an actor."""
        years = sorted(actor.year_groups)
        anywhere = actor.roles - YEAR_BOUND if years else actor.roles
        bound = actor.roles & YEAR_BOUND if years else frozenset()
        return cls(
            actor.user_id or NOBODY, sorted(anywhere) or [""], sorted(bound) or [""], years or [NO_YEAR]
        )


def open_tasks(actor: Actor, *, everybody: bool = False) -> list[Task]:
    """What is still to do, the soonest first; everybody's for those who see all."""
    if everybody and Capability.SEE_ALL_TASKS in actor.capabilities:
        return _all_tasks()
    return _reached(Reach.of(actor))


def covered_tasks(actor: Actor) -> dict[int, tuple[Task, Standing]]:
    """What the actor sees to for those who are away today, by task, with who that is; nothing that is the actor's own."""
    found: dict[int, tuple[Task, Standing]] = {}
    for away in away_now():
        other = actor_of(away.membership_id) if away.user_id != actor.user_id else None
        for task in _reached(Reach.of(other[0])) if other else ():
            if not owes(actor, task) and sees_to(actor, away, task):
                found.setdefault(task.pk, (task, away))
    return found


def _reached(reach: Reach) -> list[Task]:
    return _own_tasks(reach.user, reach.anywhere, reach.bound, reach.years)


def just_done(actor: Actor) -> list[Task]:
    """What the actor closed within the last minutes, the latest first: an undo is one tap."""
    return _closed(actor.user_id or NOBODY, now() - JUST_NOW)


def open_proposals(actor: Actor) -> list[Proposal]:
    """Requests and proposals that a role of the actor's decides, the oldest first."""
    return _proposals(sorted(actor.roles))


def unseen_alerts(actor: Actor) -> list[Alert]:
    """What the actor should know and has not seen, the newest first."""
    return _unseen(actor.user_id or NOBODY, sorted(actor.roles) or [""])


def told_of(task_ids: list[int]) -> dict[int, TaskChange]:
    """For each task that is past its time, the change that tells whom else it was taken to."""
    return {row.task_id: row for row in _overdue(task_ids)}


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
    """How many tasks, requests, proposals and calls for help wait for the actor: one query, and more if somebody is away."""
    reach, roles = Reach.of(actor), sorted(actor.roles) or [""]
    count = _waiting_and_calls if Capability.ANSWER_HELP in actor.capabilities else _waiting
    today = now().date()
    rows = [row[0] for row in count(reach.user, reach.anywhere, reach.bound, reach.years, roles, today)]
    away = sum(1 for row in rows if row < 0)
    return len(rows) - away + (len(covered_tasks(actor)) if away else 0)


def _mine(user: Any, anywhere: Any, bound: Any, years: Any) -> Q:
    """The tasks of the user, and of the user's roles where nobody is named, in the years of those that have some."""
    in_years = Q(pupil__isnull=True) | Q(pupil__year_group__in=years)
    of_role = Q(owner__isnull=True) & (Q(role__in=anywhere) | Q(role__in=bound) & in_years)
    return Q(owner_id=user) | of_role


def _soonest(rows: QuerySet[Task]) -> QuerySet[Task]:
    related = rows.select_related("pupil", "event__incident__lesson__group", "owner")
    return related.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST]


@prepared
def _all_tasks() -> QuerySet[Task]:
    return _soonest(Task.objects.filter(status="open"))


@prepared
def _own_tasks(user: Any, anywhere: Any, bound: Any, years: Any) -> QuerySet[Task]:
    return _soonest(Task.objects.filter(_mine(user, anywhere, bound, years), status="open"))


@prepared
def _closed(user: Any, since: Any) -> QuerySet[Task]:
    rows = Task.objects.filter(status="done", closed_by_id=user, closed_at__gt=since, kind__gt="")
    return (
        rows.exclude(kind__in=("review", "entry")).select_related("pupil").order_by("-closed_at", "-pk")[:5]
    )


@prepared
def _proposals(roles: Any) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(decider_role__in=roles, status="open")
    return rows.select_related("pupil", "event__incident__lesson__group", "event__payload").order_by("pk")[
        :MOST
    ]


@prepared
def _unseen(user: Any, roles: Any) -> QuerySet[Alert]:
    to_role = Q(user__isnull=True, role__in=roles)
    return Alert.objects.filter(Q(user_id=user) | to_role, seen_at__isnull=True).order_by("-at", "-pk")[
        :MOST_ALERTS
    ]


@prepared
def _overdue(tasks: Any) -> QuerySet[TaskChange]:
    return TaskChange.objects.filter(task_id__in=tasks, change="overdue")


@prepared
def _waiting(user: Any, anywhere: Any, bound: Any, years: Any, roles: Any, today: Any) -> QuerySet[Task, Any]:
    tasks, proposals = _to_count(user, anywhere, bound, years, roles)
    return tasks.union(proposals, _somebody_away(today), all=True)


@prepared
def _waiting_and_calls(
    user: Any, anywhere: Any, bound: Any, years: Any, roles: Any, today: Any
) -> QuerySet[Task, Any]:
    tasks, proposals = _to_count(user, anywhere, bound, years, roles)
    calls = HelpCall.objects.filter(answered_at__isnull=True).order_by().values_list("pk")
    return tasks.union(proposals, calls, _somebody_away(today), all=True)


def _somebody_away(today: Any) -> QuerySet[Away, Any]:
    """A negative number for each of those who are away, so that the count needs no query of its own to know of them."""
    rows = Away.objects.filter(first__lte=today, last__gte=today, ended_at__isnull=True)
    return rows.order_by().annotate(gone=0 - F("pk")).values_list("gone")


def _to_count(
    user: Any, anywhere: Any, bound: Any, years: Any, roles: Any
) -> tuple[QuerySet[Task, Any], QuerySet[Any, Any]]:
    tasks = Task.objects.filter(_mine(user, anywhere, bound, years), status="open")
    proposals = Proposal.objects.filter(decider_role__in=roles, status="open")
    return tasks.order_by().values_list("pk"), proposals.order_by().values_list("pk")
