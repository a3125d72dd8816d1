"""Completing an entry."""

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework import clockwork
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.entries import EntryRefused, complete_entry
from evenhand.apps.casework.models import Alert, Task, TaskChange
from evenhand.apps.casework.services import complete, reopen
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.web.steps.flow import Hand


def test_an_entry_is_completed_once_and_leaves_its_mark_in_the_chain(cast: Cast) -> None:
    hand = Hand(cast.next_door, period="P3")
    hand.take(4, reason="x")
    actor = hand.school.actor("teacher")
    with in_school(hand.school.school):
        task = Task.objects.get(kind="entry")
        with pytest.raises(EntryRefused) as refused:
            complete_entry(actor=actor, task_id=task.pk, words="", change="")
        assert set(refused.value.problems) == {"words", "change"}
        complete_entry(actor=actor, task_id=task.pk, words="A chair fell.", change="Feet down")
        with pytest.raises(EntryRefused):
            complete_entry(actor=actor, task_id=task.pk, words="Again", change="Again")
        assert [row.change for row in TaskChange.objects.filter(task=task)] == ["done"]
        assert AuditEntry.objects.filter(action="entry.complete").count() == 1


@pytest.mark.covers("INF-SS-17")
def test_an_entry_left_open_reminds_its_author_and_then_the_pastoral_lead(
    cast: Cast, moment: time_machine.Traveller
) -> None:
    hand = Hand(cast.next_door, period="P3")
    hand.take(4, reason="x")
    school = hand.school.school
    with in_school(school):
        entry = Task.objects.get(kind="entry")
        assert entry.owner_id == hand.school.actor("teacher").user_id
        assert entry.due_at is not None
        moment.move_to(entry.due_at - timedelta(minutes=1))
        clockwork.fire_due(school)
        assert not Alert.objects.filter(subject=str(entry.pk)).exists()
        moment.move_to(entry.due_at + timedelta(minutes=1))
        clockwork.fire_due(school)
        clockwork.fire_due(school)
        told = Alert.objects.filter(subject=str(entry.pk)).order_by("pk")
        assert [(alert.kind, alert.role) for alert in told] == [
            ("task_due", "author"),
            ("task_escalated", "pastoral_lead"),
        ]
        assert told[0].user_id == entry.owner_id


def test_an_entry_leads_to_its_own_form_and_is_never_just_done(cast: Cast) -> None:
    hand = Hand(cast.next_door, period="P3")
    hand.take(4, reason="x")
    actor = hand.school.actor("teacher")
    with in_school(hand.school.school):
        task = Task.objects.get(kind="entry")
        with pytest.raises(Unchanged, match="what needs to change"):
            complete(actor, task_id=task.pk, note="Something happened")
    inbox = hand.client.get("/inbox/").content.decode()
    assert f'href="/entries/{task.pk}/"' in inbox
    assert f"/inbox/{task.pk}/done/" not in inbox
    page = hand.client.get(f"/inbox/{task.pk}/").content.decode()
    assert f'href="/entries/{task.pk}/"' in page
    assert f"/inbox/{task.pk}/done/" not in page
    assert f"/inbox/{task.pk}/defer/" in page
    assert hand.client.post(f"/inbox/{task.pk}/done/", {"note": "x"}).status_code == 422
    with in_school(hand.school.school):
        assert Task.objects.get(pk=task.pk).status == "open"


def test_a_complete_entry_is_not_opened_again(cast: Cast) -> None:
    hand = Hand(cast.next_door, period="P3")
    hand.take(4, reason="x")
    actor = hand.school.actor("teacher")
    with in_school(hand.school.school):
        task = Task.objects.get(kind="entry")
        complete_entry(actor=actor, task_id=task.pk, words="A chair fell.", change="Feet down")
        with pytest.raises(Unchanged, match="Corrections are added"):
            reopen(actor, task_id=task.pk)
    assert f"/inbox/{task.pk}/undo/" not in hand.client.get("/inbox/").content.decode()
    page = hand.client.get(f"/inbox/{task.pk}/").content.decode()
    assert "Read it" in page
    assert f"/inbox/{task.pk}/reassign/" not in page
