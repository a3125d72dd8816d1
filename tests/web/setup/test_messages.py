"""The page of ways says what is set up and what is lacking, and tries a way out without any family."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import override_settings

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.letters.models import Message
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import (
    KEY,
    TextServer,
    by_gateway,
    by_mail,
    by_notify,
    mail_server,
    set_up,
    text_of,
    text_server,
)
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

PAGE, TRY = "/setup/messages/", "/setup/messages/try/"


def page(cast: SchoolCast, role: str = "administrator") -> str:
    return " ".join(shown(signed_in(cast, role).get(PAGE).content.decode()).split())


def test_what_is_not_set_up_says_what_the_operator_sets(here: SchoolCast) -> None:
    with set_up(mail_from=""):
        words = page(here)
        assert "a mail server and the address that messages come from is not named" in words
        assert "neither GOV.UK Notify nor a gateway is named" in words
        for name in ("EVENHAND_SMTP_HOST", "EVENHAND_NOTIFY_KEY", "EVENHAND_TEXT_URL"):
            assert name in words
        assert "Send a test message" not in words
        assert "nothing is sent by itself" in shown(
            signed_in(here, "administrator").get("/setup/").content.decode()
        )


def test_what_is_set_up_says_how_and_shows_no_secret(here: SchoolCast) -> None:
    with set_up(
        smtp_host="mail.marlow.example",
        smtp_port=587,
        smtp_password="s3cret-words",
        notify_key=KEY,
        notify_template="t",
    ):
        html = signed_in(here, "administrator").get(PAGE).content.decode()
    assert "By mail.marlow.example, port 587, from school@marlow.example." in html
    assert "By GOV.UK Notify" in html
    assert "s3cret-words" not in html
    assert KEY not in html


@pytest.mark.parametrize("provider", [by_gateway, by_notify])
def test_a_test_text_is_handed_over(
    here: SchoolCast, provider: Callable[[TextServer], override_settings]
) -> None:
    with text_server() as server, provider(server):
        answer = signed_in(here, "administrator").post(
            TRY, {"channel": "text", "address": "07700 900123"}, follow=True
        )
        assert "Handed over for 07700 900123" in answer.content.decode()
        assert ["This is a test message." in text for text in server.taken.values()] == [True]


def test_a_test_mail_arrives_is_logged_without_its_address_and_is_no_message_home(here: SchoolCast) -> None:
    with mail_server() as server, by_mail(server):
        signed_in(here, "administrator").post(TRY, {"channel": "email", "address": "op@marlow.example"})
        (mail,) = server.taken
    assert (mail["To"], mail["Subject"]) == ("op@marlow.example", "A test message")
    assert "Nothing is to be done" in text_of(mail)
    with in_school(here.school):
        assert not Message.objects.exists()
        entry = AuditEntry.objects.get(action="messages.tried")
    assert (entry.subject, entry.body["answer"]) == ("way:email", "taken")
    assert "op@marlow.example" not in str(entry.body)


def test_what_the_other_side_says_is_shown(here: SchoolCast) -> None:
    with mail_server() as server, by_mail(server):
        server.refused.add("nobody@marlow.example")
        answer = signed_in(here, "administrator").post(
            TRY, {"channel": "email", "address": "nobody@marlow.example"}
        )
    assert answer.status_code == 422
    assert "no such person" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"channel": "email", "address": "nonsense"}, 422, "Enter a valid email address"),
        ({"channel": "text", "address": "call me"}, 422, "Enter a valid value"),
        ({"channel": "email", "address": "op@marlow.example"}, 422, "nothing was sent"),
        ({"channel": "print", "address": "x"}, 404, ""),
    ],
)
def test_what_cannot_be_tried_is_said(
    here: SchoolCast, sent: dict[str, str], status: int, words: str
) -> None:
    with set_up():
        answer = signed_in(here, "administrator").post(TRY, sent)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_whoever_only_reads_the_set_up_tries_nothing(here: SchoolCast) -> None:
    with mail_server() as server, by_mail(server):
        assert "Send a test message" not in page(here, "policy_author")
        answer = signed_in(here, "policy_author").post(
            TRY, {"channel": "email", "address": "op@marlow.example"}
        )
        assert answer.status_code in (403, 404)
        assert server.taken == []
