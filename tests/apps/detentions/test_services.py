"""Registers, no-shows, other times: what adults say, and what the policy makes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.attendance.services import Said, mark
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.detentions import services
from evenhand.apps.detentions.models import OwedTime, RegisterAnswer, SentRegister
from evenhand.apps.detentions.services import Answered, Taken, take_register
from evenhand.apps.letters.models import Message, Status
from evenhand.apps.letters.services import WAITING
from evenhand.apps.removal import services as removal
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local
from evenhand.engine.values import EventKind
from tests.apps.detentions.detained import AFTER, END, director, everybody_late, homework, late
from tests.apps.removal.stays import referral
from tests.cast import TODAY, SchoolCast

WEDNESDAY = date(2026, 11, 18)


def take(
    cast: SchoolCast, answers: dict[OwedTime, str], *, by: str = "head_of_year", reason: str = ""
) -> Taken:
    with time_machine.travel(END, tick=False):
        given = {row.pk: Answered(said, reason) for row, said in answers.items()}
        return take_register(cast.actor(by), kind="late_detention", day=TODAY, slot=AFTER, answers=given)


def points(owed: OwedTime) -> list[int]:
    rows = LedgerEntry.objects.filter(pupil=owed.pupil, ledger="behaviour")
    return list(rows.order_by("seq", "pk").values_list("value", flat=True))


def test_who_came_has_served(here: SchoolCast) -> None:
    owed = late(here)
    taken = take(here, {owed: "attended"})
    owed.refresh_from_db()
    assert (owed.stage, taken.settled, taken.left) == ("served", 1, 0)
    assert points(owed) == [2]


@pytest.mark.covers("STAR-147b", "STAR-147d")
def test_a_no_show_is_placed_for_the_next_day_and_posts_three(here: SchoolCast) -> None:
    owed = late(here)
    take(here, {owed: "missed"})
    owed.refresh_from_db()
    assert (owed.stage, points(owed)) == ("missed", [2, 3])
    stay = Stay.objects.get()
    assert stay.release_at is not None
    until = local(here.school, stay.release_at)
    assert (until.day, f"{until.time:%H:%M}") == (WEDNESDAY, "16:00")


def test_a_no_show_waits_for_the_post_that_confirms_it(here: SchoolCast) -> None:
    owed = late(here)
    taken = take(here, {owed: "missed"}, by="removal_manager")
    assert (taken.settled, taken.to_confirm, points(owed)) == (0, 1, [2])
    with time_machine.travel(END, tick=False):
        services.confirm_no_show(here.actor("head_of_year"), owed=owed, said="missed")
    assert points(owed) == [2, 3]


def test_an_absence_with_leave_is_no_miss(here: SchoolCast) -> None:
    owed = late(here)
    with time_machine.travel(datetime(2026, 11, 17, 13, 0, tzinfo=UTC), tick=False):
        mark(here.actor("office"), said=[Said(owed.pupil_id, TODAY, "pm", "I")])
    take(here, {owed: "missed"}, by="removal_manager")
    owed.refresh_from_db()
    assert (owed.stage, points(owed)) == ("excused", [2])
    outcome = Event.objects.get(kind=EventKind.OWED_OUTCOME)
    assert (outcome.details["outcome"], outcome.details["absence"]) == ("missed", "authorised")
    assert outcome.payload.words == {"reason": "I: Ill"}


def test_leave_given_by_an_adult_needs_a_reason(here: SchoolCast) -> None:
    owed = late(here)
    with pytest.raises(Refused, match="say who gave leave"):
        take(here, {owed: "excused"})
    take(here, {owed: "excused"}, reason="Dentist, Ms Okonjo agreed")
    owed.refresh_from_db()
    assert (owed.stage, points(owed)) == ("excused", [2])


def test_who_was_in_the_removal_room_has_served(here: SchoolCast) -> None:
    owed = late(here)
    stay = referral(here)
    removal.arrive(actor=here.actor("removal_manager"), stay=stay)
    take(here, {owed: "missed"})
    owed.refresh_from_db()
    assert owed.stage == "served"


@pytest.mark.covers("STAR-147c")
def test_a_complete_register_is_sent_once(here: SchoolCast) -> None:
    rows = everybody_late(here)
    first = take(here, {rows[0]: "attended"})
    assert (first.sent, first.left) == (None, 5)
    rest = dict.fromkeys(rows[1:5], "attended") | {rows[5]: "missed"}
    sent = take(here, rest).sent
    assert sent is not None
    assert sent.counts == {"attended": 5, "missed": 1, "excused": 0}
    assert sent.role == "removal_manager"
    alert = Alert.objects.get(kind="detention_register_sent")
    assert alert.user_id == here.memberships["removal_manager"].user_id
    assert "5 came, 1 did not" in alert.body["words"]
    take(here, {rows[5]: "missed"})
    assert SentRegister.objects.count() == 1


def test_saying_it_twice_settles_it_once(here: SchoolCast) -> None:
    owed = late(here)
    take(here, {owed: "missed"})
    again = take(here, {owed: "missed"})
    assert (again.settled, points(owed)) == (0, [2, 3])
    assert RegisterAnswer.objects.count() == 1


def test_a_late_detention_is_moved_by_its_leader_with_a_reason(here: SchoolCast) -> None:
    owed = late(here)
    told = Message.objects.get(template="late_detention")
    with pytest.raises(Refused, match="reason"):
        services.move(here.actor("head_of_year"), owed=owed, day=WEDNESDAY, slot="", reason=" ")
    services.move(here.actor("head_of_year"), owed=owed, day=WEDNESDAY, slot="", reason="The bus home")
    owed.refresh_from_db()
    assert (owed.stage, owed.day, owed.slot) == ("set", WEDNESDAY, "2026-11-18/after")
    assert owed.starts_at == datetime(2026, 11, 18, 15, 5, tzinfo=UTC)
    told.refresh_from_db()
    assert told.status == Status.CANCELLED
    moved = Message.objects.get(template="late_detention_moved")
    assert (moved.event_id, moved.status in WAITING) == (owed.set_by, True)
    assert points(owed) == [2]


def test_another_leader_does_not_move_it(here: SchoolCast) -> None:
    owed = late(here)
    with pytest.raises(Refused, match="Only a head of year"):
        services.move(here.actor("removal_manager"), owed=owed, day=WEDNESDAY, slot="", reason="The bus home")


@pytest.mark.covers("STAR-151a")
def test_a_homework_detention_waits_until_a_director_chooses_its_time(here: SchoolCast) -> None:
    assert homework(here) is None
    task = Task.objects.get(kind="homework_slot")
    with pytest.raises(Refused):
        services.choose(director(here), task=task, kind="homework_detention", day=WEDNESDAY, slot="")
    services.choose(director(here), task=task, kind="homework_detention", day=WEDNESDAY, slot="lunch")
    owed = OwedTime.objects.get()
    assert (owed.kind, owed.day, owed.slot) == ("homework_detention", WEDNESDAY, "2026-11-18/lunch")
    task.refresh_from_db()
    assert task.status == "done"


def test_a_homework_detention_moves_to_another_slot(here: SchoolCast) -> None:
    owed = homework(here, detention_day="2026-11-18", detention_slot="after_school")
    assert owed is not None
    services.move(director(here), owed=owed, day=WEDNESDAY + timedelta(days=1), slot="lunch", reason="Choir")
    owed.refresh_from_db()
    assert (owed.stage, owed.slot) == ("set", "2026-11-19/lunch")
    assert not Task.objects.filter(kind="homework_slot", status="open").exists()


@pytest.mark.covers("STAR-152")
def test_a_missed_homework_detention_posts_three_and_places_the_next_day(here: SchoolCast) -> None:
    owed = homework(here, detention_day=TODAY.isoformat(), detention_slot="after_school")
    assert owed is not None
    director(here)
    with time_machine.travel(END, tick=False):
        answers = {owed.pk: Answered("missed")}
        take_register(
            here.actor("subject_lead"), kind="homework_detention", day=TODAY, slot=AFTER, answers=answers
        )
    assert points(owed) == [2, 3]
    stay = Stay.objects.get()
    assert stay.release_at is not None
    assert local(here.school, stay.release_at).day == WEDNESDAY


def test_an_excused_homework_detention_waits_for_another_time(here: SchoolCast) -> None:
    owed = homework(here, detention_day=TODAY.isoformat(), detention_slot="after_school")
    assert owed is not None
    with time_machine.travel(END, tick=False):
        answers = {owed.pk: Answered("excused", "At the dentist")}
        take_register(director(here), kind="homework_detention", day=TODAY, slot=AFTER, answers=answers)
        task = Task.objects.get(kind="homework_slot", status="open")
        services.choose(director(here), task=task, kind="homework_detention", day=WEDNESDAY, slot="lunch")
    owed.refresh_from_db()
    assert (owed.stage, owed.slot) == ("set", "2026-11-18/lunch")


def test_a_detention_let_go_leaves_its_points(here: SchoolCast) -> None:
    owed = late(here)
    services.waive(here.actor("head_of_year"), owed=owed, reason="The bus broke down")
    owed.refresh_from_db()
    assert (owed.stage, points(owed)) == ("waived", [2])
