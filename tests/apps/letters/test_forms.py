"""The form of a contact: chosen already, so that it takes three taps."""

from __future__ import annotations

from evenhand.apps.letters.forms import ContactEntryForm, WriteHomeForm
from evenhand.apps.people.models import Contact

ASHA = Contact(pk=7, name="Asha Khan", relation="mother")


def test_the_first_contact_and_a_call_are_chosen() -> None:
    form = ContactEntryForm(contacts=[ASHA])
    assert form.initial == {"contact": "7", "way": "phone"}
    assert ContactEntryForm({"contact": "7", "way": "phone"}, contacts=[ASHA]).is_valid()


def test_somebody_else_has_a_name() -> None:
    form = ContactEntryForm({"contact": "0", "way": "person"}, contacts=[])
    assert form.errors["who"] == ["Write who you spoke to."]


def test_only_messages_that_are_offered_can_be_chosen() -> None:
    assert not WriteHomeForm({"template": "other"}, templates=[("note", "A note")]).is_valid()
