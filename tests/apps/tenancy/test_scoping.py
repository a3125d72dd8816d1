"""No query reaches a row outside the scope of its school, by whatever way round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ObjectDoesNotExist

from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.tenancy.scoping import ScopeError, across_schools, current_school_id, in_school
from tests.cast import Cast, SchoolCast

UNSCOPED: list[Callable[[], object]] = [
    lambda: list(Pupil.objects.all()),
    Pupil.objects.exists,
    lambda: Pupil.objects.exclude(pk=1).exists(),
    Pupil.objects.count,
    Pupil.objects.in_bulk,
    lambda: Pupil.objects.distinct().exists(),
    lambda: Pupil.objects.update(given="X"),
    lambda: Pupil.objects.raw("SELECT * FROM people_pupil"),
    Pupil._base_manager.count,
    Pupil._default_manager.count,
]


@pytest.mark.parametrize("ask", UNSCOPED)
def test_a_query_outside_a_scope_is_refused(cast: Cast, ask: Callable[[], object]) -> None:
    with pytest.raises(ScopeError):
        ask()


@pytest.mark.covers("STAR-18")
def test_a_query_finds_the_rows_of_its_school_only(cast: Cast) -> None:
    with in_school(cast.here.school):
        found = set(Pupil.objects.values_list("school_id", flat=True))
        assert not Pupil.objects.filter(pk=cast.next_door.pupil.pk).exists()
        assert not Pupil._base_manager.filter(pk=cast.next_door.pupil.pk).exists()
    assert found == {cast.here.school.pk}


def test_raw_sql_is_refused_within_a_scope_too(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(ScopeError):
        Pupil.objects.raw("SELECT * FROM people_pupil")


def test_a_forward_key_does_not_leave_the_school(cast: Cast) -> None:
    with across_schools():
        theirs = Enrolment.objects.get(pupil=cast.next_door.pupil)
    with in_school(cast.here.school), pytest.raises(ObjectDoesNotExist):
        _ = theirs.pupil
    with pytest.raises(ScopeError):
        _ = theirs.group


def test_a_reverse_set_does_not_leave_the_school(cast: Cast) -> None:
    with in_school(cast.here.school):
        assert list(cast.next_door.pupil.enrolments.all()) == []
        assert list(cast.next_door.user("teacher").memberships.all()) == []
        assert cast.here.pupil.enrolments.count() == 1
    with pytest.raises(ScopeError):
        cast.here.pupil.enrolments.count()


def test_a_row_of_another_school_is_not_written(cast: Cast) -> None:
    theirs = Pupil(school=cast.next_door.school, source_id="new", given="New")
    with in_school(cast.here.school):
        with pytest.raises(ScopeError):
            theirs.save()
        with pytest.raises(ScopeError):
            Pupil.objects.bulk_create([theirs])
    with pytest.raises(ScopeError):
        theirs.save()


def test_a_scope_ends_and_gives_back_the_one_before(cast: Cast) -> None:
    with in_school(cast.here.school):
        with in_school(cast.next_door.school.pk):
            assert current_school_id() == cast.next_door.school.pk
        assert current_school_id() == cast.here.school.pk
    with pytest.raises(ScopeError):
        current_school_id()
