"""A correction raises a review of what would have been different; a person lets each stand or undoes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.reviewing import let_stand, undo_consequence
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import SchoolCast
from tests.incidents import arrived, concern, happen


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def taken_back(school: SchoolCast) -> tuple[Event, Event, Task]:
    """A warning and a referral in one lesson; the warning is taken back."""
    warning, referral = concern(school).event, concern(school).event
    void(school.actor("head_of_year"), event=warning, reason="It was somebody else.")
    return warning, referral, Task.objects.get(kind="review")


def test_what_would_have_been_different_is_in_the_review(school: SchoolCast) -> None:
    warning, referral, task = taken_back(school)
    assert (task.role, task.status, task.about) == ("head_of_year", "open", str(warning.pk))
    assert task.why["reason"] == "It was somebody else."
    [item] = task.why["differences"]
    assert item["event"] == str(referral.pk)
    assert (item["was"], item["would"]) == (["in_class/referral"], ["in_class/warning"])
    assert Stay.objects.get().stage == "expected"


def test_no_review_where_nothing_would_have_been_different(school: SchoolCast) -> None:
    warning = concern(school).event
    happen(school, "teacher", EventKind.CONCERN, code="DIS-04", pupil=school.pupils[1].pk)
    void(school.actor("teacher"), event=warning, reason="Mis-tap")
    assert not Task.objects.filter(kind="review").exists()


def test_undone_the_act_is_recorded_as_it_would_have_been(school: SchoolCast) -> None:
    _, referral, task = taken_back(school)
    undo_consequence(
        school.actor("head_of_year"), task_id=task.pk, event_id=str(referral.pk), reason="Not fair."
    )
    assert Stay.objects.get().stage == "withdrawn"
    anew = Event.objects.filter(kind=EventKind.CONCERN).order_by("-seq")[0]
    assert anew.on_behalf_of_id == school.user("teacher").pk
    assert anew.happened_at == referral.happened_at
    assert sum(LedgerEntry.objects.values_list("value", flat=True)) == 1
    task.refresh_from_db()
    assert task.status == "done"
    assert Task.objects.filter(kind="review").count() == 1
    assert AuditEntry.objects.filter(action="task.review_undone").count() == 1


def test_left_to_stand_nothing_changes_but_the_record(school: SchoolCast) -> None:
    _, referral, task = taken_back(school)
    actor = school.actor("head_of_year")
    with pytest.raises(Unchanged, match="reason"):
        let_stand(actor, task_id=task.pk, event_id=str(referral.pk), reason="")
    events = Event.objects.count()
    let_stand(actor, task_id=task.pk, event_id=str(referral.pk), reason="The second act alone deserved it.")
    assert Event.objects.count() == events
    task.refresh_from_db()
    assert task.status == "done"
    assert task.why["differences"][0]["answer"]["did"] == "stands"
    with pytest.raises(Unchanged):
        let_stand(actor, task_id=task.pk, event_id=str(referral.pk), reason="Again")


def test_what_went_with_another_entry_cannot_be_undone_by_itself(school: SchoolCast) -> None:
    arrived(school)
    warning = Event.objects.filter(kind=EventKind.CONCERN).order_by("seq")[0]
    void(school.actor("head_of_year"), event=warning, reason="It was somebody else.")
    task = Task.objects.get(kind="review")
    followed = next(item for item in task.why["differences"] if item["kind"] == "arrival")
    assert not followed["undoable"]
    with pytest.raises(Unchanged, match="another entry"):
        undo_consequence(
            school.actor("head_of_year"), task_id=task.pk, event_id=followed["event"], reason="Undo it"
        )
