"""Completing an entry."""

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.entries import EntryRefused, complete_entry
from evenhand.apps.casework.models import Task, TaskChange
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
