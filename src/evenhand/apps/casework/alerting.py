"""Alerts: who is told, by name where one person holds the role, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from evenhand.apps.access.covering import away_on
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.access.naming import known_as, names_of
from evenhand.apps.casework.models import Alert, Deadline, Task, TaskChange
from evenhand.apps.policy.performers import find
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.engine.values import Role

OVERDUE = "overdue"
PAST, UP = "task_due", "task_escalated"
TOLD = (PAST, UP)
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
    first = tell(
        school,
        kind=PAST,
        subject=str(task.pk),
        role=task.role,
        moment=moment,
        body=body,
        user=task.owner_id,
    )
    above = next_up(school, task.role, local(school, moment).day)
    # Who sees to it for somebody away may be the next post up as well, and is told once.
    if above and not (first.user_id and first.user_id == _whom(school, above, moment, None)[0]):
        tell(school, kind=UP, subject=str(task.pk), role=above, moment=moment, body=body)
    TaskChange.objects.create(school=school, task=task, at=moment, change=OVERDUE, reason=above)
    return True


def next_up(school: School, role: str, day: date) -> str:
    """The first of the posts that the policy names above this one that somebody holds on that day; "" where none does."""
    posts = policy_of(school.pk).pack.above(role)
    away = {one.user_id for one in away_on(day)}
    held = [(post, holders(school, post, day).keys()) for post in posts]
    here = (post for post, people in held if people - away)
    return next(here, next((post for post, people in held if people), ""))


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
    alone, told = _whom(school, role, moment, user)
    return Alert.objects.create(
        school=school,
        at=moment,
        role=role,
        user_id=alone,
        kind=kind,
        subject=subject,
        body={**body, "told": told or role_title(school, role)},
    )


def _whom(school: School, role: str, moment: datetime, user: int | None) -> tuple[int | None, str]:
    """The one person who is told and by what name; for somebody away the stand-in, or the role where none is named."""
    day = local(school, moment).day
    away = {one.user_id: one for one in away_on(day)}
    if user is not None and user in away and (away[user].stand_in or role):
        user = away[user].stand_in
    people = {} if user else holders(school, role, day)
    here = {pk: name for pk, name in people.items() if pk not in away}
    if people and not here:
        # All are away: the only one's stand-in, else the role, so that it is not lost.
        user = away[next(iter(people))].stand_in if len(people) == 1 else None
    alone = user or (next(iter(here)) if len(here) == 1 else None)
    return alone, here.get(alone or 0) or (staff_names([alone]).get(alone, "") if alone else "")


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
