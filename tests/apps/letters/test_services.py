"""What is done with a message by a person, and what cannot be done any more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.models import Task
from evenhand.apps.letters import services
from evenhand.apps.letters.models import Message, Status
from evenhand.apps.letters.services import Unsaid
from evenhand.apps.policy import performers
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def test_apps_on_floors_below_speak_through_the_table(school: SchoolCast) -> None:
    message = performers.say(
        school.actor("teacher"), school=school.school, pupil=school.pupil, audience="family", template="recognition",
        values={"what": "Help"}, dedupe="once",
    )  # fmt: skip
    assert isinstance(message, Message)


@pytest.mark.parametrize("status", [Status.SENT, Status.SENDING, Status.GIVEN, Status.CANCELLED])
def test_what_has_gone_is_neither_cancelled_nor_sent_again(school: SchoolCast, status: Status) -> None:
    message = say(school)
    Message.objects.update(status=status)
    actor = school.actor("pastoral_lead")
    with pytest.raises(Unsaid):
        services.cancel(actor, message=message, reason="Too late")
    with pytest.raises(Unsaid):
        services.retry(actor, message=message)
    with pytest.raises(Unsaid):
        services.reroute(actor, message=message, channel="phone")
    assert services.give(actor, messages=[message]) == []


def test_each_act_is_in_the_chain(school: SchoolCast) -> None:
    actor = school.actor("pastoral_lead")
    message = say(school)
    services.reroute(actor, message=message, channel="phone")
    assert Task.objects.filter(about=f"message:{message.pk}", status="open").count() == 1
    services.give(actor, messages=[message], note="Said")
    assert not Task.objects.filter(about=f"message:{message.pk}", status="open").exists()
    services.log_contact(actor, pupil=school.pupil, way="person", who="An aunt")
    found = AuditEntry.objects.filter(action__regex="^(message|contact)").order_by("seq")
    assert [row.action for row in found] == [
        "message.queued", "message.rerouted", "message.given", "contact.logged",
    ]  # fmt: skip
    assert verify(school.school.pk).broken_at is None


def test_an_entry_names_somebody_and_is_not_endless(school: SchoolCast) -> None:
    actor = school.actor("pastoral_lead")
    with pytest.raises(Unsaid, match="who was spoken to"):
        services.log_contact(actor, pupil=school.pupil, way="phone")
    with pytest.raises(Unsaid, match="4,000"):
        services.log_contact(actor, pupil=school.pupil, way="phone", who="An aunt", words="x" * 4001)
