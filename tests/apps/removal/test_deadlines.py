"""What a stay does by itself: five minutes are over, the bell is near, reading ends, somebody looks in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral, time_out
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in

Clock = time_machine.Traveller


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 17, hour, minute, tzinfo=UTC)


@pytest.mark.covers("STAR-96")
def test_at_five_minutes_the_leader_on_duty_is_told_once(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay = referral(here)
        moment.move_to(at(11, 36))
        clockwork.fire_due(here.school)
        assert not Alert.objects.exists()
        moment.move_to(at(11, 37))
        clockwork.fire_due(here.school)
        clockwork.fire_due(here.school)
        alert = Alert.objects.get(kind="arrival")
        assert (alert.subject, alert.at) == (str(stay.pk), at(11, 37))
        assert alert.user_id == here.user("duty_leader").pk


def test_who_has_arrived_is_not_missed(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        moment.move_to(at(11, 40))
        clockwork.fire_due(here.school)
        assert not Alert.objects.filter(kind="arrival").exists()


def test_an_hour_before_the_bell_whoever_owes_the_call_is_told(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
        moment.move_to(at(13, 59))
        clockwork.fire_due(here.school)
        assert not Alert.objects.filter(kind="family_pressing").exists()
        moment.move_to(at(14, 0))
        clockwork.fire_due(here.school)
        assert Alert.objects.get(kind="family_pressing").role == "pastoral_admin"


def test_a_family_told_in_time_presses_nobody(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.tell_family(actor=manager, stay=stay, who="Mrs Year", how="phone", words="")
        moment.move_to(at(15, 1))
        clockwork.fire_due(here.school)
        assert not Alert.objects.filter(kind__in=("family_pressing", "task_due")).exists()


@pytest.mark.covers("STAR-100b")
def test_a_late_stay_not_notified_by_the_bell_alerts(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        task = Task.objects.get(about=str(stay.pk), kind="family")
        moment.move_to(at(15, 0))
        clockwork.fire_due(here.school)
        rows = Alert.objects.filter(subject=str(task.pk)).order_by("pk")
        assert [(row.kind, row.role) for row in rows] == [
            ("task_due", "pastoral_admin"),
            ("task_escalated", "removal_manager"),
        ]


@pytest.mark.covers("STAR-97c")
def test_reading_ends_by_itself_after_thirty_minutes_with_its_book(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.log(actor=manager, stay=stay, kind="book", who="The Boy at the Back of the Class")
        moment.move_to(at(12, 1))
        clockwork.fire_due(here.school)
        assert not stay.stations.filter(station="reading").exists()
        moment.move_to(at(12, 5))
        clockwork.fire_due(here.school)
        assert stay.stations.get(station="reading").done_at == at(12, 2)
        assert Task.objects.get(about=str(stay.pk), kind="reading").status == "done"
        assert stay.notes.get(kind="book").who == "The Boy at the Back of the Class"


def test_reading_done_by_hand_does_not_end_again(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.finish_station(actor=manager, stay=stay, station="reading")
        moment.move_to(at(12, 5))
        clockwork.fire_due(here.school)
        assert stay.stations.get(station="reading").done_at == at(11, 32)


@pytest.mark.covers("INF-SS-24")
def test_ten_minutes_of_time_out_without_a_look_reminds_sender_and_pastoral_lead(
    cast: Cast, moment: Clock
) -> None:
    school = cast.next_door
    with in_school(school.school):
        stay = time_out(school)
        moment.move_to(at(11, 41))
        clockwork.fire_due(school.school)
        assert not Alert.objects.filter(kind="review").exists()
        moment.move_to(at(11, 42))
        clockwork.fire_due(school.school)
        told = set(Alert.objects.filter(kind="review").values_list("user_id", flat=True))
        assert told == {school.user("teacher").pk, school.user("pastoral_lead").pk}
        inbox = signed_in(school, "pastoral_lead").get("/inbox/").content.decode()
        assert "Nobody has looked in" in inbox
        assert f'href="/board/{stay.pk}/"' in inbox
        services.log(actor=school.actor("teacher"), stay=stay, kind="review")
        assert not Alert.objects.filter(kind="review", seen_at__isnull=True).exists()
        moment.move_to(at(11, 51))
        clockwork.fire_due(school.school)
        assert Alert.objects.filter(kind="review").count() == 2
        moment.move_to(at(11, 52))
        clockwork.fire_due(school.school)
        assert Alert.objects.filter(kind="review").count() == 4
        moment.move_to(at(12, 2))
        clockwork.fire_due(school.school)
        assert Alert.objects.filter(kind="review").count() == 6
        assert Alert.objects.filter(kind="review", seen_at__isnull=True).count() == 2
        services.release(actor=school.actor("teacher"), stay=stay)
        assert Stay.objects.get(pk=stay.pk).released_at == at(12, 2)
        moment.move_to(at(12, 30))
        clockwork.fire_due(school.school)
        assert Alert.objects.filter(kind="review").count() == 6
