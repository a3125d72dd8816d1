"""Setting the PIN, and what a locked device's tries lead to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from evenhand.apps.access.models import Pin
from evenhand.apps.access.pins import fits, set_pin
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in

pytestmark = pytest.mark.django_db


def tried(client: Client, pin: object) -> Any:
    return client.post("/lock/open/", {"pin": pin}, content_type="application/json")


@pytest.fixture
def held(here: SchoolCast) -> SchoolCast:
    with in_school(here.school):
        set_pin(here.actor("teacher"), "2580")
    return here


def test_a_pin_is_set_changed_and_removed(here: SchoolCast) -> None:
    client = signed_in(here)
    assert "You have no PIN" in client.get("/lock/").content.decode()
    for pin in ("2580", "70135"):
        assert client.post("/lock/", {"pin": pin, "again": pin}).status_code == 302
        with in_school(here.school):
            assert fits(here.actor("teacher"), pin)
            assert not fits(here.actor("other"), pin)
    assert "Your PIN is set" in client.get("/lock/").content.decode()
    client.post("/lock/", {"do": "remove"})
    with in_school(here.school):
        assert not Pin.objects.exists()


@pytest.mark.parametrize(
    ("pin", "again", "words"),
    [
        ("2580", "2581", "do not match"),
        ("258", "258", "four to eight figures"),
        ("25 80", "25 80", "four to eight figures"),
        ("٢٥٨٠", "٢٥٨٠", "four to eight figures"),
        ("1111", "1111", "harder to guess"),
        ("4567", "4567", "harder to guess"),
    ],
)
def test_what_cannot_be_a_pin_changes_nothing(here: SchoolCast, pin: str, again: str, words: str) -> None:
    answer = signed_in(here).post("/lock/", {"pin": pin, "again": again})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with in_school(here.school):
        assert not Pin.objects.exists()


def test_the_right_pin_opens_and_takes_wrong_tries_back(held: SchoolCast) -> None:
    client = signed_in(held)
    assert [tried(client, "9999").json()["left"] for _ in range(2)] == [4, 3]
    assert tried(client, "2580").json() == {"open": True}
    assert tried(client, "9999").json()["left"] == 4


def test_the_fifth_wrong_pin_ends_the_sign_in(held: SchoolCast) -> None:
    client = signed_in(held)
    assert [tried(client, "9999").status_code for _ in range(5)] == [422, 422, 422, 422, 401]
    assert client.get("/now/").status_code == 302
    assert tried(client, "2580").status_code in {302, 401}


@pytest.mark.parametrize("pin", [None, 2580, ["2580"], {"pin": "2580"}])
def test_what_is_no_text_is_a_wrong_try_or_the_figures_themselves(held: SchoolCast, pin: object) -> None:
    assert tried(signed_in(held), pin).status_code == (200 if pin == 2580 else 422)


def test_a_body_that_cannot_be_read_is_a_wrong_try(held: SchoolCast) -> None:
    answer = signed_in(held).post("/lock/open/", "{", content_type="application/json")
    assert answer.json()["left"] == 4
