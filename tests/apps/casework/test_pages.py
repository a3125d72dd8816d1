"""The inbox groups what is owed by when it is due."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.casework.models import Task
from evenhand.apps.casework.pages import inbox_page, task_why
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.incidents import arrived, task_of

DUE = {
    "late": timedelta(minutes=-5),
    "bell": timedelta(hours=2),
    "today": timedelta(hours=6),
    "week": timedelta(days=2),
    "later": timedelta(days=9),
    "open": None,
}


def test_each_time_has_its_group_in_order(here: SchoolCast) -> None:
    with in_school(here.school):
        for key, due in DUE.items():
            Task.objects.create(
                school=here.school, pupil=here.pupil, kind="x", label=key, role="teacher",
                opened_at=MOMENT, due_at=MOMENT + due if due is not None else None,
            )  # fmt: skip
        page = inbox_page(here.actor("teacher"))
    assert [group.key for group in page.groups] == list(DUE)
    assert [group.cards[0].title for group in page.groups] == [f"{key}: Amara Year8" for key in DUE]
    assert [group.title for group in page.groups][1] == "Before the bell, 15:00"
    assert [card.late for group in page.groups for card in group.cards] == [True, *[False] * 5]
    assert page.summary == "Six things to do, one past its time."


def test_the_reason_of_a_task_names_paragraph_and_figure(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
        reason = task_why(policy_of(here.school.pk).pack, task_of("reading"))
    assert reason is not None
    assert reason.quotes[0].cite == "97"
    assert any(row.label == "Figure" and "minutes" in row.value for row in reason.rows)
