"""One board is worked out for all who may see the same of it, each with the token of the own device."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.conduct.help_calls import call_help
from evenhand.apps.removal import services, sharing
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.pages import board, board_context
from evenhand.apps.removal.selectors import on_board
from evenhand.apps.removal.sharing import RIGHTS, TOKEN, Cards, cards_of, digest
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral, time_out
from tests.cast import ROLES, Cast, SchoolCast

FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[int]:
    """The memberships for whom a board was worked out, with boards kept as a server keeps them."""
    settings.EVENHAND_KEPT_SECONDS = 600
    monkeypatch.setattr(sharing, "_newest", {})
    found: list[int] = []

    def counted(actor: Actor, *, whole: bool = False) -> dict[str, Any]:
        found.append(actor.membership_id or 0)
        return board_context(actor, whole=whole)

    monkeypatch.setattr(sharing, "board_context", counted)
    return found


def asked(actor: Actor, mark: str = "1", *, whole: bool = False) -> Cards:
    request = RequestFactory().get("/board/cards/")
    return cards_of(_with(request, actor), mark, whole=whole)


def _with(request: Any, actor: Actor) -> ActorRequest:
    request.actor, request.user = actor, None
    found: ActorRequest = request
    return found


def test_a_board_is_worked_out_once_for_equal_rights_and_mark(
    here: SchoolCast, worked_out: list[int]
) -> None:
    with in_school(here.school):
        referral(here)
        manager, senior = here.actor("removal_manager"), here.actor("senior_leader")
        assert manager.capabilities & RIGHTS == senior.capabilities & RIGHTS
        assert asked(manager) is asked(senior)
        assert worked_out == [manager.membership_id]
        asked(senior, "2")
        asked(senior, "2", whole=True)
        asked(here.actor("teacher"), "2")
        assert len(worked_out) == 4


def test_who_may_do_less_never_gets_what_was_made_for_who_may_do_more(
    here: SchoolCast, worked_out: list[int]
) -> None:
    with in_school(here.school):
        stay = referral(here)
        call_help(here.actor("teacher"), place="Field")
        manager, teacher = asked(here.actor("removal_manager")), asked(here.actor("teacher"))
    arrive = reverse("removal:arrive", args=[stay.pk])
    assert arrive in manager.html
    assert "asks for help" in manager.html
    assert arrive not in teacher.html
    assert "asks for help" not in teacher.html


@pytest.mark.parametrize("school", ["here", "next_door"])
def test_people_of_equal_rights_see_the_same_cards(cast: Cast, school: str) -> None:
    """What is shared would be right for each of them if it were worked out for them alone."""
    found: SchoolCast = getattr(cast, school)
    shown: dict[frozenset[str], set[str]] = {}
    with in_school(found.school):
        if school == "here":
            services.arrive(actor=found.actor("removal_manager"), stay=referral(found))
            referral(found, number=1)
        else:
            time_out(found)
        call_help(found.actor("teacher"), place="Field")
        for role in ROLES:
            actor = found.actor(role)
            rights = frozenset(str(one) for one in actor.capabilities & RIGHTS)
            shown.setdefault(rights, set()).add(asked(actor).html)
    assert len(shown) > 1
    assert {rights: len(html) for rights, html in shown.items()} == dict.fromkeys(shown, 1)


def test_a_school_never_sees_the_board_of_another(cast: Cast, worked_out: list[int]) -> None:
    with in_school(cast.here.school):
        referral(cast.here)
        first = asked(cast.here.actor("removal_manager"))
    with in_school(cast.next_door.school):
        second = asked(cast.next_door.actor("removal_manager"))
    assert len(first.board.expected) == 1
    assert not second.board.expected
    assert len(worked_out) == 2


def test_each_device_gets_its_own_token_in_every_form(here: SchoolCast, worked_out: list[int]) -> None:
    with in_school(here.school):
        arrive = reverse("removal:arrive", args=[referral(here).pk])
    tokens = []
    for role in ("removal_manager", "senior_leader"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(here.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get("/board/").content.decode()
        cards = client.get("/board/cards/").content.decode()
        assert TOKEN not in page + cards
        assert FORM_TOKEN.findall(cards)
        tokens.append(FORM_TOKEN.findall(cards)[0])
    assert len(worked_out) == 1
    assert tokens[0] != tokens[1]
    assert client.post(arrive, {"csrfmiddlewaretoken": tokens[1]}).status_code == 302


def test_the_digest_tells_what_is_shown_and_not_when_it_was_looked_at(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        seen = ground(here.actor("removal_manager"))
        first = board(seen, on_board(seen))
        assert digest(first) == digest(replace(first, now=first.now + timedelta(seconds=50), period="Break"))
        assert digest(first) != digest(replace(first, expected=()))
        assert digest(first) != digest(replace(first, hidden=1))
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        seen = ground(here.actor("removal_manager"))
        assert digest(first) != digest(board(seen, on_board(seen)))
