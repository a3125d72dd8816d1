"""Two writers never wait for each other, whichever pupils' heads each has to make first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

import pytest
from django.db import connection, transaction

from evenhand.apps.conduct.ink import locked
from evenhand.apps.conduct.locking import lock_heads
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.conduct.test_services import concern
from tests.cast import SchoolCast


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_for_a_head_to_be_made_holds_none_that_its_maker_wants(here: SchoolCast) -> None:
    first, second = sorted(pupil.pk for pupil in here.pupils[:2])
    school = here.school
    with in_school(school):
        PupilHead.objects.create(school=school, pupil_id=second)
    making, problems = threading.Event(), list[Exception]()

    def maker() -> None:
        with in_school(school), transaction.atomic():
            PupilHead.objects.create(school=school, pupil_id=first)
            making.set()
            wait_for_a_waiter()
            locked(school.pk, [first, second])

    def other() -> None:
        assert making.wait(10)
        with in_school(school), transaction.atomic():
            lock_heads(school.pk, [second, first])

    run_at_once(problems, maker, other)
    assert problems == []


@pytest.mark.django_db(transaction=True)
def test_first_records_of_the_same_pupils_in_opposite_orders_both_succeed(here: SchoolCast) -> None:
    pupils = [pupil.pk for pupil in here.pupils if pupil.year_group == 8]
    start, problems = threading.Barrier(2), list[Exception]()

    def write(order: list[int]) -> None:
        with in_school(here.school):
            commands = [concern(here, pupil=pupil) for pupil in order]
            start.wait(10)
            record(here.actor("teacher"), commands=commands)

    run_at_once(problems, lambda: write(pupils), lambda: write(pupils[::-1]))
    assert problems == []
    with in_school(here.school):
        assert PupilHead.objects.filter(pupil_id__in=pupils, seq__gt=0).count() == len(pupils)
        assert Event.objects.filter(pupil_id__in=pupils).count() == 2 * len(pupils)


def run_at_once(problems: list[Exception], *acts: Callable[[], None]) -> None:
    """Run each in a thread with a connection of its own; what went wrong is added to the problems."""

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as problem:  # noqa: BLE001  told to the test
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_for_a_waiter() -> None:
    """Until another transaction waits for this one; SQLite lets none begin."""
    until = monotonic() + 5
    while connection.vendor == "postgresql" and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
