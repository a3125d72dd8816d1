"""Stays are opened and moved by what was decided, also where one batch holds several parts of one stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from evenhand.apps.casework.models import Deadline
from evenhand.apps.conduct.commands import Command, Refused
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.apps.removal.stays import referral, time_out
from tests.cast import MOMENT, Cast, SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def stations(stay: Stay) -> list[str]:
    return sorted(stay.stations.values_list("station", flat=True))


def part(stay_id: UUID, cast: SchoolCast, kind: EventKind, code: str = "") -> Command:
    return Command(uuid4(), kind, cast.pupil.pk, code, where=Where.PLACEMENT, about=str(stay_id))


def test_a_referral_opens_one_stay_with_a_timer_for_the_arrival(school: SchoolCast) -> None:
    stay = referral(school)
    assert (stay.stage, stay.opened_at, stay.arrived_at) == ("expected", MOMENT, None)
    timer = Deadline.objects.get(kind="arrival")
    assert (timer.key, timer.due_at) == (str(stay.pk), stay.arrive_by)
    assert not Deadline.objects.filter(kind="review").exists()
    assert Stay.objects.count() == 1


def test_arrival_and_stations_in_one_batch_stand_each_once(school: SchoolCast) -> None:
    stay = referral(school)
    record(
        school.actor("removal_manager"),
        commands=[
            part(stay.pk, school, EventKind.ARRIVAL),
            part(stay.pk, school, EventKind.STATION, "reading"),
        ],
    )
    assert stations(stay) == ["reading", "register"]
    assert Stay.objects.get().stage == "here"


def test_a_station_that_was_done_before_keeps_its_first_time(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    stay, manager = referral(school), school.actor("removal_manager")
    services.arrive(actor=manager, stay=stay)
    services.finish_station(actor=manager, stay=stay, station="reading", note="A book")
    moment.shift(timedelta(minutes=9))
    with pytest.raises(Refused, match="done already"):
        record(manager, commands=[part(stay.pk, school, EventKind.STATION, "reading")])
    row = stay.stations.get(station="reading")
    assert (row.done_at, row.note) == (MOMENT, "A book")


def test_a_station_taken_back_is_still_to_be_done_and_the_others_stand(school: SchoolCast) -> None:
    stay, manager = referral(school), school.actor("removal_manager")
    services.arrive(actor=manager, stay=stay)
    done = services.finish_station(actor=manager, stay=stay, station="reading")
    void(school.actor("head_of_year"), event=done.event, reason="Mis-tap")
    assert stations(stay) == ["register"]
    assert Stay.objects.get().stage == "here"
    services.finish_station(actor=manager, stay=stay, station="reading")
    assert stations(stay) == ["reading", "register"]


def test_a_referral_taken_back_withdraws_its_stay_and_no_other(school: SchoolCast) -> None:
    kept, taken = referral(school), referral(school, number=1)
    event = Event.objects.get(pk=taken.pk)
    void(school.actor("head_of_year"), event=event, reason="Somebody else")
    stages = dict(Stay.objects.values_list("pk", "stage"))
    assert stages == {kept.pk: "expected", taken.pk: "withdrawn"}


def test_time_out_is_opened_with_where_to_and_the_next_look_in(cast: Cast) -> None:
    school = cast.next_door
    with in_school(school.school):
        stay = time_out(school)
        assert stay.destination
        look = Deadline.objects.get(kind="review")
        assert look.due_at == MOMENT + timedelta(minutes=10)
        assert look.body == {"stay": str(stay.pk)}
