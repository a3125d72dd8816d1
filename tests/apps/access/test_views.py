"""Signing in: by password with limits, with a second factor, by invitation, and by a tap in demo mode."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from evenhand.apps.access.middleware import MEMBERSHIP
from tests.cast import PASSWORD, SchoolCast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: object) -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/sign-in/", {"login": email, "password": password})


def test_address_and_password_sign_in(here: SchoolCast) -> None:
    client = Client()
    answer = sign_in(client, here.user("teacher").email.upper())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(here.user("teacher").pk)


def test_a_wrong_password_and_an_unknown_address_are_told_apart_by_nothing(here: SchoolCast) -> None:
    wrong = sign_in(Client(), here.user("teacher").email, "not the phrase")
    unknown = sign_in(Client(), "nobody@marlow.example", "not the phrase")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors != {}


def test_the_sixth_failure_for_one_address_is_refused_even_with_the_right_password(here: SchoolCast) -> None:
    email = here.user("teacher").email
    for _ in range(5):
        sign_in(Client(), email, "not the phrase")
    client = Client()
    answer = sign_in(client, email)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(), here.user("tutor").email).status_code == 302


def test_one_machine_cannot_try_many_addresses(here: SchoolCast) -> None:
    for number in range(10):
        sign_in(Client(), f"nobody{number}@marlow.example", "x")
    answer = sign_in(Client(), here.user("teacher").email)
    assert answer.status_code != 302


def test_a_closed_account_is_not_signed_in(here: SchoolCast) -> None:
    user = here.user("teacher")
    user.is_active = False
    user.save()
    client = Client()
    sign_in(client, user.email)
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session_and_looking_does_not(here: SchoolCast) -> None:
    client = Client()
    client.force_login(here.user("teacher"), backend=BACKEND)
    assert client.get("/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_an_account_with_a_second_factor_is_asked_for_it(here: SchoolCast) -> None:
    user = here.user("principal")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = Client()
    assert sign_in(client, user.email).headers["Location"] == "/sign-in/code/"
    assert "_auth_user_id" not in client.session
    client.post("/sign-in/code/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post("/sign-in/code/", {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/second-factor/").headers["Location"] == "/"


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.mark.django_db(transaction=True)  # the factor is remembered once it is committed
def test_who_must_have_a_second_factor_is_led_to_set_one_up(here: SchoolCast) -> None:
    client = Client()
    sign_in(client, here.user("principal").email)
    assert client.get("/second-factor/").headers["Location"] == "/second-factor/set-up/"
    confirm = client.get("/second-factor/set-up/").headers["Location"]
    assert confirm.startswith("/sign-in/confirm/")
    client.post(confirm, {"password": PASSWORD})
    page = client.get("/second-factor/set-up/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    client.post("/second-factor/set-up/", {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=here.user("principal"), type="totp").exists()
    assert client.get("/second-factor/").headers["Location"] == "/"
    assert client.get("/second-factor/codes/").status_code == 200


def test_an_older_session_of_an_account_with_a_factor_begins_again(here: SchoolCast) -> None:
    client = Client()
    sign_in(client, here.user("principal").email)
    TOTP.activate(here.user("principal"), generate_totp_secret())
    assert client.get("/second-factor/").headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_the_cast_signs_in_by_a_tap_in_demo_mode(here: SchoolCast, settings: Any) -> None:
    settings.EVENHAND_DEMO = True
    client = Client()
    key = here.memberships["principal"].pk
    assert f'value="{key}"' in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/as/", {"as": str(key)}).headers["Location"] == "/"
    assert client.session[MEMBERSHIP] == key


def test_outside_demo_mode_there_is_no_cast(here: SchoolCast) -> None:
    client = Client()
    key = here.memberships["principal"].pk
    assert here.actor("principal").name not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/as/", {"as": str(key)}).status_code == 404


def test_a_real_school_has_no_cast_in_demo_mode_either(here: SchoolCast, settings: Any) -> None:
    settings.EVENHAND_DEMO = True
    here.school.demo = False
    here.school.save()
    client = Client()
    assert client.post("/sign-in/as/", {"as": str(here.memberships["teacher"].pk)}).status_code == 404
    assert client.post("/sign-in/as/", {"as": "x"}).status_code == 404


def test_nobody_signs_up(db: object) -> None:
    assert Client().get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize("path", ["/sign-in/help/", "/sign-in/", "/sign-out/"])
def test_the_pages_of_the_door_answer(db: object, path: str) -> None:
    assert Client().get(path).status_code == 200
