"""Whose task it is, who can be given one, and how many wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import RequestFactory

from evenhand.apps.casework import counting, selectors
from evenhand.apps.casework.models import Task
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.incidents import arrived


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    counting.forget()
    with in_school(here.school):
        yield here


def give(school: SchoolCast, role: str, **more: object) -> Task:
    return Task.objects.create(
        school=school.school,
        kind="x",
        label=role,
        role=role,
        opened_at=now(),
        **{"pupil": school.pupil, **more},
    )


def test_a_named_owner_owes_alone(school: SchoolCast) -> None:
    task = give(school, "teacher", owner=school.user("tutor"))
    assert selectors.open_tasks(school.actor("tutor")) == [task]
    assert selectors.open_tasks(school.actor("teacher")) == []


def test_a_role_held_for_a_year_owes_that_year(school: SchoolCast) -> None:
    mine = give(school, "head_of_year")
    give(school, "head_of_year", pupil=school.pupils[3])
    anybody = give(school, "head_of_year", pupil=None)
    assert selectors.open_tasks(school.actor("head_of_year")) == [mine, anybody]


def test_all_tasks_are_for_those_who_see_all(school: SchoolCast) -> None:
    task = give(school, "office")
    assert selectors.open_tasks(school.actor("principal"), everybody=True) == [task]
    assert selectors.open_tasks(school.actor("teacher"), everybody=True) == []


def test_the_count_is_one_query_and_asked_once_a_second(
    school: SchoolCast, django_assert_num_queries: object
) -> None:
    arrived(school)
    actor = school.actor("teacher")
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]  # as the middleware sets it
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without a public type
        assert counting.open_count(request) == counting.open_count(request) == 1
    give(school, "teacher")
    assert counting.open_count(request) == 1
    counting.forget(actor.membership_id)
    assert counting.open_count(request) == 2


def test_colleagues_are_of_this_school(school: SchoolCast, next_door: SchoolCast) -> None:
    people = dict(selectors.colleagues(now()))
    assert school.user("tutor").pk in people
    assert next_door.user("tutor").pk not in people
