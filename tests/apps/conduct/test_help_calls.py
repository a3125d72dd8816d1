"""One tap calls for help; the first answer stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Alert
from evenhand.apps.conduct.help_calls import OLDEST, SAME_CALL, Kept, answer_help, call_help, subject_of
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast

Clock = time_machine.Traveller


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_a_call_from_a_lesson_says_where_even_when_nothing_was_typed(school: SchoolCast) -> None:
    call = call_help(school.actor("teacher"), lesson=school.lesson)
    alert = Alert.objects.get()
    assert (call.place, call.by, call.at) == ("12", school.user("teacher"), MOMENT)
    assert (alert.kind, alert.subject) == ("help", subject_of(call))
    assert alert.body["place"] == "12"
    assert alert.body["lesson"] == "8R Sci"


def test_a_typed_place_goes_before_the_room_and_may_be_long(school: SchoolCast) -> None:
    call = call_help(school.actor("teacher"), lesson=school.lesson, place="Stairs " * 20)
    assert HelpCall.objects.get(pk=call.pk).place == ("Stairs " * 20)[:80]


def test_a_second_tap_within_two_minutes_is_the_same_call(school: SchoolCast, moment: Clock) -> None:
    teacher = school.actor("teacher")
    first = call_help(teacher, lesson=school.lesson)
    moment.shift(SAME_CALL - timedelta(seconds=1))
    assert call_help(teacher, lesson=school.lesson) == first
    moment.shift(timedelta(seconds=1))
    assert call_help(teacher, lesson=school.lesson) != first
    assert Alert.objects.count() == HelpCall.objects.count() == 2


def test_another_adult_and_another_place_of_duty_are_calls_of_their_own(school: SchoolCast) -> None:
    first = call_help(school.actor("teacher"), lesson=school.lesson)
    calls = {
        first.pk,
        call_help(school.actor("teacher"), place="Yard", pupil=school.pupil).pk,
        call_help(school.actor("tutor"), lesson=school.lesson).pk,
    }
    assert len(calls) == 3
    assert call_help(school.actor("teacher"), place="Yard").pk in calls


def test_once_answered_the_next_tap_calls_again(school: SchoolCast) -> None:
    first = call_help(school.actor("teacher"), lesson=school.lesson)
    answer_help(school.actor("duty_leader"), call=first)
    assert call_help(school.actor("teacher"), lesson=school.lesson) != first


def test_the_first_answer_stands_and_closes_its_own_alert_only(school: SchoolCast, moment: Clock) -> None:
    call = call_help(school.actor("teacher"), lesson=school.lesson)
    other = call_help(school.actor("tutor"), place="Yard")
    moment.shift(timedelta(seconds=42))
    answer_help(school.actor("duty_leader"), call=call)
    moment.shift(timedelta(minutes=5))
    held = answer_help(school.actor("principal"), call=call)
    assert held.answered_by == school.user("duty_leader")
    assert held.answered_at == MOMENT + timedelta(seconds=42)
    assert AuditEntry.objects.get(action="help.answered").body == {"seconds": 42}
    seen = dict(Alert.objects.values_list("subject", "seen_at"))
    assert seen == {subject_of(call): held.answered_at, subject_of(other): None}


def test_only_a_person_calls_for_help(school: SchoolCast) -> None:
    with pytest.raises(ValueError, match="only a person"):
        call_help(system_actor(school.school.pk, "worker"), place="Yard")
    assert not HelpCall.objects.exists()


def test_a_call_that_a_device_kept_has_the_time_of_the_tap_and_is_one_call(
    school: SchoolCast, moment: Clock
) -> None:
    teacher, kept = school.actor("teacher"), Kept(uuid4(), MOMENT)
    moment.shift(timedelta(minutes=20))
    call = call_help(teacher, lesson=school.lesson, kept=kept)
    assert (call.at, call.arrived_at) == (MOMENT, MOMENT + timedelta(minutes=20))
    answer_help(school.actor("duty_leader"), call=call)
    assert call_help(teacher, lesson=school.lesson, kept=kept) == call
    assert Alert.objects.count() == HelpCall.objects.count() == 1
    assert AuditEntry.objects.get(action="help.answered").body == {"seconds": 1200}


def test_a_device_whose_clock_is_wrong_calls_neither_tomorrow_nor_last_week(school: SchoolCast) -> None:
    early = call_help(school.actor("teacher"), kept=Kept(uuid4(), MOMENT + timedelta(days=1)))
    late = call_help(school.actor("tutor"), kept=Kept(uuid4(), MOMENT - timedelta(days=9)))
    assert (early.at, early.arrived_at) == (MOMENT, None)
    assert (late.at, late.arrived_at) == (MOMENT - OLDEST, MOMENT)


def test_calls_of_one_adult_that_were_kept_hours_apart_are_two(school: SchoolCast) -> None:
    teacher = school.actor("teacher")
    for hours in (2, 1):
        call_help(teacher, lesson=school.lesson, kept=Kept(uuid4(), MOMENT - timedelta(hours=hours)))
    assert HelpCall.objects.count() == 2
