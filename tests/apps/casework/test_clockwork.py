"""Deadlines fire once, in order, at their own school, and are caught up after an outage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connections

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert, Deadline
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import MOMENT, Cast, SchoolCast, build_cast

Clock = time_machine.Traveller
TEN_SECONDS = timedelta(seconds=10)


def test_nothing_fires_before_its_time_and_then_once(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        referral(here)
    moment.shift(timedelta(minutes=5) - timedelta(seconds=1))
    clockwork.tick()
    with in_school(here.school):
        assert not Alert.objects.exists()
    moment.shift(timedelta(seconds=1))
    clockwork.tick()
    clockwork.tick()
    with in_school(here.school):
        assert Alert.objects.filter(kind="arrival").count() == 1


def test_a_round_stays_within_each_school(cast: Cast, moment: Clock) -> None:
    with in_school(cast.here.school):
        referral(cast.here)
    moment.shift(timedelta(minutes=6))
    clockwork.tick()
    with in_school(cast.next_door.school):
        assert not Alert.objects.exists()
        assert not AuditEntry.objects.filter(action="deadline.arrival").exists()


def test_what_came_due_in_an_outage_is_caught_up_in_order(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        first = referral(here, number=0)
        moment.shift(timedelta(minutes=1))
        second = referral(here, number=1)
        moment.shift(timedelta(hours=2))
        assert clockwork.fire_due(here.school) == 2
        alerts = Alert.objects.filter(kind="arrival").order_by("pk")
        assert [alert.subject for alert in alerts] == [str(first.pk), str(second.pk)]
        assert {alert.at for alert in alerts} == {MOMENT + timedelta(hours=2, minutes=1)}


def test_what_fails_stays_unfired_and_holds_up_no_other(
    here: SchoolCast, moment: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_school(here.school):
        Deadline.objects.create(school=here.school, kind="task_due", key="0", due_at=MOMENT, body={})
        referral(here)
        moment.shift(timedelta(minutes=6))
        assert clockwork.fire_due(here.school) == 1
        assert Alert.objects.filter(kind="arrival").exists()
        assert Deadline.objects.get(key="0").fired_at is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fire_one_twice(transactional_db: Any, moment: Clock) -> None:
    here = build_cast().here
    with in_school(here.school):
        for number in range(3):
            referral(here, number=number)
    moment.shift(timedelta(minutes=6))
    due, barrier = datetime.now(UTC), Barrier(2)

    def work() -> int:
        try:
            with in_school(here.school):
                school = School.objects.get(pk=here.school.pk)
                rows = list(Deadline.objects.filter(fired_at__isnull=True, due_at__lte=due))
                barrier.wait(timeout=20)
                return sum(clockwork.fire(school, row, due) for row in rows)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        fired = [future.result() for future in [pool.submit(work) for _ in range(2)]]
    with in_school(here.school):
        assert sum(fired) == 3
        assert Alert.objects.filter(kind="arrival").count() == 3
