"""Meetings with a family through the browser."""

from __future__ import annotations

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.letters.models import ContactEntry, FamilyMeeting
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, set_up
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

DATE = {"day": "2026-11-18", "time": "15:30", "place": "Room 4", "invited": "The social worker"}
UNPROCESSABLE = 422


@pytest.mark.covers("INF-CR-6")
def test_a_meeting_held_leaves_agreed_points_the_next_date_and_a_log_entry(
    next_door: SchoolCast, moment: time_machine.Traveller
) -> None:
    with in_school(next_door.school), set_up():
        contact = parent(next_door.pupil)
        page = f"/pupils/{next_door.pupil.pk}/meetings/"
        lead = signed_in(next_door, "pastoral_lead")
        assert lead.post(page, {**DATE, "contact": contact.pk}).status_code == 302
        row, task = FamilyMeeting.objects.get(), Task.objects.get(kind="meeting")
    assert f"/meetings/{row.pk}/" in lead.get(f"/inbox/{task.pk}/").content.decode()
    words = " ".join(shown(lead.get(page).content.decode()).split())
    for part in ("Wednesday 18 November, 15:30", "Room 4", "Asha Khan, The social worker"):
        assert part in words
    moment.move_to("2026-11-18T16:10:00Z")
    lead = signed_in(next_door, "pastoral_lead")
    held = {
        "do": "hold",
        "came": "Asha Khan and her brother",
        "agreed": "A quiet start",
        "next": "2026-12-02",
    }
    assert lead.post(f"/meetings/{row.pk}/", {**held, "agreed": ""}).status_code == UNPROCESSABLE
    assert lead.post(f"/meetings/{row.pk}/", held).status_code == 302
    words = " ".join(shown(lead.get(page).content.decode()).split())
    for part in ("A quiet start", "Asha Khan and her brother", "next Wednesday 2 December"):
        assert part in words
    log = shown(lead.get(f"/pupils/{next_door.pupil.pk}/contact/").content.decode())
    assert "A quiet start" in log
    with in_school(next_door.school):
        assert ContactEntry.objects.get().way == "person"
        assert Task.objects.get(kind="meeting").status == "done"


@pytest.mark.parametrize("sent", [{"day": ""}, {"time": "late"}, {"day": "2026-11-16"}])
def test_a_date_that_is_none_is_asked_for_again(next_door: SchoolCast, sent: dict[str, str]) -> None:
    lead = signed_in(next_door, "pastoral_lead")
    answer = lead.post(f"/pupils/{next_door.pupil.pk}/meetings/", {**DATE, **sent})
    assert answer.status_code == UNPROCESSABLE
    assert "Room 4" in answer.content.decode()


def test_a_meeting_is_cancelled_with_a_reason(next_door: SchoolCast) -> None:
    lead = signed_in(next_door, "pastoral_lead")
    lead.post(f"/pupils/{next_door.pupil.pk}/meetings/", DATE)
    with in_school(next_door.school):
        row = FamilyMeeting.objects.get()
    lead.post(f"/meetings/{row.pk}/", {"do": "cancel", "reason": "The family is ill"})
    page = shown(lead.get(f"/pupils/{next_door.pupil.pk}/meetings/").content.decode())
    assert "Cancelled" in page
    assert "The family is ill" in page


def test_a_contact_that_is_not_of_the_family_is_not_passed_over(cast: Cast) -> None:
    page = f"/pupils/{cast.next_door.pupil.pk}/meetings/"
    with in_school(cast.here.school):
        stranger = parent(cast.here.pupil)
    answer = signed_in(cast.next_door, "pastoral_lead").post(page, {**DATE, "contact": stranger.pk})
    assert answer.status_code == UNPROCESSABLE
    assert "Choose who of the family" in answer.content.decode()
    with in_school(cast.next_door.school):
        assert not FamilyMeeting.objects.exists()


def test_what_is_said_of_a_cancelled_meeting_depends_on_whether_the_family_knows(
    next_door: SchoolCast,
) -> None:
    with in_school(next_door.school), set_up():
        parent(next_door.pupil)
        lead, page = signed_in(next_door, "pastoral_lead"), f"/pupils/{next_door.pupil.pk}/meetings/"
        assert lead.post(page, DATE).status_code == 302
        row = FamilyMeeting.objects.get()
        sent = {"do": "cancel", "reason": "Ill"}
        assert "has not gone" in lead.post(f"/meetings/{row.pk}/", sent, follow=True).content.decode()
