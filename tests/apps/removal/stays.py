"""Referrals for the tests of stays, recorded as a device would record them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from evenhand.apps.conduct.commands import Command, Done
from evenhand.apps.conduct.services import record
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast

CALLING_OUT = "DIS-04"


def concern(
    cast: SchoolCast,
    *,
    number: int = 0,
    lesson: LessonOccurrence | None = None,
    happened_at: datetime | None = None,
    by: str = "teacher",
) -> Done:
    """One act of calling out in the teacher's lesson."""
    command = Command(
        event_id=uuid4(),
        kind=EventKind.CONCERN,
        pupil_id=cast.pupils[number].pk,
        code=CALLING_OUT,
        happened_at=happened_at,
        lesson_id=(lesson or cast.lesson).pk,
        place="Room 12",
    )
    return record(cast.actor(by), commands=[command]).done[0]


def referral(cast: SchoolCast, *, number: int = 0, lesson: LessonOccurrence | None = None) -> Stay:
    """A warning, then a referral: the stay that it opens."""
    concern(cast, number=number, lesson=lesson)
    done = concern(cast, number=number, lesson=lesson)
    return Stay.objects.get(pk=done.event.pk)


def referral_outside(cast: SchoolCast, *, number: int = 0) -> Stay:
    """A warning, then a referral, by the leader on duty out of class."""
    done = None
    for _ in range(2):
        command = Command(
            event_id=uuid4(),
            kind=EventKind.CONCERN,
            pupil_id=cast.pupils[number].pk,
            code=CALLING_OUT,
            where=Where.OUT_OF_CLASS,
            place="Dining hall",
        )
        done = record(cast.actor("duty_leader"), commands=[command]).done[0]
    assert done is not None
    return Stay.objects.get(pk=done.event.pk)


def time_out(cast: SchoolCast, *, receiving: str = "Mr Lund") -> Stay:
    """A step five: the pupil goes to another class, with an adult."""
    details: dict[str, Fact] = {
        "step": 5,
        "change": "Hands and words kept to oneself",
        "destination": "parallel_class",
        "receiving": receiving,
        "reason": "Needed a change of place at once",
    }
    command = Command(
        event_id=uuid4(),
        kind=EventKind.LADDER_STEP,
        code="LRN-01",
        pupil_id=cast.pupil.pk,
        where=Where.LESSON,
        lesson_id=cast.lesson.pk,
        details=details,
    )
    done = record(cast.actor("teacher"), commands=[command]).done[0]
    return Stay.objects.get(pk=done.event.pk)
