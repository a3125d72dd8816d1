"""The log entry: its draft is the trail, its author adds the words, and calls show how long help took."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.web.steps.flow import NINE_FIFTEEN, Hand


def entry_of(hand: Hand) -> Task:
    with in_school(hand.school.school):
        return Task.objects.filter(kind="entry", pupil=hand.pupil).latest("pk")


def opened(hand: Hand) -> Any:
    return hand.client.get(f"/entries/{entry_of(hand).pk}/")


@pytest.mark.covers("INF-SS-18")
def test_the_draft_holds_the_steps_in_order_before_anything_is_typed(hand: Hand) -> None:
    hand.take(1, option="nudge")
    hand.through(4)
    page = opened(hand).context["page"]
    assert [line.label for line in page.lines] == [
        "Redirection", "Redirection", "Caution", "Reminder", "Consequence",
    ]  # fmt: skip
    assert "A nudge" in page.lines[0].facts
    assert "To change: Hand up first" in page.lines[4].facts
    assert "Put it right" in page.lines[4].facts
    assert {line.by for line in page.lines} == {"Nia Teacher"}
    assert page.change == "Hand up first"


@pytest.mark.covers("INF-SS-33")
def test_without_what_has_to_change_the_entry_is_not_complete_and_nothing_typed_is_lost(hand: Hand) -> None:
    hand.take(4, reason="Others were hit")
    address = f"/entries/{entry_of(hand).pk}/"
    answer = hand.client.post(address, {"words": "A chair fell.", "change": " "})
    assert answer.status_code == 422
    assert "A chair fell." in answer.content.decode()
    assert entry_of(hand).status == "open"
    status, said, _ = hand.send("ladder_step", step=4, consequence="put_right", reason="x")
    assert (status, said["problems"][0]["field"]) == (422, "change")
    assert hand.client.post(address, {"words": "A chair fell.", "change": "Feet down"}).status_code == 302
    assert entry_of(hand).status == "done"
    again = hand.client.post(address, {"words": "Other words", "change": "Other"})
    assert again.status_code == 422
    assert "A chair fell." in entry_of(hand).note


def test_the_entry_is_its_authors_by_half_past_four(hand: Hand) -> None:
    hand.take(4, reason="Others were hit")
    task = entry_of(hand)
    assert task.owner_id == hand.school.user("teacher").pk
    assert task.due_at is not None
    assert task.due_at - NINE_FIFTEEN == timedelta(hours=7, minutes=15)
    assert "Your words by 16:30" in opened(hand).content.decode()


@pytest.mark.covers("INF-SS-29")
def test_the_time_from_the_call_to_the_adults_arrival_is_shown(
    hand: Hand, moment: time_machine.Traveller
) -> None:
    step = hand.take(5, reason="Others were hit")
    for minutes, stage in ((1, "called"), (2, "acknowledged"), (5, "arrived")):
        moment.move_to(NINE_FIFTEEN + timedelta(minutes=minutes))
        hand.send("call", code="radio", about=step, stage=stage, responder="Ms N. PastoralLead")
    facts = opened(hand).context["page"].lines[0].facts
    assert facts[-1] == (
        "Called 09:16 by Nia Teacher, answered 09:17, here 09:20 (Ms N. PastoralLead): response 4 minutes"
    )


def test_the_entry_of_another_adult_does_not_exist(cast: Cast, hand: Hand) -> None:
    hand.take(4, reason="Others were hit")
    stranger = Hand(cast.next_door, role="other")
    assert stranger.client.get(f"/entries/{entry_of(hand).pk}/").status_code == 404
