"""By which way a message goes: the first that is set up and reaches the person, else by hand."""

from __future__ import annotations

import pytest

from evenhand.apps.letters.ways import address_of, route, set_up
from evenhand.apps.people.models import Contact
from evenhand.engine.pack.schema import MessageForm
from tests.apps.letters import post

BOTH = Contact(name="Asha", phone="07700 900123", email="asha@home.example")
PHONE = Contact(name="Asha", phone="07700 900123")
NOBODY = Contact(name="Asha")


def form(*channels: str, urgent: bool = False) -> MessageForm:
    return MessageForm("x", "X", channels, (), urgent=urgent)


@pytest.mark.parametrize(
    ("given", "contact", "asked", "way"),
    [
        ({"smtp_host": "h"}, BOTH, form("email", "print"), "email"),
        ({"smtp_host": "h"}, PHONE, form("email", "print"), "print"),
        ({"text_url": "http://h"}, BOTH, form("email", "text", "print"), "text"),
        ({}, BOTH, form("email", "print"), "print"),
        ({}, BOTH, form("email", "print", urgent=True), "phone"),
        ({}, NOBODY, form("email"), "phone"),
        ({}, None, form("email", "print"), "print"),
        ({"notify_key": "k"}, BOTH, form("text"), "phone"),
        ({"notify_key": "k", "notify_template": "t"}, BOTH, form("text"), "text"),
    ],
)
def test_the_first_way_that_reaches(
    given: dict[str, str], contact: Contact | None, asked: MessageForm, way: str
) -> None:
    with post.set_up(**given):
        assert route(asked, contact).channel == way


def test_what_is_missing_is_said() -> None:
    with post.set_up(smtp_host="h"):
        assert set_up() == {"email"}
        assert route(form("text", "email", "print"), PHONE).note == (
            "Text messages not set up. E-mail: no address."
        )


def test_addresses() -> None:
    assert address_of("email", BOTH) == "asha@home.example"
    assert address_of("text", BOTH) == address_of("phone", BOTH) == "07700 900123"
    assert address_of("print", BOTH) == address_of("email", None) == ""
