"""The outbox's words: where a message stands, when it goes, and in which languages it can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.letters.models import Message, Status
from evenhand.apps.letters.pages import contact_page, message_page, outbox_page
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import SchoolCast

LATE = {"until": "16:00", "day": "2026-11-17"}


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up(smtp_host="h"):
        yield here


def test_lists_are_in_english_and_name_the_language(school: SchoolCast) -> None:
    parent(school.pupil, lang="ur")
    message = say(school, "late_finish", values=LATE)
    (card,) = outbox_page(school.actor("pastoral_lead"), "waiting").cards
    assert card.subject == f"{school.pupil.first_name} leaves school at 16:00 today"
    assert [(chip.words, chip.due) for chip in card.chips] == [
        ("Waiting", False), ("Today", True), ("In Urdu", False),
    ]  # fmt: skip
    page = message_page(school.actor("pastoral_lead"), message)
    assert page.said is not None
    assert (page.said.language, page.said.direction) == ("ur", "rtl")
    assert [preview.name for preview in page.others] == ["English", "Polish", "Romanian"]
    assert (page.can_cancel, page.can_release, page.can_retry) == (True, False, False)


def test_the_outbox_opens_where_somebody_has_to_do_something(school: SchoolCast) -> None:
    lead = school.actor("pastoral_lead")
    parent(school.pupil)
    message = say(school, "late_finish", values=LATE)
    assert outbox_page(lead, "").tab == "waiting"
    Message.objects.filter(pk=message.pk).update(status=Status.TO_PHONE)
    assert outbox_page(lead, "").tab == "phone"
    assert outbox_page(lead, "waiting").cards == ()


def test_the_log_of_a_family_without_any_contact_is_empty(school: SchoolCast) -> None:
    page = contact_page(school.actor("pastoral_lead"), school.pupil)
    assert page.lines == ()
    assert [template for template, _ in page.templates] == ["removal_referral", "late_finish", "recognition"]
