"""A prepared query finds what its queryset finds, within the school's scope, without being built again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.scoping import ScopeError, in_school
from evenhand.engine.values import Where
from tests.cast import Cast, SchoolCast

built: list[str] = []


@prepared
def by_key(keys: Any) -> QuerySet[Pupil]:
    """The pupils of these keys, by name."""
    built.append("by_key")
    return Pupil.objects.filter(pk__in=keys).order_by("given")


@prepared
def enrolled(group: Any, day: Any, pupils: Any) -> QuerySet[Enrolment]:
    """Who is in a group on a day, with the pupil."""
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = Enrolment.objects.filter(open_end, group_id=group, valid_from__lte=day, pupil_id__in=pupils)
    return rows.select_related("pupil").only("pupil__given", "pupil__school")


@prepared
def forms(year: Any) -> QuerySet[Pupil, Any]:
    """How many pupils each form of a year has."""
    return Pupil.objects.filter(year_group=year).order_by().values_list("form").annotate(many=Count("pk"))


@prepared
def lessons(starts: Any) -> QuerySet[LessonOccurrence, Any]:
    """Key and start of the lessons from an instant on."""
    return LessonOccurrence.objects.filter(starts__gte=starts).values_list("pk", "starts").order_by("starts")


@prepared
def named(name: Any) -> QuerySet[Pupil]:
    """The pupils of a given name."""
    return Pupil.objects.filter(given=name)


@prepared
def as_mappings(name: Any) -> QuerySet[Pupil, Any]:
    """A shape of row that is not supported."""
    return Pupil.objects.filter(given=name).values("given")


def test_lists_of_every_length_find_the_same_rows_as_the_queryset(here: SchoolCast) -> None:
    with in_school(here.school):
        for many in range(1, len(here.pupils) + 1):
            keys = [pupil.pk for pupil in here.pupils[:many]]
            assert by_key(keys) == list(Pupil.objects.filter(pk__in=keys).order_by("given"))


def test_a_query_is_built_once_for_each_shape(here: SchoolCast) -> None:
    with in_school(here.school):
        by_key([1, 2, 3])
        built.clear()
        by_key([4, 5, 6, 7])
        assert built == []
        with CaptureQueriesContext(connection) as queries:
            by_key({1, 2, 3})
        assert len(queries) == 1


def test_an_empty_list_finds_nothing_and_asks_nothing(here: SchoolCast) -> None:
    with in_school(here.school), CaptureQueriesContext(connection) as queries:
        assert by_key([]) == []
    assert len(queries) == 0


def test_joined_rows_come_with_their_row_and_days_are_compared(here: SchoolCast) -> None:
    lesson = here.lesson
    with in_school(here.school):
        keys = [pupil.pk for pupil in here.pupils]
        found = enrolled(lesson.group_id, lesson.day, keys)
        assert found
        with CaptureQueriesContext(connection) as queries:
            assert {row.pupil.given for row in found} <= {pupil.given for pupil in here.pupils}
        assert len(queries) == 0
        assert enrolled(lesson.group_id, date(1999, 1, 1), keys) == []


def test_values_are_converted_as_the_queryset_converts_them(here: SchoolCast) -> None:
    lesson = here.lesson
    with in_school(here.school):
        assert (lesson.pk, lesson.starts) in lessons(lesson.starts)
        year = here.pupils[0].year_group
        told = Pupil.objects.filter(year_group=year).order_by().values_list("form").annotate(many=Count("pk"))
        assert sorted(forms(year)) == sorted(told)


def test_a_member_of_an_enumeration_is_its_value_and_text_is_never_sql(here: SchoolCast) -> None:
    with in_school(here.school):
        assert named(Where.LESSON) == []
        assert named("' OR 1=1 --") == []
        assert named(here.pupils[0].given)


def test_each_school_has_its_own_statement_and_outside_a_scope_there_is_none(
    cast: Cast, here: SchoolCast
) -> None:
    key = [here.pupils[0].pk]
    with in_school(here.school):
        assert len(by_key(key)) == 1
    others = [
        school for school in vars(cast).values() if isinstance(school, SchoolCast) and school is not here
    ]
    for other in others:
        with in_school(other.school):
            assert by_key(key) == []
    with pytest.raises(ScopeError):
        by_key(key)


def test_another_shape_of_row_is_refused(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(TypeError, match="models or tuples"):
        as_mappings("Amara")


def test_a_number_that_no_column_holds_finds_nothing(here: SchoolCast) -> None:
    with in_school(here.school):
        assert prepared(lambda pk: Pupil.objects.filter(pk=pk))(2**63) == []
