"""The tasks of a conversation follow its stages, wherever they were recorded."""

from __future__ import annotations

from uuid import UUID, uuid4

from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.restorative.talking import tell
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_what_is_put_off_closes_the_duty_and_brings_the_next(next_door: SchoolCast, owed: UUID) -> None:
    with in_school(next_door.school):
        before = Task.objects.get(kind="restorative", status="open")
        done = tell(
            next_door.actor("teacher"), event_id=uuid4(), pupil_id=next_door.pupil.pk, kind="restorative",
            stage="not_ready", about=str(owed), details={"reason": "Still upset"},
        ).done[0]  # fmt: skip
        before.refresh_from_db()
        assert (before.status, before.note) == ("done", "Still upset")
        assert Task.objects.get(kind="restorative", status="open").event_id == done.event.pk


def test_passed_on_it_changes_hands_with_its_reason(next_door: SchoolCast, owed: UUID) -> None:
    lead = next_door.user("pastoral_lead")
    with in_school(next_door.school):
        tell(
            next_door.actor("teacher"), event_id=uuid4(), pupil_id=next_door.pupil.pk, kind="restorative",
            stage="reassigned", about=str(owed), details={"reason": "A fresh face", "owner": str(lead.pk)},
        )  # fmt: skip
        task = Task.objects.get(kind="restorative", status="open")
        assert task.owner_id == lead.pk
        assert TaskChange.objects.get(task=task, change="reassigned").reason == "A fresh face"
