"""The pages of one task and of one review."""

from __future__ import annotations

from evenhand.apps.casework.models import Task
from evenhand.apps.casework.services import complete, reopen
from evenhand.apps.casework.task_page import review_page, task_detail
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.incidents import arrived, referred, task_of


def test_a_task_shows_what_was_done_with_it(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
        actor = here.actor("removal_manager")
        complete(actor, task_id=task_of("reading").pk)
        reopen(actor, task_id=task_of("reading").pk, reason="Not finished")
        page = task_detail(actor, task_of("reading"))
    assert [change.words for change in page.changes] == ["Done", "Opened again"]
    assert page.changes[1].reason == "Not finished"
    assert page.changes[1].who == "Ms N. RemovalManager"
    assert page.open


def test_a_review_shows_was_and_would_have_been(here: SchoolCast) -> None:
    with in_school(here.school):
        referral = referred(here)
        warning = Event.objects.exclude(pk=referral.pk).get(kind="concern")
        void(here.actor("head_of_year"), event=warning, reason="Somebody else")
        page = review_page(here.actor("head_of_year"), Task.objects.get(kind="review"))
    [line] = page.lines
    assert line.first
    assert line.was.startswith("a referral")
    assert line.would.startswith("a warning")
    assert page.reason == "Somebody else"
