"""Each object has one road; the missing and the forbidden end in the same 404."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from evenhand.apps.access import roads
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast

NOBODY = 999_999_999


def reaches(road: object, *args: object) -> bool:
    assert callable(road)
    try:
        road(*args)
    except Http404:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "finds"), [("teacher", True), ("other", True), ("office", True), ("governor", False)]
)
def test_a_pupil_is_found_by_the_adults_of_the_school(here: SchoolCast, role: str, finds: bool) -> None:
    with in_school(here.school):
        assert reaches(roads.pupil, here.actor(role), here.pupil.pk) == finds


@pytest.mark.covers("STAR-18")
def test_a_pupil_of_the_next_school_is_as_missing_as_nobody(cast: Cast) -> None:
    actor = cast.here.actor("principal")
    with in_school(cast.here.school):
        for pk in (cast.next_door.pupil.pk, NOBODY):
            with pytest.raises(Http404) as error:
                roads.pupil(actor, pk)
            assert not str(error.value).count(cast.next_door.pupil.family)


def test_a_capability_held_for_a_year_ends_there(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    with in_school(here.school):
        assert reaches(roads.pupil, actor, here.pupils[0].pk, Capability.VOID_ANY)
        assert not reaches(roads.pupil, actor, here.pupils[3].pk, Capability.VOID_ANY)


@pytest.mark.parametrize(
    ("role", "finds"),
    [
        ("teacher", True),
        ("other", False),
        ("teaching_assistant", False),
        ("office", False),
        ("head_of_year", True),
        ("principal", True),
        ("governor", False),
    ],
)
def test_a_lesson_is_its_teachers_and_those_who_cover(here: SchoolCast, role: str, finds: bool) -> None:
    with in_school(here.school):
        assert reaches(roads.lesson, here.actor(role), here.lesson.pk) == finds


def test_cover_for_a_year_group_ends_there(here: SchoolCast) -> None:
    with in_school(here.school):
        lesson = here.lesson
        lesson.group, lesson.staff = here.groups[9], None
        lesson.save()
        assert not reaches(roads.lesson, here.actor("head_of_year"), lesson.pk)
        assert reaches(roads.lesson, here.actor("other"), lesson.pk)


def test_a_lesson_reaches_the_pupils_enrolled_in_it(here: SchoolCast) -> None:
    actor = here.actor("teacher")
    with in_school(here.school):
        assert reaches(roads.lesson_pupil, actor, here.lesson, here.pupils[0].pk)
        assert not reaches(roads.lesson_pupil, actor, here.lesson, here.pupils[3].pk)


def test_a_group_is_its_teachers_and_those_who_cover_its_year(here: SchoolCast) -> None:
    with in_school(here.school):
        found = {
            role for role in here.memberships if reaches(roads.group, here.actor(role), here.groups[9].pk)
        }
    assert {"other", "principal"} <= found
    assert not found & {"teacher", "head_of_year", "office", "governor"}


@pytest.mark.parametrize("role", ["teacher", "removal_manager", "governor", "family_liaison"])
def test_a_stay_is_found_by_those_who_see_the_board(here: SchoolCast, role: str) -> None:
    actor = here.actor(role)
    with in_school(here.school):
        stay = Stay.objects.create(
            school=here.school, id=uuid4(), pupil=here.pupil, stage="here", opened_at=clock.now()
        )
        assert reaches(roads.stay, actor, stay.pk) == (Capability.SEE_BOARD in actor.capabilities)
        assert not reaches(roads.stay, actor, uuid4())
        assert not reaches(roads.stay, actor, "not an id")


def test_a_task_is_its_owners_its_roles_and_those_who_see_all(here: SchoolCast) -> None:
    with in_school(here.school):
        own = Task.objects.create(school=here.school, kind="k", label="l", owner=here.user("teacher"))
        of_role = Task.objects.create(school=here.school, kind="k", label="l", role="removal_manager")
        assert {r for r in here.memberships if reaches(roads.task, here.actor(r), own.pk)} == {
            "teacher",
            *see_all(here),
        }
        assert {r for r in here.memberships if reaches(roads.task, here.actor(r), of_role.pk)} == {
            "removal_manager",
            *see_all(here),
        }


def see_all(here: SchoolCast) -> set[str]:
    return {r for r in here.memberships if Capability.SEE_ALL_TASKS in here.actor(r).capabilities}


def test_a_task_of_a_year_is_that_years_heads(here: SchoolCast) -> None:
    with in_school(here.school):
        for pupil, finds in ((here.pupils[0], True), (here.pupils[3], False)):
            task = Task.objects.create(
                school=here.school, kind="k", label="l", role="head_of_year", pupil=pupil
            )
            assert reaches(roads.task, here.actor("head_of_year"), task.pk) == finds


def test_a_proposal_is_found_by_the_role_that_decides_it_alone(here: SchoolCast) -> None:
    with in_school(here.school):
        made = Proposal.objects.create(
            school=here.school, pupil=here.pupil, kind="k", label="l", decider_role="principal"
        )
        found = {r for r in here.memberships if reaches(roads.proposal, here.actor(r), made.pk)}
    assert found == {"principal"}


def test_a_call_for_help_is_its_callers_and_those_who_answer(here: SchoolCast) -> None:
    with in_school(here.school):
        call = HelpCall.objects.create(school=here.school, by=here.user("teacher"))
        found = {r for r in here.memberships if reaches(roads.help_call, here.actor(r), call.pk)}
    answerers = {r for r in here.memberships if Capability.ANSWER_HELP in here.actor(r).capabilities}
    assert found == {"teacher"} | answerers


@pytest.mark.parametrize("road", [roads.event, roads.owed])
def test_what_is_not_there_is_missing(here: SchoolCast, road: object) -> None:
    with in_school(here.school):
        assert not reaches(road, here.actor("principal"), uuid4())
        assert not reaches(road, here.actor("governor"), uuid4())
