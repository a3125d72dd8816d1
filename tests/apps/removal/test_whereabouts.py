"""Each pupil is in exactly one place at any moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.whereabouts import away, where_is
from evenhand.apps.support.devices.services import Said, mark_in
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.apps.removal.stays import referral, time_out
from tests.cast import MOMENT, Cast, SchoolCast
from tests.incidents import happen

Clock = time_machine.Traveller


def at(hour: int, minute: int, day: int = 17) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.covers("STAR-55")
def test_lesson_expected_registered_one_state_each(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        pupil = here.pupil
        assert where_is(here.school, pupil, MOMENT - timedelta(minutes=1)).state == "lesson"
        stay = referral(here)
        moment.move_to(at(11, 37))
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        states = [where_is(here.school, pupil, at(11, minute)).state for minute in (31, 32, 36, 37, 50)]
        assert states == ["lesson", "expected", "expected", "registered", "registered"]
        listed = [item for item in away(here.school, at(11, 40)) if item.pupil == pupil]
        assert [item.state for item in listed] == ["registered"]


def test_the_lesson_says_group_and_room(here: SchoolCast) -> None:
    with in_school(here.school):
        assert where_is(here.school, here.pupil, MOMENT).place.endswith("12")
        assert where_is(here.school, here.pupil, at(12, 20)).state == "social"
        assert where_is(here.school, here.pupil, at(7, 0)).state == "outside"
        assert where_is(here.school, here.pupil, at(11, 0, day=21)).state == "outside"


@pytest.mark.covers("STAR-102")
def test_at_lunch_the_place_is_the_room(here: SchoolCast) -> None:
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
        found = where_is(here.school, here.pupil, at(12, 15))
        assert (found.state, found.place) == ("registered", "Impact Centre")


def test_after_the_late_finish_nobody_is_in_the_room_until_the_next_morning(here: SchoolCast) -> None:
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
        found = [
            bool(away(here.school, when)) for when in (at(15, 59), at(16, 0), at(7, 0, 18), at(9, 0, 18))
        ]
        assert found == [True, False, False, True]


def test_a_stay_that_ended_or_was_taken_back_is_no_place(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        moment.move_to(at(11, 50))
        services.release(actor=manager, stay=stay, reason="The family is here")
        assert [bool(away(here.school, at(11, minute))) for minute in (49, 50)] == [True, False]
        Stay.objects.filter(pk=stay.pk).update(stage="withdrawn", released_at=None)
        assert not away(here.school, at(11, 49))


def test_a_time_out_says_its_own_place(cast: Cast) -> None:
    with in_school(cast.next_door.school):
        time_out(cast.next_door)
        assert [item.place for item in away(cast.next_door.school, MOMENT)] == [
            "On the way: Parallel classroom"
        ]


@pytest.mark.covers("STAR-124")
def test_after_an_exclusion_that_ends_on_wednesday_thursday_is_in_the_room_and_friday_in_lessons(
    here: SchoolCast, moment: Clock
) -> None:
    told = {"kind": "fixed_period", "number": 1, "first_day": "2026-11-17", "last_day": "2026-11-18"}
    with in_school(here.school):
        happen(here, "principal", EventKind.CONFIRM, code="return", where=Where.OFF_SITE, details=told)
        room = Stay.objects.get()
        assert (room.placement, room.release_at) == ("removal_room_return", at(15, 0, day=19))
        assert away(here.school, at(9, 30, 18)) == []
        expected = where_is(here.school, here.pupil, at(9, 0, 19))
        assert expected.place == "On the way: Impact Centre, day of return"
        manager = here.actor("removal_manager")
        moment.move_to(at(9, 5, 19))
        services.arrive(actor=manager, stay=room)
        assert where_is(here.school, here.pupil, at(14, 0, 19)).state == "registered"
        moment.move_to(at(15, 0, 19))
        services.release(actor=manager, stay=room, reason="The day is over")
        assert where_is(here.school, here.pupil, at(9, 30, 20)).state == "lesson"


@pytest.mark.covers("INF-MP-4")
def test_who_keeps_a_device_is_on_site_with_an_adult_until_it_is_handed_in_or_the_day_is_over(
    next_door: SchoolCast, moment: Clock
) -> None:
    with in_school(next_door.school):
        office, pupil = next_door.actor("office"), next_door.pupil
        mark_in(office, pupil=pupil, said=Said("refused", "phone", adult_id=office.person))
        moment.move_to(at(13, 0))
        mark_in(office, pupil=next_door.pupils[1], said=Said("refused", "phone", adult_id=office.person))
        moment.move_to(at(13, 20))
        mark_in(office, pupil=pupil, said=Said("handed_in", "phone", slot="1"))
        when = [MOMENT - timedelta(minutes=1), MOMENT, at(13, 19), at(13, 20)]
        states = [where_is(next_door.school, pupil, one).state for one in when]
        assert states == ["lesson", "waiting", "waiting", "lesson"]
        found = where_is(next_door.school, pupil, at(12, 0))
        assert (found.place, found.since) == ("With an adult in reception, marked as on site", MOMENT)
        assert [item.pupil for item in away(next_door.school, at(13, 10))] == next_door.pupils[:2]
        assert [item.pupil for item in away(next_door.school, at(13, 30))] == [next_door.pupils[1]]
        late = [at(17, 0), at(11, 32, day=18)]
        assert [away(next_door.school, one) for one in late] == [[], []]
        assert where_is(next_door.school, next_door.pupils[1], at(17, 0)).state == "outside"
