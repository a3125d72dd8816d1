"""The morning digest: each member of staff is told once, on a school morning, what is due; nobody is who owes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor, actor_of, system_actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.covering import Standing, away_on
from evenhand.apps.access.models import Membership
from evenhand.apps.access.roads import owes, sees_to
from evenhand.apps.audit.services import append
from evenhand.apps.casework import counting
from evenhand.apps.casework.daily import span_of
from evenhand.apps.casework.models import Alert, Deadline, Task
from evenhand.apps.casework.wording import local_time
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.rules.due import clock_time
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar

KIND = "digest"
SETTING = "digest.at"
LATE, TODAY, TOMORROW = "late", "today", "tomorrow"
WORDS = {LATE: "{} past their time", TODAY: "{} due today", TOMORROW: "{} on the next school day"}
ONE = {LATE: "1 past its time"}


@dataclass(frozen=True, slots=True)
class Morning:
    """A school morning: the instants that part what is late, due today and due on the next school day."""

    day: date
    moment: datetime
    tonight: datetime
    next_night: datetime

    def slot(self, due: datetime) -> str:
        """Late, today or tomorrow; "" for what is due later than that."""
        if due < self.moment:
            return LATE
        if due < self.tonight:
            return TODAY
        return TOMORROW if due < self.next_night else ""


def tick() -> None:
    """One round of the worker: tell each school's staff of the morning, in the school's own scope."""
    each_school(tell_morning, "the morning digest")


def tell_morning(school: School, moment: datetime | None = None) -> int:
    """Tell everybody at the school what they owe, once a school day from its hour until the closing bell.

    Returns how many were told. After an outage a morning that has passed is not made up for: the inbox holds it all.

    Raises:
        NoPolicy, NoCalendar: the school is not set up yet.
    """
    morning = _morning(school, moment or now())
    if morning is None:
        return 0
    with transaction.atomic():
        _, won = Deadline.objects.get_or_create(
            school=school,
            kind=KIND,
            key=morning.day.isoformat(),
            defaults={"due_at": morning.moment, "fired_at": morning.moment},
        )
        return _tell(school, morning) if won else 0


def words_of(counts: Counter[str]) -> str:
    """1 past its time, 3 due today, 2 on the next school day."""
    parts = [(slot, counts[slot]) for slot in WORDS if counts[slot]]
    return ", ".join(
        ONE[slot] if many == 1 and slot in ONE else WORDS[slot].format(many) for slot, many in parts
    )


def _morning(school: School, moment: datetime) -> Morning | None:
    policy, calendar = policy_of(school.pk), calendar_of(school)
    day = local_time(school, moment).date()
    if SETTING not in policy.pack.settings or not calendar.known_from <= day <= calendar.known_until:
        return None
    if not calendar.is_school_day(day):
        return None
    opens = clock_time(policy.on(day).word(f"setting:{SETTING}"))
    first, last = to_instant(school, day, opens), to_instant(school, day, calendar.closing_bell(day))
    if not first <= moment < last:
        return None
    return Morning(day, moment, span_of(school, day)[1], span_of(school, _next(calendar, day))[1])


def _next(calendar: SchoolCalendar, day: date) -> date:
    try:
        return calendar.next_school_day(day)
    except CalendarEnds:
        return day + timedelta(days=1)


def _tell(school: School, morning: Morning) -> int:
    rows = Task.objects.filter(status="open", due_at__lt=morning.next_night).select_related("pupil")
    tasks, away = list(rows), away_on(morning.day)
    gone = {one.membership_id for one in away}
    made = []
    for membership_id in _members(morning.day):
        found = actor_of(membership_id) if membership_id not in gone else None
        if found is None or Capability.DO_TASKS not in found[0].capabilities:
            continue
        words = words_of(_counts(found[0], tasks, away, morning))
        if words:
            body = {"words": "This morning", "label": words, "url": "/inbox/"}
            made.append(
                Alert(
                    school=school,
                    at=morning.moment,
                    user_id=found[0].user_id,
                    kind=KIND,
                    subject=morning.day.isoformat(),
                    body=body,
                )
            )
    # What nobody looked at of the mornings before is said anew by this one.
    Alert.objects.filter(kind=KIND, seen_at__isnull=True).update(seen_at=morning.moment)
    Alert.objects.bulk_create(made)
    counting.forget()
    append(
        system_actor(school.pk, "worker"),
        action="digest.told",
        subject=f"day:{morning.day.isoformat()}",
        body={"people": len(made)},
    )
    return len(made)


def _counts(actor: Actor, tasks: list[Task], away: list[Standing], morning: Morning) -> Counter[str]:
    mine = [task for task in tasks if owes(actor, task) or any(sees_to(actor, one, task) for one in away)]
    return Counter(slot for task in mine if task.due_at and (slot := morning.slot(task.due_at)))


def _members(day: date) -> list[int]:
    rows = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    return list(rows.order_by("pk").values_list("pk", flat=True))
