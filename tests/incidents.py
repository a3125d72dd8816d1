"""Short ways to let something happen in a test: one act in the lesson that runs, and what follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.commands import Command, Done
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.engine.facts import Answer
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast

CALLING_OUT = "DIS-04"


def happen(
    cast: SchoolCast,
    role: str,
    kind: EventKind,
    *,
    code: str = "",
    pupil: int = 0,
    about: str = "",
    details: Mapping[str, Any] | None = None,
    where: Where = Where.LESSON,
    place: str = "",
    answers: tuple[Answer, ...] = (),
    on_behalf_of: int | None = None,
) -> Done:
    """One event, recorded by the person of that role; within the school's scope."""
    lesson = cast.lesson.pk if where == Where.LESSON else None
    command = Command(
        uuid4(),
        kind,
        pupil or cast.pupil.pk,
        code,
        where=where,
        lesson_id=lesson,
        place=place,
        about=about,
        details=details or {},
        answers=answers,
        on_behalf_of_id=on_behalf_of,
    )
    return record(cast.actor(role), commands=[command]).done[0]


def concern(cast: SchoolCast, code: str = CALLING_OUT, role: str = "teacher", **more: Any) -> Done:
    """One concern in the lesson that runs."""
    return happen(cast, role, EventKind.CONCERN, code=code, **more)


def referred(cast: SchoolCast) -> Event:
    """Two acts in one lesson: the second is a referral."""
    concern(cast)
    return concern(cast).event


def arrived(cast: SchoolCast) -> Event:
    """A referral, and the pupil is here; returns the referral."""
    referral = referred(cast)
    happen(cast, "removal_manager", EventKind.ARRIVAL, about=str(referral.pk), where=Where.PLACEMENT)
    return referral


def task_of(kind: str) -> Task:
    """The one task of that kind."""
    return Task.objects.get(kind=kind)
