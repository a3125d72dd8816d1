"""What the pages of reports say, before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from evenhand.apps.support.models import ReportCard
from evenhand.apps.support.report_pages import lesson_page, list_page, report_page, start_page
from evenhand.apps.support.reporting import act
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast


@pytest.fixture(autouse=True)
def scoped(next_door: SchoolCast) -> Iterator[None]:
    with in_school(next_door.school):
        yield


def test_a_list_names_targets_and_the_day_of_the_review(next_door: SchoolCast, begun: UUID) -> None:
    (line,) = list_page(next_door.actor("pastoral_lead"))
    assert (line.id, line.label, line.targets) == (begun, "Daily report", ("Start within a minute",))
    # Five school days after Tuesday 17 November 2026.
    assert (line.review, line.late) == ("Tuesday 24 November", False)


def test_a_review_that_has_passed_stands_out(next_door: SchoolCast, begun: UUID) -> None:
    with time_machine.travel(MOMENT + timedelta(days=9), tick=False):
        assert list_page(next_door.actor("pastoral_lead"))[0].late


def test_a_lesson_shows_the_mark_that_was_given_and_what_each_mark_asks_for(
    next_door: SchoolCast, begun: UUID
) -> None:
    teacher = next_door.actor("teacher")
    act(
        teacher, event_id=uuid4(), pupil=next_door.pupil, kind="daily", choice="mark", report=begun,
        lesson=next_door.lesson, details={"mark": "partly", "comment": "Settled after a while"},
    )  # fmt: skip
    (line,) = lesson_page(teacher, next_door.lesson)
    assert line.marked == "Partly met"
    asked = {button.value: [name for name, _, _ in button.records] for button in line.buttons}
    assert asked == {"met": [], "partly": ["comment"], "not_yet": ["comment"]}


def test_the_card_has_a_cell_for_each_lesson_of_each_day_and_counts_the_marks(
    next_door: SchoolCast, begun: UUID
) -> None:
    with time_machine.travel(MOMENT + timedelta(days=2), tick=False):
        page = report_page(next_door.actor("pastoral_lead"), ReportCard.objects.get(pk=begun))
    assert [day.words for day in page.days] == ["Thursday 19 November", "Wednesday 18 November"]
    assert {len(day.cells) for day in page.days} == {5}
    assert [choice for choice, _ in page.acts] == ["review", "extend", "end"]
    assert page.tally == ()


def test_only_who_decides_is_offered_to_begin(next_door: SchoolCast) -> None:
    lead, teacher = (
        start_page(next_door.actor(role), next_door.pupil) for role in ("pastoral_lead", "teacher")
    )
    assert (
        {key for key, _ in lead.decides}
        == {"daily", "kindness", "positive"}
        == {key for key, _ in teacher.suggests}
    )
    assert lead.suggests == teacher.decides == ()
    assert lead.only == ""


def test_where_there_is_one_kind_it_is_chosen(here: SchoolCast) -> None:
    with in_school(here.school):
        assert start_page(here.actor("teacher"), here.pupil).only == "report_card"
