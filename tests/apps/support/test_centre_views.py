"""The centre's own screen and report beside the removal room's: a session of one never counts in the other."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.apps.conduct.models import Event, LedgerEntry, PupilHead
from evenhand.apps.removal.models import Stay
from evenhand.apps.support.models import CentreSession
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import TODAY, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

UNPROCESSABLE = 422
CENTRE = "/centre/"
LABEL = "In-School Inclusion Centre"
ROOM = "Impact Centre"
SENT = {"centre": "inclusion_centre", "day": TODAY.isoformat(), "starts": "11:10", "ends": "12:10"}


def address(cast: SchoolCast, number: int = 0) -> str:
    return f"{CENTRE}of/{cast.pupils[number].pk}/"


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(shown(answer.content.decode()).split())


@pytest.mark.covers("STAR-134a")
def test_a_session_is_in_no_list_count_or_report_of_the_removal_room(here: SchoolCast) -> None:
    senco, leader, manager = (signed_in(here, role) for role in ("senco", "senior_leader", "removal_manager"))
    assert senco.post(address(here), SENT).status_code == 302
    listed = words(senco, CENTRE)
    assert LABEL in listed
    assert "Amara Year8" in listed
    assert "The week 1 1" in listed
    assert leader.get("/referrals/").context["page"].total == 0
    assert leader.get("/referrals/minutes/").context["page"].total == "0"
    for path in ("/board/", "/board/day/", "/board/reports/"):
        assert "Amara" not in words(manager, path), path
    # Where everybody is, the room and all else: there the pupil is in the centre, under its own name.
    everywhere = words(manager, "/board/who-is-where/")
    assert f"Amara Year8 {LABEL}" in everywhere
    with in_school(here.school):
        assert CentreSession.objects.count() == 1
        for table in (Stay, Event, LedgerEntry, PupilHead):
            assert not table.objects.exists()


@pytest.mark.covers("STAR-134a")
def test_a_referral_is_in_no_list_or_report_of_the_centre(here: SchoolCast) -> None:
    senco = signed_in(here, "senco")
    senco.post(address(here, 1), SENT)
    with in_school(here.school):
        referral(here)
    listed = words(senco, CENTRE)
    assert "Ben Year8" in listed
    assert "Amara" not in listed
    assert "The week 1 1" in listed
    assert ROOM not in listed
    assert "No sessions yet" in words(senco, address(here))
    assert signed_in(here, "senior_leader").get("/referrals/").context["page"].total == 1
    board = words(signed_in(here, "removal_manager"), "/board/")
    assert "Amara" in board
    assert "Ben" not in board
    assert LABEL not in board


def test_the_weeks_report_counts_sessions_and_pupils_apart(here: SchoolCast) -> None:
    senco = signed_in(here, "senco")
    for number, day, starts, ends in (
        (0, "2026-11-16", "09:00", "09:50"),
        (0, "2026-11-17", "09:00", "09:50"),
        (0, "2026-11-17", "13:00", "13:50"),
        (1, "2026-11-17", "09:00", "09:50"),
        (1, "2026-11-10", "09:00", "09:50"),
    ):
        sent = {**SENT, "day": day, "starts": starts, "ends": ends}
        assert senco.post(address(here, number), sent).status_code == 302
    found = words(senco, CENTRE)
    assert "Monday 16 November 1 1 Tuesday 17 November 3 2 The week 4 2" in found
    assert "The week after" not in found
    before = words(senco, f"{CENTRE}?day=2026-11-10")
    assert "The week 1 1" in before
    assert "The week after" in before
    head = words(signed_in(here, "head_of_year"), CENTRE)
    assert "The week 4 2" in head


def test_those_who_run_it_record_and_take_back_and_others_only_look(here: SchoolCast) -> None:
    senco, leader = signed_in(here, "senco"), signed_in(here, "senior_leader")
    senco.post(address(here), SENT)
    with in_school(here.school):
        row = CentreSession.objects.get()
    assert "Record a session" in words(senco, address(here))
    looked = words(leader, address(here))
    assert "11:10 to 12:10" in looked
    assert "Record a session" not in looked
    assert leader.post(address(here), {"do": f"back-{row.pk}"}).status_code == UNPROCESSABLE
    assert leader.post(address(here, 1), SENT).status_code == UNPROCESSABLE
    assert senco.post(address(here), {**SENT, "day": "soon", "ends": "late"}).status_code == UNPROCESSABLE
    assert senco.post(address(here), {"do": f"back-{row.pk}"}).status_code == 302
    assert "No sessions yet" in words(senco, address(here))
    assert signed_in(here, "teacher").get(address(here)).status_code == 404


def test_a_policy_without_a_centre_says_so_and_a_projected_device_nothing(
    here: SchoolCast, next_door: SchoolCast
) -> None:
    other = signed_in(next_door, "senco")
    assert "The policy has no centre" in words(other, CENTRE)
    assert other.post(address(next_door), SENT).status_code == UNPROCESSABLE
    assert f'href="{CENTRE}"' not in other.get("/now/").content.decode()
    senco = signed_in(here, "senco")
    senco.post(address(here), SENT)
    assert f'href="{CENTRE}"' in senco.get("/now/").content.decode()
    senco.cookies["projected"] = "1"
    assert "Amara" not in words(senco, CENTRE)
