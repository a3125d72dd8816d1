"""Tasks that people ask for by hand, and alerts that one person has seen."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert, Deadline
from evenhand.apps.casework.raising import mark_seen_by, open_task, raise_alert
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_a_task_by_hand_has_its_deadline_which_fires_once(here: SchoolCast) -> None:
    with in_school(here.school):
        actor = here.actor("removal_manager")
        task = open_task(
            actor, kind="work:x", label="Set work", role="teacher", owner_id=here.user("teacher").pk,
            due_at=now() - timedelta(minutes=1), pupil_id=here.pupil.pk,
        )  # fmt: skip
        assert Deadline.objects.get(kind="task_due", key=str(task.pk)).fired_at is None
        clockwork.fire_due(here.school)
        clockwork.fire_due(here.school)
        assert Alert.objects.filter(kind="task_due", subject=str(task.pk)).count() == 1


def test_one_person_sees_their_own_alert_and_no_other(here: SchoolCast) -> None:
    with in_school(here.school):
        for role in ("teacher", "tutor"):
            alert = raise_alert(school_id=here.school.pk, kind="k", subject="1", body={})
            Alert.objects.filter(pk=alert.pk).update(user=here.user(role))
        assert mark_seen_by(here.actor("teacher"), kind="k", subject="1") == 1
        assert Alert.objects.filter(seen_at__isnull=True).count() == 1
