"""Authorities are named once, and letters to them carry it."""

from __future__ import annotations

import pytest

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.letters import addresses, printing
from evenhand.apps.letters.addresses import book, named, needed_for, postal, save
from evenhand.apps.letters.models import Authority
from evenhand.apps.letters.services import queue
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import set_up
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

PAGE = "/setup/addresses/"
SENT = {
    "school_authority-name": "Marlow Council, Education",
    "school_authority-lines": " 1 High Street \n\n Marlow ",
    "school_authority-email": "exclusions@marlow.example",
    "police-name": "PC Hale",
    "police-phone": "101",
}


def test_what_is_typed_stands_in_the_outbox_and_in_the_window_of_the_letter(here: SchoolCast) -> None:
    client = signed_in(here, "administrator")
    assert client.post(PAGE, SENT).status_code == 302
    with in_school(here.school), set_up():
        message = queue(
            here.actor("principal"), school=here.school, pupil=here.pupil, audience="school_authority",
            template="recognition", values={"what": "Holding the door", "day": "2026-11-17"},
        )  # fmt: skip
        known = needed_for([message])
        assert named(message, known) == "Marlow Council, Education"
        assert postal(message, known) == "Marlow Council, Education\n1 High Street\nMarlow"
        assert printing.print_batch(here.school, [message]).pdf[:5] == b"%PDF-"
    page = signed_in(here, "principal").get(f"/outbox/{message.pk}/").content.decode()
    assert "Marlow Council, Education" in shown(page)


def test_an_authority_that_is_not_in_the_book_is_named_in_general_words(here: SchoolCast) -> None:
    with in_school(here.school), set_up():
        message = queue(
            here.actor("principal"), school=here.school, pupil=here.pupil, audience="virtual_school_head",
            template="recognition", values={"what": "Holding the door", "day": "2026-11-17"},
        )  # fmt: skip
        assert (named(message, book()), postal(message, book())) == ("Virtual school head", "")


def test_the_log_keeps_what_was_changed_and_only_where_something_was(here: SchoolCast) -> None:
    client = signed_in(here, "administrator")
    client.post(PAGE, SENT)
    client.post(PAGE, SENT)
    with in_school(here.school):
        assert set(book()) == {"school_authority", "police"}
        entries = AuditEntry.objects.filter(action="save_address").order_by("seq")
        assert [(one.subject, one.body) for one in entries] == [
            ("authority:school_authority", {"changed": ["name", "lines", "email"]}),
            ("authority:police", {"changed": ["name", "phone"]}),
        ]
    with in_school(here.school):
        assert Authority.objects.get(key="police").phone == "101"


def test_a_wrong_address_saves_nothing_and_names_the_authority(here: SchoolCast) -> None:
    answer = signed_in(here, "administrator").post(PAGE, SENT | {"trust-email": "nonsense"})
    assert answer.status_code == 422
    assert "Trust" in shown(answer.content.decode())
    with in_school(here.school):
        assert book() == {}


def test_only_whoever_sets_the_school_up_may(here: SchoolCast) -> None:
    assert signed_in(here, "policy_author").get(PAGE).status_code in (403, 404)


def test_all_are_saved_or_none(here: SchoolCast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_at_the_police(actor: Actor, *, key: str, **more: str) -> object:
        if key == "police":
            raise RuntimeError("the disk is full")
        return save(actor, key=key, **more)

    monkeypatch.setattr(addresses, "save", fails_at_the_police)
    client = signed_in(here, "administrator")
    with pytest.raises(RuntimeError):
        client.post(PAGE, SENT)
    with in_school(here.school):
        assert not Authority.objects.exists()
