"""What a school calls its people and its paragraphs, by its own policy."""

from __future__ import annotations

from evenhand.apps.access.actors import Actor, initials_of, system_actor
from evenhand.apps.access.titles import school_cites, school_title
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import forget, policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import Role
from tests.cast import Cast


def actor_with(school: int, role: str) -> Actor:
    return Actor(None, None, None, school, "Mr D. Whitlock", "Ours", frozenset({role}), frozenset())


def test_before_a_policy_is_adopted_our_own_words_stand(cast: Cast) -> None:
    with in_school(cast.here.school):
        PolicyInForce.objects.all().delete()
    forget(cast.here.school.pk)
    actor = actor_with(cast.here.school.pk, "removal_manager")
    assert school_title(actor) == "Ours"
    mark, titled = school_cites(actor)
    assert (mark, titled("80")) == ("", "80")


def test_an_adopted_policy_gives_title_and_mark(cast: Cast) -> None:
    school = cast.here.school.pk
    with in_school(school):
        policy = policy_of(school).pack
    actor = actor_with(school, "removal_manager")
    assert school_title(actor) == policy.roles[Role.REMOVAL_MANAGER][0] != "Ours"
    mark, titled = school_cites(actor)
    assert mark == policy.mark
    assert [titled(one) for one in policy.clauses] == [one.title for one in policy.clauses.values()]


def test_a_part_of_the_system_has_the_name_it_came_with(cast: Cast) -> None:
    assert school_title(system_actor(cast.here.school.pk, "worker")) == "worker"


def test_initials_leave_out_the_form_of_address() -> None:
    assert [initials_of(name) for name in ("Mr D. Whitlock", "Dr. Ana Osborne", "نور الهاشمي", "")] == [
        "DW",
        "AO",
        "نا",
        "",
    ]
