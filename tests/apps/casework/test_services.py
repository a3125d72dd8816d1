"""Tasks are done once, put off and passed on with a reason, and opened again; each leaves its trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.models import Deadline, Task, TaskChange
from evenhand.apps.casework.services import complete, defer, reassign, reopen
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.models import StayStation
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast
from tests.incidents import arrived, happen, task_of


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_done_closes_once_and_records_the_station(school: SchoolCast) -> None:
    referral = arrived(school)
    task = task_of("family")
    complete(school.actor("office"), task_id=task.pk, note="Spoke to Mrs Bello.", note_needed=True)
    station = Event.objects.get(kind=EventKind.STATION)
    assert (station.about, station.code) == (str(referral.pk), "family")
    assert station.recorded_by_id == school.user("office").pk
    assert StayStation.objects.filter(
        stay_id=referral.pk, station="family", note="Spoke to Mrs Bello."
    ).exists()
    with pytest.raises(Unchanged, match="done already"):
        complete(school.actor("office"), task_id=task.pk, note="Again")
    assert Event.objects.filter(kind=EventKind.STATION).count() == 1
    assert TaskChange.objects.filter(task=task, change="done").count() == 1
    task.refresh_from_db()
    assert (task.status, task.note) == ("done", "Spoke to Mrs Bello.")
    assert Deadline.objects.get(kind="task_due", key=str(task.pk)).fired_at is not None


@pytest.mark.covers("STAR-XCc")
def test_every_write_is_in_the_chain_with_who_and_when(school: SchoolCast) -> None:
    arrived(school)
    task = task_of("reading")
    actor = school.actor("removal_manager")
    complete(actor, task_id=task.pk)
    reopen(actor, task_id=task.pk)
    defer(actor, task_id=task.pk, until=now() + timedelta(hours=1), reason="A fire drill")
    reassign(actor, task_id=task.pk, user_id=school.user("tutor").pk, reason="On cover")
    told = AuditEntry.objects.filter(subject=f"task:{task.pk}").order_by("seq")
    assert [entry.action for entry in told] == [
        "task.done",
        "task.reopened",
        "task.deferred",
        "task.reassigned",
    ]
    assert {entry.actor_id for entry in told} == {actor.user_id}
    assert all(entry.at == now() for entry in told)
    events = {f"event:{pk}" for pk in Event.objects.values_list("pk", flat=True)}
    assert events <= set(AuditEntry.objects.values_list("subject", flat=True))


def test_a_note_is_asked_for_where_one_is_needed(school: SchoolCast) -> None:
    arrived(school)
    task = task_of("family")
    with pytest.raises(Unchanged, match="what was said"):
        complete(school.actor("office"), task_id=task.pk, note="  ", note_needed=True)
    task.refresh_from_db()
    assert task.status == "open"
    assert not Event.objects.filter(kind=EventKind.STATION).exists()


def test_opened_again_the_station_is_still_to_be_done(school: SchoolCast) -> None:
    referral = arrived(school)
    task = task_of("reading")
    complete(school.actor("removal_manager"), task_id=task.pk)
    reopen(school.actor("removal_manager"), task_id=task.pk)
    assert not StayStation.objects.filter(stay_id=referral.pk, station="reading").exists()
    task.refresh_from_db()
    assert (task.status, task.closed_at) == ("open", None)
    complete(school.actor("removal_manager"), task_id=task.pk)
    assert StayStation.objects.filter(stay_id=referral.pk, station="reading").count() == 1


def test_a_station_done_on_the_board_is_no_longer_owed(school: SchoolCast) -> None:
    referral = arrived(school)
    happen(
        school,
        "removal_manager",
        EventKind.STATION,
        code="reading",
        about=str(referral.pk),
        where=Where.PLACEMENT,
    )
    assert task_of("reading").status == "done"
    assert task_of("reflection").status == "open"


@pytest.mark.covers("STAR-101b")
def test_registration_asks_the_referrer_for_the_conversation(school: SchoolCast) -> None:
    arrived(school)
    task = task_of("repair")
    assert task.owner_id == school.user("teacher").pk
    assert task.gate
    assert task.due_at is not None
    reminder = Deadline.objects.get(kind="task_due", key=str(task.pk))
    assert reminder.due_at == task.due_at


def test_putting_off_needs_a_reason_and_a_time_to_come(school: SchoolCast) -> None:
    arrived(school)
    actor, task = school.actor("removal_manager"), task_of("reading")
    with pytest.raises(Unchanged, match="reason"):
        defer(actor, task_id=task.pk, until=now() + timedelta(hours=1), reason=" ")
    with pytest.raises(Unchanged, match="still to come"):
        defer(actor, task_id=task.pk, until=now() - timedelta(hours=1), reason="Later")
    until = now() + timedelta(hours=1)
    assert defer(actor, task_id=task.pk, until=until, reason="Later").due_at == until
    assert Deadline.objects.get(kind="task_due", key=str(task.pk)).due_at == until


def test_what_a_pupil_waits_for_cannot_be_put_off(school: SchoolCast) -> None:
    arrived(school)
    task = task_of("repair")
    assert task.due_at is not None
    with pytest.raises(Unchanged, match="waits"):
        defer(
            school.actor("teacher"),
            task_id=task.pk,
            until=task.due_at + timedelta(days=1),
            reason="I am away",
        )


def test_nobody_of_another_school_is_given_a_task(school: SchoolCast, next_door: SchoolCast) -> None:
    arrived(school)
    task = task_of("reading")
    with pytest.raises(Unchanged, match="no such person"):
        reassign(
            school.actor("removal_manager"),
            task_id=task.pk,
            user_id=next_door.user("teacher").pk,
            reason="On cover",
        )
    assert Task.objects.get(pk=task.pk).owner_id is None
