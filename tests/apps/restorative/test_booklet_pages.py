"""Plain words come first on a pupil's page where they are agreed."""

from __future__ import annotations

from evenhand.apps.restorative.booklet_pages import plain_kinds, wants_plain
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import agree


def test_plain_words_where_they_are_agreed(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        kinds = plain_kinds(next_door.school.pk)
        assert kinds == {"plain_words"}
        assert not wants_plain(next_door.pupil, kinds)
        assert not wants_plain(next_door.pupil, frozenset())
    agree(next_door, next_door.pupil, "plain_words")
    with in_school(next_door.school):
        assert wants_plain(next_door.pupil, kinds)
