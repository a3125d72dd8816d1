"""Alerts: who is told, by name where one person holds the role, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.access.naming import known_as, names_of
from evenhand.apps.casework.models import Alert, Deadline, Task, TaskChange
from evenhand.apps.policy.performers import find
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.engine.values import Role

OVERDUE = "overdue"
# Asked first whether it sees to the task itself: `finish(school, task, deadline) -> bool`.
FINISHED_BY_TIME = "evenhand.apps.removal.deadlines.finish_by_time"


def task_overdue(school: School, deadline: Deadline, moment: datetime) -> bool:
    """Tell whoever owes an open task that its time is past, and once the next post up; a done task tells nobody."""
    task = Task.objects.select_related("pupil").filter(pk=deadline.body["task"], status="open").first()
    if task is None:
        return False
    if find(FINISHED_BY_TIME)(school, task, deadline):
        return True
    body = {"task": task.pk, "pupil": task.pupil_id, "label": task.label, "due": deadline.due_at.isoformat()}
    tell(
        school,
        kind="task_due",
        subject=str(task.pk),
        role=task.role,
        moment=moment,
        body=body,
        user=task.owner_id,
    )
    above = next_up(school, task.role, local(school, moment).day)
    if above:
        tell(school, kind="task_escalated", subject=str(task.pk), role=above, moment=moment, body=body)
    TaskChange.objects.create(school=school, task=task, at=moment, change=OVERDUE, reason=above)
    return True


def next_up(school: School, role: str, day: date) -> str:
    """The first of the posts that the policy names above this one that somebody holds on that day; "" where none does."""
    posts = policy_of(school.pk).pack.above(role)
    return next((post for post in posts if holders(school, post, day)), "")


def tell(
    school: School,
    *,
    kind: str,
    subject: str,
    role: str,
    moment: datetime,
    body: Mapping[str, Any],
    user: int | None = None,
) -> Alert:
    """Make one alert for a person, or for a role: for its holder by name where one person alone holds it that day.

    `body["told"]` keeps in words who was told, as it stood then.
    """
    people = {} if user else holders(school, role, local(school, moment).day)
    alone = user or (next(iter(people)) if len(people) == 1 else None)
    told = people[alone] if alone in people else staff_names([alone]).get(alone or 0, "") if alone else ""
    return Alert.objects.create(
        school=school,
        at=moment,
        role=role,
        user_id=alone,
        kind=kind,
        subject=subject,
        body={**body, "told": told or role_title(school, role)},
    )


def holders(school: School, role: str, day: date) -> dict[int, str]:
    """The people who hold a role on a day, by user, with the name that they are known by."""
    grants = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), role=role, valid_from__lte=day
    )
    rows = grants.select_related("membership__staff", "membership__user").order_by("pk")
    return {row.membership.user_id: known_as(row.membership) for row in rows}


def staff_names(user_ids: list[int | None]) -> dict[int, str]:
    """What the users are called at this school: Ms N. Okonjo."""
    return names_of(user_ids)


def role_title(school: School, role: str) -> str:
    """The school's own word for a role."""
    titles = policy_of(school.pk).pack.roles.get(Role(role), ()) if role in set(Role) else ()
    return titles[0] if titles else role.replace("_", " ").capitalize()
