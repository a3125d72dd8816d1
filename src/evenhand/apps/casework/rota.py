"""Who is named for which duty: of the policy's own, and of the removal room's day. An empty one is announced in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.services import append
from evenhand.apps.casework.alerting import tell
from evenhand.apps.casework.models import Deadline, OnDuty
from evenhand.apps.casework.raising import mark_seen
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.pack.schema import Duty

EMPTY = "duty_empty"
# The day up to which each school's warnings were set, since a round of the worker comes every second.
_planned: dict[int, tuple[date, str]] = {}


def on_days(days: list[date], kind: str = "") -> list[OnDuty]:
    """Who is named for the days, of one kind of duty where that is said, in the order in which they were named."""
    rows = OnDuty.objects.filter(day__in=days)
    return list((rows.filter(kind=kind) if kind else rows).order_by("day", "pk"))


@transaction.atomic
def put_on(
    actor: Actor, *, day: date, kind: str, user_id: int, period: str = "", action: str = "duty.named"
) -> OnDuty:
    """Name somebody; a second time changes nothing. Raises Refused where there is no such person."""
    if not Membership.objects.filter(user_id=user_id).exists():
        raise Refused((Problem("", "user", "There is no such person at this school."),))
    row, made = OnDuty.objects.get_or_create(
        school_id=actor.school_id, day=day, period=period, kind=kind, user_id=user_id,
        defaults={"set_by_id": actor.user_id},
    )  # fmt: skip
    if made:
        body = {"by": user_id, "day": day.isoformat(), "period": period, "kind": kind}
        append(actor, action=action, subject=f"duty:{row.pk}", body=body)
        mark_seen(kind=EMPTY, subject=_key(kind, day), at=now())
    return row


@transaction.atomic
def take_off(actor: Actor, *, duty: OnDuty, action: str = "duty.dropped") -> None:
    """Take a name off. Raises Refused for what was done already."""
    if duty.done_at is not None:
        raise Refused((Problem("", "duty", "This visit was made, so it stays on record."),))
    append(actor, action=action, subject=f"duty:{duty.pk}", body={"by": duty.user_id})
    duty.delete()


@transaction.atomic
def done(actor: Actor, *, duty: OnDuty, action: str) -> OnDuty:
    """The duty was done now; the first time stands."""
    if duty.done_at is None:
        duty.done_at = now()
        duty.save(update_fields=["done_at"])
        append(actor, action=action, subject=f"duty:{duty.pk}", body={"period": duty.period})
    return duty


def starts_at(school: School, duty: Duty, day: date) -> time:
    """When the duty starts that day: at its own time, or with the first bell."""
    if duty.starts:
        return time.fromisoformat(policy_of(school.pk).on(day).word(duty.starts))
    return min(period.start for period in calendar_of(school).periods_on(day))


def tick() -> None:
    """One round of the worker: set today's warnings at each school, once a day."""
    each_school(plan, "planning the day's duties")


def plan(school: School) -> int:
    """Set the warning of each duty of today, where today is a school day; returns how many are new."""
    day = local(school, now()).day
    policy = policy_of(school.pk)
    if _planned.get(school.pk) == (day, policy.digest):
        return 0
    rows = list(_warnings(school, day))
    known = set(
        Deadline.objects.filter(kind=EMPTY, key__in=[row.key for row in rows]).values_list("key", flat=True)
    )
    new = [row for row in rows if row.key not in known]
    Deadline.objects.bulk_create(new, ignore_conflicts=True)
    _planned[school.pk] = (day, policy.digest)
    return len(new)


def still_empty(school: School, deadline: Deadline, moment: datetime) -> bool:
    """Tell whoever keeps the rota that a duty of today is not filled; nothing where it is."""
    duty = policy_of(school.pk).pack.duties.get(deadline.body["duty"])
    day = date.fromisoformat(deadline.body["day"])
    if duty is None or moment >= to_instant(school, day, starts_at(school, duty, day)):
        # Once it has begun, nobody can be named in time any more.
        return False
    lacking = need_of(school, duty, day) - len(on_days([day], duty.id))
    if lacking <= 0:
        return False
    starts = f"{starts_at(school, duty, day):%H:%M}"
    tell(
        school,
        kind=EMPTY,
        subject=_key(duty.id, day),
        role=str(duty.owner),
        moment=moment,
        body={"words": f"{duty.label} at {starts}: nobody is named", "url": "/duties/"}
        if not on_days([day], duty.id)
        else {"words": f"{duty.label} at {starts}: {lacking} more needed", "url": "/duties/"},
    )
    return True


def need_of(school: School, duty: Duty, day: date) -> int:
    """How many people the duty takes that day."""
    return policy_of(school.pk).on(day).number(duty.need)


def _warnings(school: School, day: date) -> Iterator[Deadline]:
    policy, calendar = policy_of(school.pk), calendar_of(school)
    if not calendar.known_from <= day <= calendar.known_until or not calendar.is_school_day(day):
        return
    for duty in policy.pack.duties.values():
        before = timedelta(minutes=policy.on(day).number(duty.warn))
        yield Deadline(
            school_id=school.pk,
            kind=EMPTY,
            key=_key(duty.id, day),
            due_at=to_instant(school, day, starts_at(school, duty, day)) - before,
            body={"duty": duty.id, "day": day.isoformat()},
        )


def _key(kind: str, day: date) -> str:
    return f"{kind}/{day.isoformat()}"
