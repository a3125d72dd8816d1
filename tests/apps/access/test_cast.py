"""The demo's cast: each set of roles once, by school, in demo mode only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from evenhand.apps.access.cast import demo_cast, demo_membership
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, ROLES, Cast


def test_each_set_of_roles_stands_once_for_each_school(cast: Cast, settings: Any) -> None:
    settings.EVENHAND_DEMO = True
    found = demo_cast(HttpRequest())
    assert found is not None
    assert [school.name for school in found.schools] == ["Marlow Bridge Academy", "Alder House School"]
    for school in found.schools:
        assert len(school.people) == len(ROLES)
        assert school.people[0].role in {"Principal", "Headteacher"}
    assert found.schools[0].people[0].initials == "NP"


def test_who_holds_no_role_any_more_is_not_in_it(cast: Cast, settings: Any) -> None:
    settings.EVENHAND_DEMO = True
    with in_school(cast.here.school):
        RoleGrant.objects.filter(role="clerk").update(valid_to=FROM)
    found = demo_cast(HttpRequest())
    assert found is not None
    assert "Clerk" not in {person.role for person in found.schools[0].people}


def test_outside_demo_mode_there_is_none(cast: Cast) -> None:
    assert demo_cast(HttpRequest()) is None
    assert demo_membership(cast.here.memberships["teacher"].pk) is None
