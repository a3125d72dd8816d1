"""A message that is not gone by its time is somebody's to know, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.letters import lateness, sending
from evenhand.apps.letters.models import Delivery, Message
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.apps.letters.post import by_mail, free_port, mail_server, parent, set_up
from tests.cast import MOMENT, SchoolCast

Clock = time_machine.Traveller
# The late detention starts five past three.
START = MOMENT.replace(hour=15, minute=5)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        parent(here.pupil)
        yield here


def late(school: SchoolCast) -> None:
    command = Command(
        event_id=uuid4(), kind=EventKind.LATE, pupil_id=school.pupil.pk, code="OTH-01", place="Main gate"
    )
    record(school.actor("head_of_year"), commands=[command])


def rounds() -> None:
    clockwork.tick()
    sending.tick()


@pytest.mark.covers("STAR-146")
def test_a_detention_of_which_the_family_is_not_told_before_its_start_raises_an_alert(
    school: SchoolCast, moment: Clock
) -> None:
    with set_up():
        late(school)
        moment.move_to(START - timedelta(seconds=1))
        rounds()
        assert not Alert.objects.exists()
        moment.move_to(START)
        rounds()
        rounds()
    assert Alert.objects.filter(kind="task_due", role="office").count() == 1


@pytest.mark.covers("STAR-146")
def test_a_message_that_did_not_get_out_by_then_raises_an_alert_too(
    school: SchoolCast, moment: Clock
) -> None:
    with set_up(smtp_host="127.0.0.1", smtp_port=free_port()):
        late(school)
        for minutes in range(0, 200, 20):
            moment.move_to(MOMENT + timedelta(minutes=minutes))
            rounds()
        assert Message.objects.get().status == "failed"
        assert not Alert.objects.filter(kind="message_late").exists()
        moment.move_to(START)
        rounds()
        rounds()
    alert = Alert.objects.get(kind="message_late", role="office")
    assert school.pupil.display_name in alert.body["label"]


def test_the_outbox_says_who_was_told_by_the_title_that_the_school_uses(
    school: SchoolCast, moment: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lateness, "next_up", lambda *_: "senior_leader")
    with set_up(smtp_host="127.0.0.1", smtp_port=free_port()):
        late(school)
        Message.objects.update(status="failed", due_at=START)
        lateness.alert_late(school.school, START)
    title = title_of(policy_of(school.school.pk).pack, "senior_leader")
    assert Delivery.objects.get(change=lateness.OVERDUE).answer == f"{title} told"
    assert "_" not in title


@pytest.mark.covers("STAR-146")
def test_a_family_that_was_told_raises_none(school: SchoolCast, moment: Clock) -> None:
    with mail_server() as post, by_mail(post):
        late(school)
        moment.move_to(START - timedelta(hours=1))
        rounds()
        assert len(post.taken) == 1
        moment.move_to(START + timedelta(hours=1))
        rounds()
    assert not Alert.objects.filter(kind="message_late").exists()
