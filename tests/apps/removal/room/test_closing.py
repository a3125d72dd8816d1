"""The end of the room's day: once, in order, and for a day on which nothing happened as well."""

from __future__ import annotations

import pytest

from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.policy import selectors
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.removal.models import RoomReport
from evenhand.apps.removal.room import closing
from evenhand.apps.removal.room.closing import close_room_days
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.apps.removal.room.test_views import page
from tests.apps.removal.test_views import client_of
from tests.cast import TODAY, Cast, SchoolCast


@pytest.mark.covers("STAR-93i")
def test_a_day_on_which_nothing_happened_has_its_update_for_senior_leaders(
    here: SchoolCast, moment: Clock
) -> None:
    at(moment, 16, 1)
    closing.tick()
    closing.tick()
    with in_school(here.school):
        assert list(RoomReport.objects.values_list("kind", "last")) == [("referral_update", TODAY)]
    inbox = page(client_of(here, "senior_leader"), "/inbox/")
    assert inbox.count("<b>The day’s referrals") == 1


@pytest.mark.covers("STAR-93j")
def test_on_friday_the_weeks_pack_goes_as_well(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 16, 1, day=20)
    with in_school(here.school):
        close_room_days(here.school)
        pack = RoomReport.objects.get(kind="referral_pack")
        asked = set(Task.objects.filter(status="open", role="removal_manager").values_list("kind", flat=True))
    assert (f"{pack.first:%A}", f"{pack.last:%A}") == ("Monday", "Friday")
    assert {"staff_daily", "staff_briefing"} <= asked


def test_what_a_person_sent_before_is_not_sent_or_asked_for_again(here: SchoolCast, moment: Clock) -> None:
    client = client_of(here)
    client.post("/board/reports/referral_update/")
    client.post("/board/reports/staff_daily/")
    at(moment, 16, 1)
    with in_school(here.school):
        close_room_days(here.school)
        assert RoomReport.objects.count() == 2
        assert not Task.objects.filter(kind="staff_daily").exists()


def test_a_report_that_was_asked_for_is_done_once_it_is_sent(here: SchoolCast, moment: Clock) -> None:
    at(moment, 16, 1)
    with in_school(here.school):
        close_room_days(here.school)
    client_of(here).post("/board/reports/staff_daily/")
    with in_school(here.school):
        assert Task.objects.get(kind="staff_daily").status == "done"


def test_a_school_may_ask_a_person_to_send_it(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        SettingChange.objects.create(
            school=here.school, key="room.update_sends", value=False, since=TODAY, reason="Read first"
        )
        selectors.forget(here.school.pk)
        at(moment, 16, 1)
        close_room_days(here.school)
        assert not RoomReport.objects.exists()
        assert Task.objects.filter(kind="referral_update", role="removal_manager").count() == 1


@pytest.mark.covers("STAR-93p")
def test_what_is_not_written_down_is_told_at_the_end_of_the_day(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 16, 1)
    with in_school(here.school):
        close_room_days(here.school)
        words = Alert.objects.get(kind="room_day", role="removal_manager").body["words"]
    assert "things of today are not written down" in words
    assert words in page(client_of(here), "/inbox/")
    assert "Family told: not written down" in page(client_of(here))


def test_days_that_were_missed_are_caught_up_in_order(here: SchoolCast, moment: Clock) -> None:
    at(moment, 16, 1, day=16)
    with in_school(here.school):
        close_room_days(here.school)
        at(moment, 12, 0, day=19)
        assert [day.day for day in close_room_days(here.school)] == [17, 18]


def test_before_the_end_and_without_a_room_nothing_happens(cast: Cast, moment: Clock) -> None:
    at(moment, 15, 59)
    with in_school(cast.here.school):
        assert close_room_days(cast.here.school) == []
    at(moment, 16, 1)
    with in_school(cast.next_door.school):
        assert close_room_days(cast.next_door.school) == []
