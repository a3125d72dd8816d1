"""A PIN is kept as a digest that a browser can work out by itself."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from evenhand.apps.access import pins
from evenhand.apps.access.models import Pin
from evenhand.apps.access.pins import Unfit, clear_pin, fits, pin_of, set_pin, told_to_device
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast

pytestmark = pytest.mark.django_db
# What is advised for this function at present.
LEAST_ROUNDS = 600_000


def test_the_digest_is_what_a_browser_computes(here: SchoolCast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pins._hasher, "iterations")  # back to as many as in use
    actor = here.actor("teacher")
    with in_school(here.school):
        set_pin(actor, "2580")
        held = pin_of(actor)
    assert held is not None
    told = told_to_device(held)
    assert told["iterations"] >= LEAST_ROUNDS
    raw = hashlib.pbkdf2_hmac("sha256", b"2580", told["salt"].encode(), told["iterations"])
    assert b64encode(raw).decode() == told["digest"]
    assert "2580" not in held.digest


def test_each_has_one_with_a_salt_of_its_own(here: SchoolCast) -> None:
    with in_school(here.school):
        for role in ("teacher", "other", "teacher"):
            set_pin(here.actor(role), "2580")
        assert len({row.digest for row in Pin.objects.all()}) == 2
        clear_pin(here.actor("teacher"))
        assert not fits(here.actor("teacher"), "2580")
        assert fits(here.actor("other"), "2580")


@pytest.mark.parametrize("pin", ["", "123", "123456789", "0000", "1234", "8765", "12a4"])
def test_what_is_easily_guessed_is_refused(here: SchoolCast, pin: str) -> None:
    with in_school(here.school), pytest.raises(Unfit):
        set_pin(here.actor("teacher"), pin)
