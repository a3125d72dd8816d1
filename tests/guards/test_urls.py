"""Every address states who may call it, and answers each member of the cast accordingly, next door's included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, Capability
from evenhand.apps.audit import services
from evenhand.apps.audit.models import ChainHead
from tests.cast import ROLES, Cast, SchoolCast

# Served by Django or the static files' own server, never a page.
OUTSIDE = ("static/",)
NOBODY_HAS_IT = 999_999_999
ANSWERS = {200, 201, 204, 302, 303, 304, 400, 405, 409, 415, 422}


class Address(NamedTuple):
    """One address of the map: its route, its name, and what its view declares."""

    route: str
    name: str
    capability: Capability | None
    open_to_all: bool
    converters: dict[str, Any]


def walk(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern) and not route.startswith(OUTSIDE):
            view = pattern.callback
            yield Address(
                route,
                f"{space}{pattern.name}",
                getattr(view, "capability", None),
                getattr(view, "open_to_all", False),
                dict(pattern.pattern.converters),
            )


ADDRESSES = sorted(walk(get_resolver().url_patterns))
GUARDED = [address for address in ADDRESSES if address.capability is not None]
OPEN = [address for address in ADDRESSES if address.open_to_all]


def filled(address: Address, known: dict[str, object] | None = None) -> str:
    """The address with these values, and for each other part a value that no row has."""
    values: dict[str, object] = dict(known or {})
    for name, converter in address.converters.items():
        if name in values:
            continue
        if isinstance(converter, UUIDConverter):
            values[name] = UUID(int=NOBODY_HAS_IT)
        elif isinstance(converter, IntConverter):
            values[name] = NOBODY_HAS_IT
        elif isinstance(converter, SlugConverter | StringConverter):
            values[name] = "nobody-has-it"
        else:
            raise TypeError(f"{address.route}: a value for {type(converter).__name__} is not known")
    return reverse(address.name, kwargs=values)


def client_of(school: SchoolCast, role: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(school.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_there_are_addresses() -> None:
    assert {"account_login", "choose-school", "second-factor"} <= {address.name for address in ADDRESSES}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_each_address_declares_a_capability_or_that_it_is_open(address: Address) -> None:
    declared = (address.capability is not None) + address.open_to_all
    assert declared == 1, f"{address.route}: put @requires(...) or @open_to_all on the view, and only one"


def test_each_role_of_the_cast_is_known() -> None:
    assert set(ROLES) <= set(ROLE_CAPABILITIES)


@pytest.fixture
def own_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that writes to the chain opens a transaction itself: the one around a test does not count."""
    around, locked_head = len(connection.savepoint_ids), services.locked_head

    def strictly(school_id: int) -> ChainHead:
        if len(connection.savepoint_ids) == around:
            raise DatabaseError("the chain is appended to outside a transaction")
        return locked_head(school_id)

    monkeypatch.setattr(services, "locked_head", strictly)


@pytest.mark.usefixtures("own_transactions")
def test_an_address_exists_for_those_with_its_capability_only(cast: Cast) -> None:
    for role in ROLES:
        client = client_of(cast.here, role)
        held = cast.here.actor(role).capabilities
        for address in GUARDED:
            status = client.get(filled(address)).status_code
            missing_row = {404} if address.converters else set()
            expected = ANSWERS | missing_row if address.capability in held else {404}
            assert status in expected, f"{role} gets {status} from {address.route}"


def test_nothing_of_the_school_next_door_exists(cast: Cast) -> None:
    for role in ROLES:
        client = client_of(cast.here, role)
        for address in GUARDED:
            theirs = next_door_values(address, cast.next_door)
            if theirs:
                status = client.get(filled(address, theirs)).status_code
                assert status in {404, 405}, f"{role} gets {status} from {address.route} of the next school"


def next_door_values(address: Address, school: SchoolCast) -> dict[str, object]:
    """Ids of the other school's rows, where the route or the part's name says of what kind they are."""
    kinds: dict[str, object] = {
        "pupil": school.pupil.pk,
        "lesson": school.lesson.pk,
        "group": school.groups[8].pk,
    }
    found = {name: kinds[name] for name in address.converters if name in kinds}
    if "pk" in address.converters:
        folder = address.route.split("/")[0]
        kind = {"pupils": "pupil", "class": "lesson"}.get(folder)
        return {**found, "pk": kinds[kind]} if kind else {}
    return found


@pytest.mark.django_db
def test_a_stranger_is_led_to_sign_in_and_nowhere_else() -> None:
    for address in GUARDED:
        answer = Client().get(filled(address))
        assert answer.status_code == 302, address.route
        assert answer.headers["Location"].startswith(reverse("account_login")), address.route


@pytest.mark.django_db
def test_a_script_without_a_session_is_told_so() -> None:
    for address in GUARDED:
        answer = Client().post(filled(address), {}, content_type="application/json")
        assert answer.status_code == 401, address.route


def test_no_address_answers_in_the_place_of_another() -> None:
    for address in ADDRESSES:
        assert resolve(filled(address)).route == address.route


@pytest.mark.django_db
@pytest.mark.parametrize("address", OPEN, ids=lambda address: address.route)
def test_an_open_address_answers_a_stranger(address: Address) -> None:
    answer = Client().get(filled(address))
    assert answer.status_code in {200, 302, 403, 404, 405}, address.route
