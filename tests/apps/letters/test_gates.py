"""Each kind of gate, cleared and refused; and a task opened later that holds a message back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.letters import sending
from evenhand.apps.letters.services import clear_gate
from evenhand.apps.policy import performers
from evenhand.apps.removal.models import StayStation
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import by_mail, mail_server, parent, say, set_up
from tests.apps.removal.stays import referral
from tests.cast import Cast, SchoolCast

Clock = time_machine.Traveller


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def test_a_station_of_a_stay_clears_its_gate(school: SchoolCast) -> None:
    stay = referral(school)
    message = say(school, gate=("station", f"{stay.pk}:family"))
    sending.tick()
    message.refresh_from_db()
    assert message.status == "held"
    StayStation.objects.create(school=school.school, stay=stay, station="family")
    sending.tick()
    message.refresh_from_db()
    assert message.status == "to_print"


@pytest.mark.parametrize(
    ("decided", "status"), [("open", "held"), ("accepted", "to_print"), ("declined", "cancelled")]
)
def test_a_proposal_clears_or_cancels(school: SchoolCast, decided: str, status: str) -> None:
    row = Proposal.objects.create(
        school=school.school,
        pupil=school.pupil,
        kind="x",
        label="X",
        decider_role="principal",
        status=decided,
    )
    message = say(school, gate=("proposal", str(row.pk)))
    sending.tick()
    message.refresh_from_db()
    assert message.status == status


def test_a_gate_of_one_s_own_is_cleared_by_name(school: SchoolCast) -> None:
    message = say(school, gate=("talk", "12"))
    sending.tick()
    message.refresh_from_db()
    assert message.status == "held"
    assert clear_gate(school.actor("teacher"), kind="talk", key="13") == []
    performers.clear_gate(school.actor("teacher"), kind="talk", key="12")
    message.refresh_from_db()
    assert message.status == "to_print"


def test_a_message_waits_for_the_safeguarding_lead_also_where_the_question_comes_later(
    cast: Cast, moment: Clock
) -> None:
    alder = cast.next_door
    with mail_server() as post, by_mail(post), in_school(alder.school):
        parent(alder.pupil)
        message = say(alder, "report_started", values={"card": "Daily report", "day": "2026-11-17"})
        sending.tick()
        message.refresh_from_db()
        assert message.status == "queued"
        task = Task.objects.create(
            school=alder.school, pupil=alder.pupil, kind="dsl_decision", label="Decide", role="teacher"
        )
        moment.shift(timedelta(hours=1))
        sending.tick()
        message.refresh_from_db()
        assert (message.status, post.taken) == ("held", [])
        task.status = "done"
        task.save()
        sending.tick()
        sending.tick()
        assert len(post.taken) == 1
