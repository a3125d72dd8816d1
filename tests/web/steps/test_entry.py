"""The log entry: its draft is the trail, its author adds the words, and calls show how long help took."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.classroom import signed_in
from tests.reading_pages import shown
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
    assert again.status_code == 409
    assert "Other words" in again.content.decode()
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


@pytest.mark.covers("INF-SS-28")
def test_a_homophobic_comment_calls_a_senior_leader_at_once_and_its_reason_is_stored(hand: Hand) -> None:
    leader = signed_in(hand.school, "senior_leader")
    assert "A comment was reported" not in shown(leader.get("/inbox/").content.decode())
    status, answer, ident = hand.send("ladder_step", code="PPL-07", step=1, text="Said at the door")
    assert status == 200, answer
    with in_school(hand.school.school):
        label = policy_of(hand.school.school.pk).pack.items["PPL-07"].label
        call = Task.objects.get(kind="tell:comment_reported")
        assert (call.role, call.due_at) == ("senior_leader", NINE_FIFTEEN)
    page = " ".join(shown(leader.get("/inbox/").content.decode()).split())
    assert "A comment was reported" in page
    assert hand.pupil.display_name in page
    (kept,) = hand.events(kind="ladder_step")
    assert (str(kept.pk), kept.code, kept.payload.text) == (ident, "PPL-07", "Said at the door")
    assert label in shown(opened(hand).content.decode())


def test_the_entry_of_another_adult_does_not_exist(cast: Cast, hand: Hand) -> None:
    hand.take(4, reason="Others were hit")
    stranger = Hand(cast.next_door, role="other")
    assert stranger.client.get(f"/entries/{entry_of(hand).pk}/").status_code == 404


@pytest.mark.covers("INF-IL-3")
def test_what_the_act_asks_for_is_missing_in_words_and_the_rest_is_a_draft(hand: Hand) -> None:
    hand.send("concern", code="SAF-04")
    address = f"/entries/{entry_of(hand).pk}/"
    typed = {"words": "Out by the side gate.", "change": "Stay on the ground", "witnesses": "Mr Reed"}
    answer = hand.client.post(address, typed)
    assert answer.status_code == 422
    missing = answer.context["page"].problems
    assert set(missing) == {"before", "adults", "actions", "injury", "next"}
    assert all(words in shown(answer.content.decode()) for words in missing.values())
    draft = shown(hand.client.get(address).content.decode())
    assert "This is a draft. Still missing" in draft
    assert "What the adults did: say it, since this act asks for it." in draft
    assert "Mr Reed" in draft
    assert entry_of(hand).status == "open"
    lead = signed_in(hand.school, "pastoral_lead")
    review = shown(lead.get("/daily/2026-11-17/").content.decode())
    assert "Draft, missing: What came before, How many adults were there, What the adults did" in review
    rest = {
        "before": "magic",
        "adults": "two",
        "actions": "Walked beside",
        "injury": "nobody",
        "next": "Talk at 2",
    }
    assert set(hand.client.post(address, typed | rest).context["page"].problems) == {"before"}
    assert hand.client.post(address, typed | rest | {"before": "refused"}).status_code == 302
    assert "Something was not allowed" in shown(hand.client.get(address).content.decode())
    hand.take(4, reason="Others were hit")
    assert set(hand.client.post(f"/entries/{entry_of(hand).pk}/", {}).context["page"].problems) == {
        "words",
        "change",
    }


@pytest.mark.covers("INF-IL-14")
def test_a_fifth_step_leaves_an_entry_contact_with_the_family_and_a_conversation(hand: Hand) -> None:
    taken = hand.take(5, reason="Others were hit")
    hand.outcome(taken, "complied")
    with in_school(hand.school.school):
        linked = Task.objects.filter(event_id=taken, status="open")
        assert {"entry", "family_contact", "restorative"} <= set(linked.values_list("kind", flat=True))
        whose = set(linked.filter(kind="family_contact").values_list("role", flat=True))
    inbox = shown(hand.client.get("/inbox/").content.decode())
    assert whose == {"author"}
    assert "Tell the family about the time out" in inbox
    others = [hand.take(step, reason="Others were hit") for step in (4, 6)]
    page = signed_in(hand.school, "pastoral_lead").get("/daily/2026-11-17/").context["page"]
    assert {taken, *others} <= {str(line.id) for line in page.left}
