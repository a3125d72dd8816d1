"""What a device fetches ahead: the pages of its person's own lessons of today, for as long as the sign-in lasts."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.pins import pin_of, told_to_device
from evenhand.apps.conduct.pages import lesson_name
from evenhand.apps.people.models import Enrolment
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import lessons_around, school_of
from evenhand.engine.values import LadderMode, Where

__all__ = ["kept_by_device"]

# Names the purpose of the key, so that it serves no other.
QUEUE_KEY = "evenhand.web.device.queue"


def kept_by_device(actor: Actor, session_key: str | None) -> dict[str, Any]:
    """The list, as plain values: whose it is, its day and time, the seconds until it is thrown away, lessons with
    their pages, the lock's digest, and the key under which this person's unsent records wait for them."""
    school = school_of(actor.school_id)
    moment = now()
    lessons = _own_lessons(actor, moment)
    steps = _steps_pages(actor, lessons)
    return {
        "person": str(actor.membership_id),
        "day": local(school, moment).day.isoformat(),
        "now": moment.isoformat(),
        "seconds": _seconds_left(school, moment, session_key),
        "pages": [reverse("now")],
        "lessons": [_lesson(school, lesson, steps.get(lesson.group_id, ())) for lesson in lessons],
        "lock": _lock(actor),
        "key": b64encode(
            salted_hmac(QUEUE_KEY, str(actor.membership_id), algorithm="sha256").digest()
        ).decode(),
    }


def _own_lessons(actor: Actor, moment: datetime) -> list[LessonOccurrence]:
    """The actor's lessons of today, but for those that are over."""
    if actor.staff_id is None or Capability.RECORD not in actor.capabilities:
        return []
    mine = (row for row in lessons_around(actor, moment) if row.staff_id == actor.staff_id)
    return [row for row in mine if row.ends > moment]


def _steps_pages(actor: Actor, lessons: Sequence[LessonOccurrence]) -> Mapping[int, list[int]]:
    """By group, the pupils whose steps page is kept as well: where the policy suggests steps and an adult chooses."""
    found: dict[int, list[int]] = defaultdict(list)
    if not lessons or not _advises(actor.school_id):
        return found
    day = lessons[0].day
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    groups = {lesson.group_id for lesson in lessons}
    rows = Enrolment.objects.filter(in_force, group_id__in=groups).order_by("pupil_id")
    for group, pupil in rows.values_list("group_id", "pupil_id").distinct():
        found[group].append(pupil)
    return found


def _advises(school_id: int) -> bool:
    if not PolicyInForce.objects.exists():
        return False
    ladders = policy_of(school_id).pack.ladders.values()
    return any(Where.LESSON in ladder.where and ladder.mode == LadderMode.ADVISORY for ladder in ladders)


def _lesson(school: School, lesson: LessonOccurrence, pupils: Sequence[int]) -> dict[str, Any]:
    starts, ends = (f"{local(school, at).time:%H:%M}" for at in (lesson.starts, lesson.ends))
    return {
        "url": reverse("class", args=[lesson.pk]),
        "name": lesson_name(lesson),
        "room": lesson.room,
        "when": f"{starts} to {ends}",
        "starts": lesson.starts.isoformat(),
        "ends": lesson.ends.isoformat(),
        "pages": [reverse("steps", args=[lesson.pk, pupil]) for pupil in pupils],
    }


def _seconds_left(school: School, moment: datetime, session_key: str | None) -> int:
    """Until the session or the school's day ends, whichever is first."""
    tomorrow = local(school, moment).day + timedelta(days=1)
    day = (to_instant(school, tomorrow, time(0)) - moment).total_seconds()
    held = Session.objects.filter(session_key=session_key).values_list("expire_date", flat=True).first()
    signed_in = (held - timezone.now()).total_seconds() if held else 0
    return max(int(min(day, signed_in)), 0)


def _lock(actor: Actor) -> dict[str, Any] | None:
    held = pin_of(actor)
    if held is None or not settings.EVENHAND_LOCK_MINUTES:
        return None
    return {"minutes": settings.EVENHAND_LOCK_MINUTES, **told_to_device(held)}
