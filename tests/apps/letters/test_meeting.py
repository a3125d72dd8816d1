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
from tests.classroom import signed_in

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
    # The inbox leads to where a date is set, and not to a form for a call.
    card = signed_in(school, "pastoral_lead").get("/inbox/").content.decode()
    assert f'href="/pupils/{school.pupil.pk}/meetings/"' in card
    assert "Call or text" not in card
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


def test_the_same_date_sent_twice_is_one_meeting_and_one_invitation(school: SchoolCast) -> None:
    assert a_date(school) == a_date(school)
    assert (FamilyMeeting.objects.count(), Message.objects.filter(template="family_meeting").count()) == (
        1,
        1,
    )
    with pytest.raises(Unsaid, match="at this time"):
        meetings.set_meeting(
            school.actor("pastoral_lead"), pupil=school.pupil, starts_at=SOON, place="Somewhere else"
        )


def test_an_invitation_that_has_not_gone_does_not_go_once_the_meeting_is_cancelled(
    school: SchoolCast,
) -> None:
    row = a_date(school)
    meetings.cancel(school.actor("pastoral_lead"), meeting=row, reason="The family is ill")
    assert Message.objects.get(template="family_meeting").status == "cancelled"
    assert not meetings.was_told(row)
    assert not Task.objects.filter(status="open").exists()


def test_what_is_too_long_is_said_and_not_cut(school: SchoolCast) -> None:
    row, actor = a_date(school), school.actor("pastoral_lead")
    with pytest.raises(Unsaid, match=r"What was agreed has 10,000 characters"):
        meetings.hold(actor, meeting=row, came="Asha Khan", agreed="x" * 10_000)
    with pytest.raises(Unsaid, match="Who came has"):
        meetings.hold(actor, meeting=row, came="x" * 201, agreed="A plan")
    with pytest.raises(Unsaid, match="Why has"):
        meetings.cancel(actor, meeting=row, reason="x" * 4_001)
    with pytest.raises(Unsaid, match="Where has 81"):
        meetings.set_meeting(actor, pupil=school.pupil, starts_at=SOON, place="x" * 81)
    with pytest.raises(Unsaid, match="Who else is invited has 201"):
        meetings.set_meeting(actor, pupil=school.pupil, starts_at=SOON, invited="x" * 201)


def test_the_next_meeting_is_on_a_day_to_come(school: SchoolCast) -> None:
    row = a_date(school)
    with pytest.raises(Unsaid, match="day to come"):
        meetings.hold(
            school.actor("pastoral_lead"),
            meeting=row,
            came="Asha Khan",
            agreed="A plan",
            next_on=MOMENT.date(),
        )
