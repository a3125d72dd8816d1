"""A stamped call closes its task at the time of the call, and alerts those whom the pack names and nobody else."""

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework.models import Alert, Proposal, Task
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.web.steps.flow import NINE_FIFTEEN, Hand


@pytest.fixture
def hand(cast: Cast, moment: time_machine.Traveller) -> Hand:
    moment.move_to(NINE_FIFTEEN)
    return Hand(cast.next_door)


@pytest.mark.covers("INF-SS-21")
def test_a_call_is_stamped_with_the_time_at_which_it_was_made(
    hand: Hand, moment: time_machine.Traveller
) -> None:
    step = hand.take(5, reason="x")
    called = NINE_FIFTEEN + timedelta(minutes=1)
    moment.move_to(NINE_FIFTEEN + timedelta(minutes=20))
    hand.send("call", code="radio", about=step, stage="called", happened_at=called.isoformat())
    with in_school(hand.school.school):
        task = Task.objects.get(kind="radio")
    assert (task.status, task.closed_at) == ("done", called)


@pytest.mark.covers("INF-SS-27")
def test_support_is_asked_of_the_pastoral_team_and_not_of_senior_leaders(hand: Hand) -> None:
    step = hand.take(5, reason="x")
    hand.send("call", code="radio", about=step, stage="called")
    with in_school(hand.school.school):
        assert [alert.role for alert in Alert.objects.all()] == ["pastoral_lead"]
        assert not Task.objects.filter(role="senior_leader").exists()


@pytest.mark.covers("INF-SS-23")
def test_after_a_refusal_a_second_call_is_owed_and_a_senior_leader_only_offered(hand: Hand) -> None:
    step = hand.take(5, reason="x")
    hand.send("call", code="radio", about=step, stage="called")
    status, answer, _ = hand.send("ladder_step", about=step, outcome="refused")
    assert (status, answer["problems"][0]["field"]) == (422, "escort")
    hand.outcome(step, "refused", escort="Ms Lowe")
    with in_school(hand.school.school):
        assert Task.objects.get(kind="second_call").status == "open"
        offer = Proposal.objects.get(kind="call_senior_leader")
        assert (offer.status, offer.decider_role) == ("open", "pastoral_lead")
        assert not Alert.objects.filter(role="senior_leader").exists()
    hand.send("call", code="second_call", about=step, stage="called")
    with in_school(hand.school.school):
        assert Task.objects.get(kind="second_call").status == "done"
        assert Alert.objects.filter(role="pastoral_lead").count() == 2
    assert "offered to the Pastoral Lead. Nobody has been called." in hand.page(step="5")


@pytest.mark.covers("INF-SS-26")
def test_one_open_conversation_stands_for_the_incident(hand: Hand) -> None:
    hand.through(5)
    with in_school(hand.school.school):
        task = Task.objects.get(kind="restorative", status="open")
    assert task.owner_id == hand.school.user("teacher").pk


@pytest.mark.covers("INF-SS-5")
def test_a_note_of_the_first_step_owes_nothing_and_opens_no_entry(hand: Hand) -> None:
    hand.take(1, option="gentle_reminder")
    with in_school(hand.school.school):
        assert not Task.objects.exists()
        assert not Proposal.objects.exists()
