"""Reports over HTTP: drafted from the record, sent once, and read by whom they are for."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.apps.casework.models import Alert
from evenhand.apps.removal.models import RoomReport
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.apps.removal.room.test_views import page
from tests.apps.removal.test_views import client_of
from tests.cast import SchoolCast
from tests.crawling import form_with

DAY, WEEK, STAFF, BRIEFING = (
    f"/board/reports/{kind}/"
    for kind in ("referral_update", "referral_pack", "staff_daily", "staff_briefing")
)


def main_of(client: Client, url: str) -> str:
    return page(client, url).split("<main")[1].split("</main>")[0]


def test_what_helps_is_kept_also_once_the_report_went_and_nothing_typed_is_lost(here: SchoolCast) -> None:
    arrived(here)
    client, other = client_of(here), client_of(here, "senior_leader")
    assert client.post(STAFF, {"advice-DIS-04": "Wait time"}).status_code == 302
    late = client.post(STAFF, {"advice-DIS-04": "Wait time, then hands"})
    assert (late.status_code, "This report was sent already." in late.content.decode()) == (422, True)
    assert "Wait time, then hands</textarea>" in late.content.decode()
    page_of = main_of(client, STAFF)
    assert "Keep what helps for the next report" in page_of
    seen = dict(form_with(page_of.encode(), "advice-seen").fields)["advice-seen"]
    held = {"do": "keep", "advice-seen": seen, "advice-DIS-04": "Wait time, then hands"}
    assert client.post(STAFF, held).status_code == 302
    assert "Wait time, then hands</textarea>" in main_of(client, STAFF)
    # A second adult who had the older page open sees both, and chooses.
    mine = {**held, "advice-DIS-04": "Ask by name"}
    answer = other.post(STAFF, mine).content.decode()
    assert "Ask by name" in answer
    assert "Wait time, then hands" in answer
    assert "What helps: Calling out" in answer


@pytest.mark.covers("STAR-93i")
def test_a_day_without_a_referral_has_its_update_which_goes_to_senior_leaders_once(here: SchoolCast) -> None:
    client = client_of(here)
    assert "No referral today." in main_of(client, DAY)
    assert client.post(DAY).status_code == 302
    answer = client.post(DAY)
    assert (answer.status_code, "This report was sent already." in answer.content.decode()) == (422, True)
    inbox = page(client_of(here, "senior_leader"), "/inbox/")
    assert inbox.count("<b>The day’s referrals") == 1
    assert "The day’s referrals" not in page(client_of(here, "teacher"), "/inbox/")


@pytest.mark.covers("STAR-93j")
def test_the_weekly_pack_covers_monday_to_friday(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 15, 30, day=20)
    text = main_of(client_of(here), WEEK)
    assert "Monday 16 November to Friday 20 November" in text
    assert "Amara Year8, 8R: Calling out" in text
    days = [f"{name} {day} November" for name, day in (("Monday", 16), ("Tuesday", 17), ("Friday", 20))]
    assert all(day in text for day in days)


@pytest.mark.covers("STAR-93k")
def test_the_briefing_names_no_pupil_and_no_adult(here: SchoolCast) -> None:
    for number in (0, 1, 2):
        arrived(here, number)
    text = main_of(client_of(here), BRIEFING)
    assert "Calling out" in text
    assert "<td>3</td>" in text
    names = [word for pupil in here.pupils for word in (pupil.given, pupil.family)]
    assert not [word for word in (*names, "Teacher") if word in text]


@pytest.mark.covers("STAR-93l")
def test_the_commonest_act_is_first_with_what_helps(here: SchoolCast) -> None:
    for number in range(5):
        arrived(here, number, outside=True)
    client = client_of(here)
    client.post(STAFF, {"advice-DIS-04": "Give thinking time, then take hands only"})
    inbox = page(client_of(here, "teacher"), "/inbox/")
    assert "Commonest referrals today, and what helps" in inbox
    with in_school(here.school):
        row = RoomReport.objects.get()
    text = main_of(client_of(here, "teacher"), f"/board/reports/sent/{row.pk}/")
    first = text.split("<tr>")[1] + text.split("<tr>")[2]
    assert "Calling out" in first
    assert "<td>5</td>" in first
    assert "Give thinking time, then take hands only" in first
    assert (
        "Commonest referrals today" not in page(client_of(here, "teacher"), "/inbox/").split('id="known"')[-1]
    )


@pytest.mark.covers("STAR-92")
def test_a_lesson_without_a_visit_is_flagged_in_the_days_report(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    client, leader = client_of(here), client_of(here, "senior_leader")
    leader.post("/board/day/visit/", {"period": "P3"})
    at(moment, 14, 0)
    text = main_of(client, DAY)
    assert "Period 4: no visit by a senior leader" in text
    assert "Period 3: no visit" not in text


@pytest.mark.covers("STAR-93p")
def test_logs_that_are_incomplete_at_the_end_of_the_day_are_listed(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 16, 5)
    text = main_of(client_of(here, "pastoral_lead"), DAY)
    for words in (
        "Family told: not written down",
        "Period 4: not in the register",
        "Period 5: no work was set",
    ):
        assert words in text


def test_a_report_is_read_by_those_it_went_to_alone(here: SchoolCast) -> None:
    client_of(here).post(DAY)
    with in_school(here.school):
        pk = RoomReport.objects.get().pk
    assert client_of(here, "teacher").get(f"/board/reports/sent/{pk}/").status_code == 404
    assert "No referral today." in main_of(client_of(here, "senior_leader"), f"/board/reports/sent/{pk}/")
    with in_school(here.school):
        seen = Alert.objects.get(kind="room_report", user=here.user("senior_leader")).seen_at
    assert seen is not None
    assert client_of(here, "teacher").get("/board/reports/").status_code == 404
    assert client_of(here).get("/board/reports/no-such-report/").status_code == 404


def test_another_day_can_be_drafted(here: SchoolCast) -> None:
    assert "Monday 16 November" in main_of(client_of(here), DAY + "?day=2026-11-16")
    assert "Tuesday 17 November" in main_of(client_of(here), DAY + "?day=1999-01-01")
