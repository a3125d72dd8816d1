"""A request's actor: from the session, in one query, and nobody as soon as anything has changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client

from evenhand.apps.access.actors import Actor, proposers_at
from evenhand.apps.access.middleware import MEMBERSHIP, actor_middleware, find_actor
from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.access.sessions import SessionStore
from evenhand.apps.tenancy.scoping import ScopeError, current_school_id, in_school
from tests.cast import FROM, Cast, SchoolCast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(here: SchoolCast) -> Callable[[], HttpRequest]:
    """A fresh request of the teacher's session, whose school is known."""
    client = Client()
    client.force_login(here.user("teacher"), backend=BACKEND)
    session = client.session
    session[MEMBERSHIP] = here.memberships["teacher"].pk
    session.save()

    def make() -> HttpRequest:
        request = HttpRequest()
        request.session = SessionStore(session.session_key)
        request.user = AnonymousUser()
        return request

    return make


def test_session_and_actor_are_two_queries(
    here: SchoolCast, signed_in: Callable[[], HttpRequest], django_assert_num_queries: pytest.FixtureRequest
) -> None:
    request = signed_in()
    # Whom the policy names as proposers, the process knows after its first look at the policy.
    proposers_at(here.school.pk)
    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture's own type is private
        actor = find_actor(request)
    assert actor is not None
    assert actor.roles == {"teacher"}


def test_the_scope_of_the_school_is_open_during_the_request_only(
    signed_in: Callable[[], HttpRequest], here: SchoolCast
) -> None:
    seen: list[int | None] = []

    def view(request: HttpRequest) -> HttpResponseBase:
        seen.append(current_school_id())
        return HttpResponse()

    actor_middleware(view)(signed_in())
    assert seen == [here.school.pk]
    with pytest.raises(ScopeError):
        current_school_id()


def test_a_changed_password_ends_the_session(signed_in: Callable[[], HttpRequest], here: SchoolCast) -> None:
    user = here.user("teacher")
    user.set_password("another long phrase")
    user.save()
    assert find_actor(signed_in()) is None


def test_a_role_that_ends_is_gone_at_the_next_request(
    signed_in: Callable[[], HttpRequest], here: SchoolCast
) -> None:
    with in_school(here.school):
        RoleGrant.objects.filter(membership=here.memberships["teacher"]).update(valid_to=FROM)
    assert find_actor(signed_in()) is None


def test_a_session_cannot_take_on_another_membership(
    signed_in: Callable[[], HttpRequest], here: SchoolCast
) -> None:
    request = signed_in()
    request.session[MEMBERSHIP] = here.memberships["principal"].pk
    assert find_actor(request) is None


def test_nobody_is_nobody(db: object) -> None:
    request = HttpRequest()
    request.session = SessionStore()
    assert find_actor(request) is None


def test_the_only_school_is_chosen_and_remembered(here: SchoolCast) -> None:
    client = Client()
    client.force_login(here.user("tutor"), backend=BACKEND)
    client.get("/choose-school/")
    assert client.session[MEMBERSHIP] == here.memberships["tutor"].pk


def test_of_several_schools_none_is_chosen_for_anybody(cast: Cast) -> None:
    user = cast.here.user("tutor")
    with in_school(cast.next_door.school):
        second = Membership.objects.create(school=cast.next_door.school, user=user, valid_from=FROM)
        RoleGrant.objects.create(
            school=cast.next_door.school, membership=second, role="tutor", valid_from=FROM
        )
    client = Client()
    client.force_login(user, backend=BACKEND)
    page = client.get("/choose-school/").content.decode()
    assert MEMBERSHIP not in client.session
    assert cast.here.school.name in page
    assert cast.next_door.school.name in page
    client.post("/choose-school/", {"membership": str(second.pk)})
    assert client.session[MEMBERSHIP] == second.pk
    theirs = cast.next_door.memberships["principal"].pk
    assert client.post("/choose-school/", {"membership": str(theirs)}).status_code == 404


def test_an_actor_is_frozen(here: SchoolCast) -> None:
    actor: Actor = here.actor("teacher")
    with pytest.raises(AttributeError):
        actor.capabilities = frozenset()  # type: ignore[misc]  # what is refused
