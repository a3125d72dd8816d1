"""The roles that a removal room needs."""

from __future__ import annotations

import pytest

from evenhand.apps.removal.checks import OwnerTaken, demand_one_owner, problems
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, Cast, SchoolCast, add_person


def test_without_an_owner_set_up_says_whom_to_name(here: SchoolCast) -> None:
    with in_school(here.school):
        assert any("Nobody is Assistant principal" in words for words in problems(here.school, TODAY))
        add_person(here.school, "lead", [("behaviour_lead", None)])
        assert problems(here.school, TODAY) == ()


def test_two_owners_are_named_and_a_second_is_refused(here: SchoolCast) -> None:
    with in_school(here.school):
        first = add_person(here.school, "lead", [("behaviour_lead", None)])
        demand_one_owner(here.school, first.user_id, "behaviour_lead", TODAY)
        demand_one_owner(here.school, here.user("teacher").pk, "removal_manager", TODAY)
        with pytest.raises(OwnerTaken, match=r"Ms N\. Lead is"):
            demand_one_owner(here.school, here.user("teacher").pk, "behaviour_lead", TODAY)
        add_person(here.school, "second", [("behaviour_lead", None)])
        assert any("2 people are" in words for words in problems(here.school, TODAY))


@pytest.mark.covers("STAR-93a")
def test_without_a_manager_the_check_fails(here: SchoolCast) -> None:
    with in_school(here.school):
        add_person(here.school, "lead", [("behaviour_lead", None)])
        here.memberships["removal_manager"].grants.all().delete()
        assert problems(here.school, TODAY) == ("Nobody is Impact Centre manager. Name at least one.",)


def test_a_school_without_a_room_needs_nobody(cast: Cast) -> None:
    with in_school(cast.next_door.school):
        assert problems(cast.next_door.school, TODAY) == ()
        demand_one_owner(cast.next_door.school, cast.here.user("teacher").pk, "behaviour_lead", TODAY)
