"""A routine's update reaches each person of the role that it is for, also on a day without an entry."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.casework.updating import concerns_on
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.correcting import void
from evenhand.apps.removal.models import RoomReport
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast, add_person
from tests.classroom import signed_in
from tests.incidents import concern

AFTER_SCHOOL = MOMENT + timedelta(hours=5)


@pytest.mark.covers("STAR-93i")
def test_a_day_with_nothing_is_told_to_every_senior_leader_and_owed_by_nobody(here: SchoolCast) -> None:
    with in_school(here.school):
        second = add_person(here.school, "second", [("senior_leader", None)])
        close_due(here.school, AFTER_SCHOOL)
        told = Alert.objects.filter(kind="update")
        assert {row.user_id for row in told} == {here.user("senior_leader").pk, second.user_id}
        assert not Task.objects.filter(kind__startswith="tell:").exists()
    page = signed_in(here, "senior_leader").get("/inbox/").content.decode()
    assert "Referral update: Tuesday 17 November, no entries that day" in page


def test_what_was_taken_back_is_not_counted(here: SchoolCast) -> None:
    with in_school(here.school):
        kept, wrong = concern(here, pupil=here.pupils[1].pk), concern(here)
        void(here.actor("teacher"), event=wrong.event, reason="Wrong pupil")
        assert concerns_on(TODAY) == 1
        assert kept.event.day == TODAY


def test_what_was_sent_before_the_day_closed_is_owed_by_nobody_and_told_once(here: SchoolCast) -> None:
    with in_school(here.school):
        RoomReport.objects.create(
            school=here.school,
            kind="referral_update",
            first=TODAY,
            last=TODAY,
            body={},
            told=[],
            sent_at=MOMENT,
        )
        close_due(here.school, AFTER_SCHOOL)
        assert Task.objects.get(kind="referral_update").status == "done"
        assert not Alert.objects.filter(kind="update").exists()
