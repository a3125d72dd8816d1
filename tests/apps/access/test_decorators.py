"""What a view asks for is asked before it runs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse

from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import open_to_all, requires
from evenhand.apps.access.second_factor import remember_set_up
from evenhand.apps.access.sessions import SessionStore
from tests.cast import SchoolCast


@requires(Capability.DECIDE_EXCLUSION)
def decide(request: ActorRequest) -> HttpResponse:
    """A view for the principal alone."""
    return HttpResponse(request.actor.name)


def ask(actor: Actor | None, user: Any = None, content_type: str = "") -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    request.user = user or AnonymousUser()
    request.path = "/decide/"
    request.META["CONTENT_TYPE"] = content_type
    request.content_type = content_type
    request.actor = actor  # type: ignore[attr-defined]  # as the middleware sets it
    return request


def test_who_holds_the_capability_is_let_in(here: SchoolCast) -> None:
    assert decide(ask(here.actor("principal"))).status_code == 200


@pytest.mark.parametrize("role", ["teacher", "senior_leader", "governor", "administrator"])
def test_to_others_the_page_does_not_exist(here: SchoolCast, role: str) -> None:
    with pytest.raises(Http404):
        decide(ask(here.actor(role)))


def test_a_stranger_signs_in_first_and_comes_back(db: object) -> None:
    answer = decide(ask(None))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/decide/")


def test_a_script_is_told_that_it_is_not_signed_in(db: object) -> None:
    assert decide(ask(None, content_type="application/json")).status_code == 401


def test_somebody_without_a_school_chooses_one(here: SchoolCast) -> None:
    assert decide(ask(None, user=here.user("principal"))).headers["Location"] == "/choose-school/"


def test_a_second_factor_is_asked_for_where_it_is_demanded(here: SchoolCast, settings: Any) -> None:
    settings.EVENHAND_SECOND_FACTOR = True
    actor, user = here.actor("principal"), here.user("principal")
    assert decide(ask(actor, user)).headers["Location"] == "/second-factor/"
    request = ask(actor, user)
    remember_set_up(request, user)
    assert decide(request).status_code == 200
    request.user = here.user("senior_leader")
    assert decide(request).status_code == 302


def test_a_role_without_such_capabilities_needs_no_second_factor(here: SchoolCast, settings: Any) -> None:
    settings.EVENHAND_SECOND_FACTOR = True
    view = requires(Capability.RECORD)(lambda request: HttpResponse())
    assert view(ask(here.actor("teacher"), here.user("teacher"))).status_code == 200
    assert view(ask(here.actor("principal"), here.user("principal"))).status_code == 302


def test_a_view_says_what_it_asks_for() -> None:
    opened = open_to_all(lambda request: HttpResponse())
    assert getattr(decide, "capability", None) is Capability.DECIDE_EXCLUSION
    assert getattr(opened, "open_to_all", False) is True
    assert not hasattr(decide, "open_to_all")
