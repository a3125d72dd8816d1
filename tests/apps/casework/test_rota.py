"""Duties: an empty one is announced once and in time, and a name that is put on takes the warning back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from evenhand.apps.casework import clockwork, rota
from evenhand.apps.casework.models import Alert, Deadline, OnDuty
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.calendars import NoCalendar
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.school_calendar import SchoolCalendar
from tests.cast import TODAY, Cast, SchoolCast

SUNDAY = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_planned() -> None:
    rota._planned.clear()


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 18, hour, minute, tzinfo=UTC)


def test_the_warning_is_set_once_on_a_school_day(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        with time_machine.travel(SUNDAY, tick=False):
            assert rota.plan(next_door.school) == 0
        with time_machine.travel(at(6, 0), tick=False):
            assert rota.plan(next_door.school) == 1
            assert rota.plan(next_door.school) == 0
            rota._planned.clear()
            assert rota.plan(next_door.school) == 0
        row = Deadline.objects.get(kind="duty_empty")
    assert (row.key, row.due_at) == ("entry/2026-11-18", at(8, 5))


def test_a_filled_duty_warns_nobody(next_door: SchoolCast) -> None:
    lead = next_door.actor("pastoral_lead")
    with in_school(next_door.school), time_machine.travel(at(6, 0), tick=False) as clock:
        rota.plan(next_door.school)
        first = rota.put_on(lead, day=date(2026, 11, 18), kind="entry", user_id=lead.person)
        assert rota.put_on(lead, day=date(2026, 11, 18), kind="entry", user_id=lead.person) == first
        clock.move_to(at(8, 6))
        clockwork.fire_due(next_door.school)
        assert not Alert.objects.exists()
        rota.take_off(lead, duty=first)
        assert rota.on_days([date(2026, 11, 18)]) == []


def test_a_name_that_is_put_on_takes_the_warning_back(next_door: SchoolCast) -> None:
    lead = next_door.actor("pastoral_lead")
    with in_school(next_door.school), time_machine.travel(at(8, 5), tick=False):
        rota.plan(next_door.school)
        clockwork.fire_due(next_door.school)
        assert (
            Alert.objects.get(seen_at=None).body["words"]
            == "Welcome at the building entry at 08:35: nobody is named"
        )
        rota.put_on(lead, day=date(2026, 11, 18), kind="entry", user_id=lead.person)
        assert not Alert.objects.filter(seen_at=None).exists()


def test_once_it_has_begun_nobody_is_told(next_door: SchoolCast) -> None:
    with in_school(next_door.school), time_machine.travel(at(8, 35), tick=False):
        rota.plan(next_door.school)
        clockwork.fire_due(next_door.school)
        assert not Alert.objects.exists()


def test_what_was_done_stays_and_strangers_are_refused(next_door: SchoolCast) -> None:
    lead = next_door.actor("pastoral_lead")
    with in_school(next_door.school):
        with pytest.raises(Refused, match="no such person"):
            rota.put_on(lead, day=TODAY, kind="entry", user_id=999_999)
        row = rota.put_on(lead, day=TODAY, kind="visit", period="P3", user_id=lead.person)
        rota.done(lead, duty=row, action="room.visited")
        with pytest.raises(Refused, match="was made"):
            rota.take_off(lead, duty=row)
        assert OnDuty.objects.count() == 1
        duty = policy_of(next_door.school.pk).pack.duties["entry"]
        assert rota.starts_at(next_door.school, duty, TODAY) == time(8, 35)


def test_what_fails_at_one_school_keeps_no_other_waiting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(school: School) -> SchoolCalendar:
        if school == cast.here.school:
            raise NoCalendar("none yet")
        return calendar_of(school)

    monkeypatch.setattr("evenhand.apps.casework.rota.calendar_of", broken)
    with time_machine.travel(at(6, 0), tick=False):
        rota.tick()
    with in_school(cast.next_door.school):
        assert Deadline.objects.filter(kind="duty_empty").count() == 1
