"""Messages from decisions, and what a void takes back or owes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.letters import sending
from evenhand.apps.letters.models import Message
from evenhand.apps.policy.performers import Performed, Work, perform
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.decisions import Decision, Reason, Tell
from evenhand.engine.values import EventKind
from tests.apps.letters.post import by_mail, mail_server, parent, set_up, text_of
from tests.apps.removal.stays import concern
from tests.cast import MOMENT, SchoolCast

Clock = time_machine.Traveller


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def late(school: SchoolCast) -> Event:
    """A late mark in the gate: the policy sets a detention today and tells the family."""
    command = Command(
        event_id=uuid4(),
        kind=EventKind.LATE,
        pupil_id=school.pupil.pk,
        code="OTH-01",
        place="Main gate",
        details={"minutes": 12},
    )
    return record(school.actor("head_of_year"), commands=[command]).done[0].event


def test_a_late_mark_tells_the_family_of_the_detention_the_same_day(
    school: SchoolCast, moment: Clock
) -> None:
    with mail_server() as post, by_mail(post):
        late(school)
        message = Message.objects.get(template="late_detention")
        assert message.due_at is not None
        assert message.due_at.date() == MOMENT.date()
        moment.shift(timedelta(seconds=30))
        sending.tick()
        (mail,) = post.taken
        text = text_of(mail)
        assert "There is a detention on Tuesday 17 November 2026 from 15:05 to 15:35." in text
        assert "¶146" in text


def test_without_a_way_the_family_is_called_the_same_day(school: SchoolCast) -> None:
    late(school)
    message = Message.objects.get(template="late_detention")
    call = Task.objects.get(about=f"message:{message.pk}")
    assert (message.status, call.role, call.due_at) == ("to_phone", "office", message.due_at)


def test_a_void_within_the_half_minute_means_nobody_hears_of_it(school: SchoolCast, moment: Clock) -> None:
    with mail_server() as post, by_mail(post):
        event = late(school)
        moment.shift(timedelta(seconds=20))
        void(school.actor("head_of_year"), event=event, reason="Somebody else")
        moment.shift(timedelta(hours=1))
        sending.tick()
        assert post.taken == []
    assert Message.objects.get().status == "cancelled"
    assert not Task.objects.filter(kind="tell:correction").exists()


def test_a_void_after_the_message_has_gone_owes_the_family_a_correction(
    school: SchoolCast, moment: Clock
) -> None:
    with mail_server() as post, by_mail(post):
        event = late(school)
        moment.shift(timedelta(minutes=1))
        sending.tick()
        assert len(post.taken) == 1
        void(school.actor("head_of_year"), event=event, reason="Somebody else")
    task = Task.objects.get(kind="tell:correction")
    assert (task.status, task.pupil) == ("open", school.pupil)


def test_a_void_of_a_call_that_is_not_made_closes_it(school: SchoolCast) -> None:
    event = late(school)
    void(school.actor("head_of_year"), event=event, reason="Somebody else")
    assert Message.objects.get().status == "cancelled"
    assert Task.objects.get(kind="tell:late_detention").status == "void"


def test_staff_are_told_by_a_task_of_theirs_without_the_content(school: SchoolCast) -> None:
    event = concern(school).event
    outcome = Tell("safeguarding_lead", "alert", "disclosure", None, Reason(("111",), "test"))
    work = Work(school.school, policy_of(school.school.pk), None, MOMENT)
    work.by_kind["tell"] = [Performed(event, Decision((outcome,)), outcome)]
    perform(work)
    assert not Message.objects.exists()
    task = Task.objects.get(kind="tell:disclosure")
    assert task.role == "safeguarding_lead"
    assert task.label == "Something was disclosed"
