"""What comes after a close and belongs before it changes no closed period: a person looks at what would have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.casework.reviewing import let_stand
from evenhand.apps.casework.task_page import review_page
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.commands import Command, Done
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.late import look, tick
from evenhand.apps.conduct.models import ClosedPeriod, Event, LateLook
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.support.reporting import act
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import MOMENT, SchoolCast
from tests.incidents import happen

FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        look(here.school)
        yield here


def praise(school: SchoolCast, pupil: int = 0, at: datetime | None = None) -> Done:
    if at is None:
        return happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3", pupil=pupil)
    command = Command(
        uuid4(), EventKind.ACHIEVEMENT, pupil or school.pupil.pk, "ACH-A3", happened_at=at,
        lesson_id=school.lesson.pk,
    )  # fmt: skip
    return record(school.actor("teacher"), commands=[command]).done[0]


def closed(school: SchoolCast, moment: time_machine.Traveller) -> None:
    close_due(school.school, FRIDAY)
    look(school.school)
    moment.move_to(MONDAY)


def awards(outcomes: list[Any]) -> set[str]:
    return {outcome[1] for outcome in outcomes if outcome[0] == "recognise"}


def digests() -> list[str]:
    """What the closes have decided."""
    parts = Event.objects.filter(kind=EventKind.CLOSE).values_list("pk", flat=True)
    return list(
        StoredDecision.objects.filter(pk__in=list(parts)).order_by("seq").values_list("digest", flat=True)
    )


def reviews() -> list[Task]:
    return list(Task.objects.filter(kind="review", about__startswith="period:").order_by("pk"))


def test_a_void_after_the_close_of_a_week_asks_a_person_to_look(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    other = school.pupils[1].pk
    entry = praise(school).event
    praise(school, other)
    praise(school, other)
    closed(school, moment)
    before = digests()
    void(school.actor("principal"), event=entry, reason="It was somebody else.")
    assert reviews() == []
    look(school.school)
    [task] = reviews()
    assert (task.about, task.pupil_id, task.role) == ("period:w:2026-11-16", school.pupil.pk, "head_of_year")
    assert (task.why["voided"], task.why["reason"]) == (str(entry.pk), "It was somebody else.")
    mine = next(item for item in task.why["differences"] if item["pupil"] == school.pupil.pk)
    assert awards(mine["was_outcomes"])
    assert awards(mine["would_outcomes"]) == set()
    assert digests() == before
    assert replay(school.school.pk).differing == ()
    look(school.school)
    assert len(reviews()) == 1


def test_a_late_entry_that_would_have_been_on_the_list_asks_a_person_to_look(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    closed(school, moment)
    entry = praise(school, at=MOMENT).event
    [found] = look(school.school)
    assert (found.close.key, [part.pupil_id for part in found.parts]) == ("w:2026-11-16", [school.pupil.pk])
    [task] = reviews()
    assert task.why["late"] is True
    [item] = task.why["differences"]
    assert item["was_outcomes"] == []
    assert awards(item["would_outcomes"])
    page = review_page(school.actor("head_of_year"), task)
    assert page.late
    assert "20 November" in page.lines[0].when
    assert page.lines[0].act.startswith(school.pupil.display_name)
    assert page.lines[0].was == "nothing"
    assert page.lines[0].would != "nothing"
    let_stand(school.actor("head_of_year"), task_id=task.pk, event_id=item["event"], reason="Given by hand.")
    task.refresh_from_db()
    assert task.status == "done"
    assert str(entry.pk) == task.why["voided"]


def test_what_makes_no_difference_to_the_close_is_nobodys_to_look_at(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    closed(school, moment)
    happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3", where=Where.OUT_OF_CLASS, place="Hall")
    assert look(school.school) == []
    late = praise(school, at=MOMENT).event
    void(school.actor("principal"), event=late, reason="It was somebody else.")
    assert look(school.school) == []
    assert reviews() == []
    assert ClosedPeriod.objects.exists()


def test_an_entry_that_moves_another_pupil_off_the_list_names_both(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    many = [pupil.pk for pupil in school.pupils if pupil.year_group == school.pupil.year_group]
    for pupil in many[1:]:
        praise(school, pupil)
        praise(school, pupil)
    closed(school, moment)
    for _ in range(3):
        praise(school, many[0], at=MOMENT)
    [found] = look(school.school)
    concerned = {part.pupil_id for part in found.parts}
    assert many[0] in concerned
    for part in found.parts:
        assert part.was.outcomes != part.would.outcomes


def test_the_first_look_begins_where_the_school_stands_and_the_worker_looks_at_every_school(
    cast: Any, moment: time_machine.Traveller
) -> None:
    here = cast.here
    with in_school(here.school):
        praise(here)
    tick()
    with in_school(here.school):
        assert LateLook.objects.get().seq == Event.objects.count()
        closed(here, moment)
        praise(here, at=MOMENT)
        praise(here, at=MOMENT)
    tick()
    with in_school(here.school):
        assert len(reviews()) == 1


def test_a_report_taken_back_asks_nobody_about_the_days_that_asked_for_its_marks(
    next_door: SchoolCast, moment: time_machine.Traveller
) -> None:
    with in_school(next_door.school):
        look(next_door.school)
        begun = act(
            next_door.actor("pastoral_lead"),
            event_id=uuid4(),
            pupil=next_door.pupil,
            kind="daily",
            choice="start",
            details={"targets": ("Start within a minute",), "reason": "Agreed with the pupil"},
        ).done[0]
        close_due(next_door.school, FRIDAY)
        assert Event.objects.filter(kind=EventKind.CLOSE, code="day").exists()
        moment.move_to(MONDAY)
        void(next_door.actor("principal"), event=begun.event, reason="Wrong pupil")
        assert look(next_door.school) == []
