"""The end of the room's day, once a day: its reports go or are asked for, and what is not written down is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.casework.models import Alert, Deadline
from evenhand.apps.casework.raising import open_task
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.room.missing import gaps
from evenhand.apps.removal.room.reading import room_rows
from evenhand.apps.removal.room.reports import NAMELESS, TITLES, draft
from evenhand.apps.removal.room.sending import is_sent, send
from evenhand.apps.removal.room.slots import ROOM
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.models import School
from evenhand.engine.rules.routine import falls_due
from evenhand.engine.values import Role

KIND = "room_day"
BY_ITSELF = "room.update_sends"
LAST_MINUTE = time(23, 59)
MOST_BEHIND = timedelta(days=7)
TOLD = (Role.REMOVAL_MANAGER, Role.PASTORAL_ADMIN)


def tick() -> None:
    """One round of the worker: close the room's day at each school where it is over."""
    each_school(close_room_days, "the end of the room's day")


def close_room_days(school: School) -> list[date]:
    """Close the days of the room that are over and not closed, in order, a week back at most; returns which."""
    seen = ground(system_actor(school.pk, "worker"))
    if not any(one.kind == ROOM for one in seen.pack.placements.values()):
        return []
    return [day for day in _over(seen) if _close(seen, day)]


def ends_at(seen: Ground, day: date) -> datetime:
    """When the room's day is over: the closing bell, and as long as anybody stays after it."""
    rooms = [one for one in seen.pack.placements.values() if one.kind == ROOM]
    late = max((seen.rules.number(one.late_finish_minutes) for one in rooms), default=0)
    return to_instant(seen.school, day, seen.calendar.closing_bell(day)) + timedelta(minutes=late)


def _over(seen: Ground) -> list[date]:
    """The school days that are over, after the last that was closed; only today where none ever was."""
    today, calendar = seen.moment.day, seen.calendar
    last = Deadline.objects.filter(kind=KIND).order_by("-due_at", "-pk").values_list("key", flat=True).first()
    first = max(date.fromisoformat(last) + timedelta(days=1), today - MOST_BEHIND) if last else today
    days = (first + timedelta(days=number) for number in range((today - first).days + 1))
    known = (day for day in days if calendar.known_from <= day <= calendar.known_until)
    return [day for day in known if calendar.is_school_day(day) and ends_at(seen, day) <= seen.now]


@transaction.atomic
def _close(seen: Ground, day: date) -> bool:
    _, made = Deadline.objects.get_or_create(
        school_id=seen.school.pk,
        kind=KIND,
        key=day.isoformat(),
        defaults={"due_at": ends_at(seen, day), "fired_at": seen.now, "body": {}},
    )
    if not made:
        return False
    policy = policy_of(seen.school.pk)
    for kind in TITLES:
        routine = seen.pack.routines.get(kind)
        if routine is not None and falls_due(policy, seen.calendar, routine, day) and not is_sent(kind, day):
            _report(seen, kind, day)
    if day == seen.moment.day:
        _tell_gaps(seen, day)
    return True


def _report(seen: Ground, kind: str, day: date) -> None:
    """Send what is for senior leaders; ask for what needs a person's words, or where nobody is there to get it."""
    if kind not in NAMELESS and BY_ITSELF in seen.pack.settings and seen.rules.setting(BY_ITSELF) is True:
        try:
            send(actor=seen.actor, report=draft(seen, kind, day))
        except Refused:
            _ask(seen.actor, seen, kind, day)
        return
    _ask(seen.actor, seen, kind, day)


def _ask(actor: Actor, seen: Ground, kind: str, day: date) -> None:
    routine = seen.pack.routines[kind]
    open_task(
        actor,
        kind=kind,
        label=routine.label,
        role=str(routine.role),
        due_at=to_instant(seen.school, day, LAST_MINUTE),
        about=f"{kind}:{day.isoformat()}",
        cites=routine.cites,
    )


def _tell_gaps(seen: Ground, day: date) -> None:
    many = len(gaps(seen, room_rows(seen)))
    if not many:
        return
    label = "One thing of today is" if many == 1 else f"{many} things of today are"
    body = {"words": f"{label} not written down", "url": "/board/day/#gaps"}
    Alert.objects.bulk_create(
        Alert(
            school_id=seen.school.pk,
            at=seen.now,
            role=str(role),
            kind=KIND,
            subject=day.isoformat(),
            body=body,
        )
        for role in TOLD
        if role in seen.pack.roles
    )
