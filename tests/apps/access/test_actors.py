"""Who is acting is worked out from dated memberships and roles."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.access.actors import actor_of, memberships_of, proposers_at, system_actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, TODAY, Cast, SchoolCast

YESTERDAY, TOMORROW = date(2026, 11, 16), date(2026, 11, 18)


def test_an_actor_is_who_the_membership_says(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    assert actor.name == "Ms N. HeadOfYear"
    assert actor.title == "Head of year"
    assert (actor.roles, actor.year_groups) == (frozenset({"head_of_year"}), frozenset({8}))
    assert actor.school_id == here.school.pk


def test_an_actor_costs_one_query(here: SchoolCast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    pk = here.memberships["teacher"].pk
    # Whom the policy names as proposers, the process knows after its first look at the policy.
    proposers_at(here.school.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture's own type is private
        assert actor_of(pk) is not None


@pytest.mark.covers("STAR-20g")
def test_a_role_for_a_year_group_holds_there_only(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    assert actor.may(Capability.VOID_ANY, 8)
    assert not actor.may(Capability.VOID_ANY, 9)
    assert actor.may(Capability.RECORD, 9)


def test_a_second_role_for_the_whole_school_lifts_the_bound(here: SchoolCast) -> None:
    with in_school(here.school):
        membership = here.memberships["head_of_year"]
        RoleGrant.objects.create(
            school=here.school, membership=membership, role="pastoral_lead", valid_from=FROM
        )
    assert here.actor("head_of_year").may(Capability.VOID_ANY, 9)


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (FROM, None, True),
        (TODAY, TODAY, True),
        (FROM, YESTERDAY, False),
        (TOMORROW, None, False),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(
    here: SchoolCast, first: date, last: date | None, holds: bool
) -> None:
    membership = here.memberships["teacher"]
    with in_school(here.school):
        RoleGrant.objects.filter(membership=membership).update(valid_from=first, valid_to=last)
    assert (actor_of(membership.pk) is not None) == holds
    assert bool(memberships_of(membership.user_id)) == holds


def test_an_ended_membership_or_a_closed_account_is_nobody(here: SchoolCast) -> None:
    membership = here.memberships["teacher"]
    with in_school(here.school):
        Membership.objects.filter(pk=membership.pk).update(valid_to=YESTERDAY)
    assert actor_of(membership.pk) is None
    user = here.user("tutor")
    user.is_active = False
    user.save()
    assert actor_of(here.memberships["tutor"].pk) is None


def test_a_membership_is_its_own_users_only(here: SchoolCast) -> None:
    membership = here.memberships["teacher"]
    assert actor_of(membership.pk, user_id=here.user("tutor").pk) is None


def test_somebody_may_belong_to_both_schools(cast: Cast) -> None:
    user = cast.here.user("teacher")
    with in_school(cast.next_door.school):
        other = Membership.objects.create(school=cast.next_door.school, user=user, valid_from=FROM)
        RoleGrant.objects.create(
            school=cast.next_door.school, membership=other, role="office", valid_from=FROM
        )
    assert [row.school.slug for row in memberships_of(user.pk)] == ["alder", "marlow"]
    found = actor_of(other.pk)
    assert found is not None
    assert (found[0].roles, found[0].name) == (frozenset({"office"}), "Nia Teacher")


def test_the_system_holds_every_capability_and_no_role() -> None:
    actor = system_actor(1, "worker")
    assert (actor.roles, actor.user_id, actor.name) == (frozenset(), None, "worker")
    assert actor.capabilities == set(Capability)
