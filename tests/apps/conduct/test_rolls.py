"""A lesson's roll: those of its group on its day, of the school whose scope is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from evenhand.apps.conduct.rolls import members_of, roll_of
from evenhand.apps.people.models import Enrolment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.scoping import ScopeError, across_schools, in_school
from tests.cast import SchoolCast


@pytest.fixture(autouse=True)
def scoped(here: SchoolCast) -> Iterator[None]:
    """Every test stands in the school."""
    with in_school(here.school):
        yield


def test_the_lesson_is_the_row_itself(here: SchoolCast) -> None:
    roll = roll_of(here.school.pk, here.lesson.pk)
    row = LessonOccurrence.objects.get(pk=here.lesson.pk)
    assert roll is not None
    fields = [field.attname for field in LessonOccurrence._meta.concrete_fields]
    assert [getattr(roll.lesson, name) for name in fields] == [getattr(row, name) for name in fields]


def test_a_pupil_is_listed_with_name_and_year_group(here: SchoolCast) -> None:
    roll = roll_of(here.school.pk, here.lesson.pk)
    assert roll is not None
    here.pupil.refresh_from_db()
    listed = roll.pupils[here.pupil.pk]
    assert (listed.display_name, listed.year_group) == (here.pupil.display_name, here.pupil.year_group)


def test_the_first_and_the_last_day_count(here: SchoolCast) -> None:
    day, group = here.lesson.day, here.lesson.group_id
    Enrolment.objects.filter(group_id=group, pupil=here.pupil).update(valid_from=day, valid_to=day)
    assert here.pupil.pk in members_of(group, day)
    assert here.pupil.pk not in members_of(group, day - timedelta(days=1))
    assert here.pupil.pk not in members_of(group, day + timedelta(days=1))


def test_another_school_has_no_such_lesson(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        assert roll_of(next_door.school.pk, here.lesson.pk) is None
        assert members_of(here.lesson.group_id, here.lesson.day) == {}


def test_outside_a_school_nothing_is_read(here: SchoolCast) -> None:
    with across_schools(), pytest.raises(ScopeError):
        members_of(here.lesson.group_id, here.lesson.day)
