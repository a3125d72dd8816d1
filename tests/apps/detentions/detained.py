"""Detentions for the tests, recorded as adults record them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy import selectors as policy
from evenhand.apps.policy.models import SettingChange
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Where
from tests.cast import FROM, SchoolCast, add_person

MORNING = datetime(2026, 11, 17, 8, 47, tzinfo=UTC)
START = datetime(2026, 11, 17, 15, 5, tzinfo=UTC)
END = datetime(2026, 11, 17, 15, 35, tzinfo=UTC)
AFTER = "2026-11-17/after"


def late(cast: SchoolCast, pupil: Pupil | None = None, *, at: datetime = MORNING) -> OwedTime:
    """Late to school this morning: the detention of today."""
    command = Command(
        uuid4(),
        EventKind.LATE,
        (pupil or cast.pupil).pk,
        code="OTH-01",
        happened_at=at,
        where=Where.OUT_OF_CLASS,
    )
    done = record(cast.actor("office"), commands=[command]).done[0]
    return OwedTime.objects.select_related("pupil").get(pk=done.event.pk)


def everybody_late(cast: SchoolCast) -> list[OwedTime]:
    """Each pupil of the school, by name."""
    rows = [late(cast, pupil) for pupil in cast.pupils]
    return sorted(rows, key=lambda row: (row.pupil.first_name, row.pupil.family))


def homework(cast: SchoolCast, pupil: Pupil | None = None, **details: Fact) -> OwedTime | None:
    """Homework missed; with day and slot a director of learning has chosen the time at once."""
    role = "subject_lead" if details else "teacher"
    actor = director(cast) if details else cast.actor(role)
    command = Command(
        uuid4(),
        EventKind.HOMEWORK_MISSED,
        (pupil or cast.pupil).pk,
        code="OTH-02",
        where=Where.OUT_OF_CLASS,
        details=details,
    )
    done = record(actor, commands=[command]).done[0]
    return OwedTime.objects.select_related("pupil").filter(pk=done.event.pk).first()


def director(cast: SchoolCast) -> Actor:
    """A director of learning, who is not in the cast."""
    if "subject_lead" not in cast.memberships:
        cast.memberships["subject_lead"] = add_person(cast.school, "subject_lead", [("subject_lead", None)])
    return cast.actor("subject_lead")


def leader_of_day(cast: SchoolCast) -> None:
    """The head of year in the cast leads Year 10, whose day Tuesday is."""
    RoleGrant.objects.create(
        school=cast.school,
        membership=cast.memberships["head_of_year"],
        role="head_of_year",
        year_group=10,
        valid_from=FROM,
    )


def choose_setting(cast: SchoolCast, key: str, value: str) -> None:
    """The school answers an open question otherwise than by default."""
    SettingChange.objects.create(school=cast.school, key=key, value=value, since=FROM)
    policy._seen.clear()
