"""Roles are granted and ended by day, and some are one person's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from evenhand.apps.access.actors import actor_of
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.access.roles import (
    Held,
    RoleTaken,
    check_one_holder,
    end_role,
    grant_role,
    held,
    in_force,
)
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, TODAY, SchoolCast

LEAD = Held("behaviour_lead")
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def give(school: SchoolCast, who: str, role: Held, **more: date) -> RoleGrant:
    return grant_role(school.actor("administrator"), membership=school.memberships[who], role=role, **more)


def roles_of(school: SchoolCast, who: str) -> frozenset[str]:
    found = actor_of(school.memberships[who].pk)
    return found[0].roles if found else frozenset()


@pytest.mark.parametrize("role", [Held("tutor"), Held("head_of_year", 8), Held("teacher", None, 4)])
def test_a_role_is_read_back_as_it_was_stored(role: Held) -> None:
    assert held(role.plain()) == role


def test_a_role_for_the_whole_school_is_stored_as_its_bare_name() -> None:
    assert Held("tutor").plain() == "tutor"
    assert Held("head_of_year", 8).plain() == ["head_of_year", 8, None]


def test_both_ends_of_a_span_are_in_force(school: SchoolCast) -> None:
    grant = give(school, "tutor", LEAD, valid_from=TODAY, valid_to=TODAY + timedelta(days=1))
    on = [
        RoleGrant.objects.filter(in_force(TODAY + timedelta(days=n)), pk=grant.pk).exists()
        for n in (-1, 0, 1, 2)
    ]
    assert on == [False, True, True, False]


def test_the_same_role_again_is_the_one_that_is_held(school: SchoolCast) -> None:
    first = give(school, "tutor", Held("head_of_year", 8))
    assert give(school, "tutor", Held("head_of_year", 8)) == first
    assert give(school, "tutor", Held("head_of_year", 9)) != first
    assert AuditEntry.objects.filter(action="grant_role").count() == 2
    assert roles_of(school, "tutor") == {"tutor", "head_of_year"}


def test_only_one_person_at_a_time_leads_behaviour(school: SchoolCast) -> None:
    first = give(school, "tutor", LEAD)
    with pytest.raises(RoleTaken) as taken:
        give(school, "other", LEAD)
    assert (taken.value.role, taken.value.holder) == ("behaviour_lead", "Nia Tutor")
    check_one_holder(school.school.pk, [LEAD], membership_id=school.memberships["tutor"].pk)
    check_one_holder(school.school.pk, [Held("tutor")])
    end_role(school.actor("administrator"), grant=first)
    assert give(school, "other", LEAD).membership == school.memberships["other"]


def test_a_role_that_somebody_will_hold_is_taken_already(school: SchoolCast) -> None:
    give(school, "tutor", LEAD, valid_from=TODAY + timedelta(days=30))
    with pytest.raises(RoleTaken):
        give(school, "other", LEAD)


def test_a_role_ends_with_yesterday(school: SchoolCast) -> None:
    grant = school.memberships["tutor"].grants.get()
    assert end_role(school.actor("administrator"), grant=grant).valid_to == YESTERDAY
    assert roles_of(school, "tutor") == frozenset()
    assert AuditEntry.objects.get(action="end_role").body == {"role": "tutor"}


def test_a_role_that_ended_is_not_made_longer(school: SchoolCast) -> None:
    grant = school.memberships["tutor"].grants.get()
    grant.valid_to = FROM + timedelta(days=7)
    grant.save()
    end_role(school.actor("administrator"), grant=grant)
    assert RoleGrant.objects.get(pk=grant.pk).valid_to == FROM + timedelta(days=7)
    assert not AuditEntry.objects.filter(action="end_role").exists()


def test_nobody_ends_their_own_right_to_manage_people(school: SchoolCast) -> None:
    grant = school.memberships["administrator"].grants.get()
    with pytest.raises(PermissionError, match="another administrator"):
        end_role(school.actor("administrator"), grant=grant)
    assert "administrator" in roles_of(school, "administrator")


@pytest.mark.parametrize("role", ["teacher", "principal"])
def test_only_those_who_manage_people_grant_and_end_roles(school: SchoolCast, role: str) -> None:
    grant = school.memberships["tutor"].grants.get()
    with pytest.raises(PermissionError):
        grant_role(school.actor(role), membership=school.memberships["tutor"], role=LEAD)
    with pytest.raises(PermissionError):
        end_role(school.actor(role), grant=grant)


def test_what_is_no_role_is_refused(school: SchoolCast) -> None:
    with pytest.raises(ValueError, match="wizard"):
        give(school, "tutor", Held("wizard"))
