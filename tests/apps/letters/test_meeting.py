"""A meeting with the family: set once, the family invited, closed by what was agreed and by nothing less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.services import complete
from evenhand.apps.letters import meeting as meetings
from evenhand.apps.letters.models import ContactEntry, FamilyMeeting, Message
from evenhand.apps.letters.services import Unsaid
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, set_up
from tests.cast import MOMENT, SchoolCast

SOON = MOMENT + timedelta(days=2)


@pytest.fixture
def school(next_door: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(next_door.school), set_up():
        parent(next_door.pupil)
        yield next_door


def a_date(school: SchoolCast) -> FamilyMeeting:
    return meetings.set_meeting(
        school.actor("pastoral_lead"), pupil=school.pupil, starts_at=SOON, place="Office"
    )


def test_a_date_invites_the_family_once_and_closes_what_asked_for_it(school: SchoolCast) -> None:
    asked = Task.objects.create(
        school=school.school,
        pupil=school.pupil,
        kind="family_meeting",
        label="Set a date",
        role="pastoral_lead",
    )
    a_date(school)
    asked.refresh_from_db()
    assert asked.status == "done"
    message = Message.objects.get(template="family_meeting")
    assert "Place: Office" in message.body
    assert Task.objects.get(kind="meeting").due_at == SOON


def test_the_task_of_a_meeting_is_not_done_by_ticking_it(school: SchoolCast) -> None:
    a_date(school)
    with pytest.raises(Unchanged, match="what was agreed"):
        complete(school.actor("pastoral_lead"), task_id=Task.objects.get(kind="meeting").pk, note="Done")


def test_without_who_came_or_what_was_agreed_it_stays_open(school: SchoolCast) -> None:
    row = a_date(school)
    actor = school.actor("pastoral_lead")
    for came, agreed in (("", "A plan"), ("Asha Khan", " ")):
        with pytest.raises(Unsaid):
            meetings.hold(actor, meeting=row, came=came, agreed=agreed)
    assert not ContactEntry.objects.exists()
    meetings.hold(actor, meeting=row, came="Asha Khan", agreed="A plan")
    with pytest.raises(Unsaid, match="a moment ago"):
        meetings.hold(actor, meeting=row, came="Asha Khan", agreed="Another plan")
    assert ContactEntry.objects.count() == 1


def test_a_meeting_that_does_not_take_place_has_its_reason(school: SchoolCast) -> None:
    row = a_date(school)
    with pytest.raises(Unsaid, match="why"):
        meetings.cancel(school.actor("pastoral_lead"), meeting=row, reason=" ")
    made = meetings.cancel(school.actor("pastoral_lead"), meeting=row, reason="The family is ill")
    assert (made.status, made.words["reason"]) == ("cancelled", "The family is ill")
    assert Task.objects.get(kind="meeting").status == "void"


def test_no_meeting_is_set_for_the_past(school: SchoolCast) -> None:
    with pytest.raises(Unsaid, match="still to come"):
        meetings.set_meeting(
            school.actor("pastoral_lead"), pupil=school.pupil, starts_at=MOMENT - timedelta(hours=1)
        )
