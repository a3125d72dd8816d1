"""One conversation as it stands, and those that are owed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import Http404

from evenhand.apps.restorative import reading
from evenhand.apps.restorative.reading import due_of, matter
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_a_conversation_is_its_owners(next_door: SchoolCast, owed: UUID) -> None:
    teacher = next_door.actor("teacher")
    with in_school(next_door.school):
        found = matter(teacher, owed, "restorative")
        assert (found.is_open, found.owner, found.stages) == (True, teacher.user_id, ())
        assert str(owed) in found.abouts
        assert due_of(found) is not None
        assert [talk.id for _, talk in reading.owed(teacher)] == ["restorative"]
        assert reading.owed(next_door.actor("other")) == []


def test_nobody_else_finds_it(next_door: SchoolCast, owed: UUID) -> None:
    with in_school(next_door.school):
        for role, kind in (("other", "restorative"), ("teacher", "justice"), ("teacher", "nothing")):
            with pytest.raises(Http404):
                matter(next_door.actor(role), owed, kind)
