"""A pupil in a stay here, whose conversation is owed; a pupil next door whose teacher owes one after a consequence."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast


def told(cast: SchoolCast, role: str, kind: EventKind, **more: object) -> UUID:
    """One entry of the cast's first pupil by the person of that role; returns its id."""
    ident = uuid4()
    values: dict[str, object] = {"pupil_id": cast.pupil.pk, "lesson_id": cast.lesson.pk, **more}
    with in_school(cast.school):
        record(cast.actor(role), commands=[Command(ident, kind, **values)])  # type: ignore[arg-type]  # by name
    return ident


@pytest.fixture
def stay(here: SchoolCast) -> UUID:
    """A stay that the teacher's referral opened, with the pupil here."""
    ident = told(here, "teacher", EventKind.CONCERN, code="RED-06")
    told(here, "removal_manager", EventKind.ARRIVAL, about=str(ident), where=Where.PLACEMENT, lesson_id=None)
    return ident


@pytest.fixture
def owed(next_door: SchoolCast) -> UUID:
    """The consequence after which the teacher next door owes a conversation."""
    details = {
        "step": 4,
        "change": "Hand up first",
        "consequence": "other",
        "reason": "Others could not work",
    }
    return told(next_door, "teacher", EventKind.LADDER_STEP, code="LRN-01", details=details)
