"""Somebody away: who stands in sees and is told of what they owe, once, and it goes back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from evenhand.apps.access import roads
from evenhand.apps.access.models import Away
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework import alerting
from evenhand.apps.casework.absence import come_back, mark_away, marked
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.clockwork import fire_due
from evenhand.apps.casework.models import Alert, Deadline, Task
from evenhand.apps.casework.selectors import covered_tasks, open_tasks, open_things
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def owed(school: SchoolCast, role: str = "", owner: str = "", **more: Any) -> Task:
    """A task with a deadline within the hour."""
    task = Task.objects.create(
        school=school.school,
        kind="chase",
        label="Ring the bus company",
        role=role,
        owner=school.user(owner) if owner else None,
        due_at=MOMENT + timedelta(hours=1),
        **more,
    )
    Deadline.objects.create(
        school=school.school,
        kind="task_due",
        key=str(task.pk),
        due_at=MOMENT + timedelta(hours=1),
        body={"task": task.pk},
    )
    return task


def away(school: SchoolCast, who: str, stand_in: str = "", last: date = TOMORROW) -> Away:
    """That person marked away from today by the pastoral lead."""
    return mark_away(
        school.actor("pastoral_lead"),
        user_id=school.user(who).pk,
        first=TODAY,
        last=last,
        stand_in_id=school.user(stand_in).pk if stand_in else None,
    )


def sees(school: SchoolCast, role: str) -> set[int]:
    """What stands in that person's inbox, and the number beside it says so."""
    actor = school.actor(role)
    found = {task.pk for task in open_tasks(actor)} | set(covered_tasks(actor))
    assert open_things(actor) == len(found)
    for pk in found:
        assert roads.task(actor, pk).pk == pk
    return found


def test_open_and_new_tasks_go_to_the_stand_in_and_back_after_the_last_day(school: SchoolCast) -> None:
    old = owed(school, owner="tutor", role="tutor")
    assert sees(school, "teacher") == set()
    away(school, "tutor", "teacher")
    new = owed(school, role="tutor")
    assert sees(school, "teacher") == {old.pk, new.pk}
    assert sees(school, "tutor") == {old.pk, new.pk}
    with time_machine.travel(MOMENT + timedelta(days=2), tick=False):
        assert sees(school, "teacher") == set()


def test_without_a_stand_in_those_of_the_role_see_what_the_person_owes(school: SchoolCast) -> None:
    named, free = owed(school, owner="tutor", role="teacher"), owed(school, owner="tutor")
    away(school, "tutor")
    assert sees(school, "teacher") == {named.pk}
    assert sees(school, "senior_leader") == {free.pk}
    assert sees(school, "office") == set()


def test_safeguarding_stays_with_those_who_hold_it(school: SchoolCast) -> None:
    owed(school, owner="safeguarding_lead", role="safeguarding_lead")
    owed(school, role="safeguarding_lead")
    away(school, "safeguarding_lead", "teacher")
    assert sees(school, "teacher") == set()


def test_who_comes_back_early_owes_alone_again(school: SchoolCast) -> None:
    owed(school, owner="tutor", role="tutor")
    row = away(school, "tutor", "teacher")
    with pytest.raises(Unchanged, match="Ask a leader"):
        come_back(school.actor("office"), away_id=row.pk)
    come_back(school.actor("tutor"), away_id=row.pk)
    assert sees(school, "teacher") == set()
    with pytest.raises(Unchanged, match="ended already"):
        come_back(school.actor("tutor"), away_id=row.pk)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"staff.away", "staff.back"}


def test_the_stand_in_is_told_once_that_they_stand_in_and_once_of_what_is_late(school: SchoolCast) -> None:
    task = owed(school, owner="tutor", role="tutor")
    away(school, "tutor", "pastoral_lead")
    away(school, "head_of_year", "pastoral_lead")
    assert Alert.objects.filter(kind="stand_in", user=school.user("pastoral_lead")).count() == 2
    for _ in range(2):
        fire_due(school.school, MOMENT + timedelta(hours=2))
    told = Alert.objects.filter(subject=str(task.pk), kind__in=("task_due", "task_escalated"))
    # The head of year, next up, is away as well, so that the pastoral lead is both and hears of it once.
    assert [(row.kind, row.user_id) for row in told] == [("task_due", school.user("pastoral_lead").pk)]


def test_a_post_whose_only_holder_is_away_is_passed_over_while_a_later_one_is_here(
    school: SchoolCast,
) -> None:
    assert alerting.next_up(school.school, "tutor", TODAY) == "head_of_year"
    away(school, "head_of_year")
    assert alerting.next_up(school.school, "tutor", TODAY) == "pastoral_lead"


def test_a_role_is_told_by_the_stand_in_of_its_only_holder(school: SchoolCast) -> None:
    away(school, "removal_manager", "tutor")
    made = alerting.tell(school.school, kind="x", subject="1", role="removal_manager", moment=MOMENT, body={})
    assert (made.user_id, made.body["told"]) == (school.user("tutor").pk, "Ms N. Tutor")


@pytest.mark.parametrize(
    ("by", "who", "stand_in", "first", "last", "words"),
    [
        ("teacher", "tutor", None, TODAY, TODAY, "mark yourself"),
        ("tutor", "tutor", "tutor", TODAY, TODAY, "somebody else"),
        ("tutor", "tutor", None, TOMORROW, TODAY, "in that order"),
        ("tutor", "tutor", None, TODAY - timedelta(2), TODAY - timedelta(1), "not past"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    school: SchoolCast, by: str, who: str, stand_in: str | None, first: date, last: date, words: str
) -> None:
    with pytest.raises(Unchanged, match=words):
        mark_away(
            school.actor(by),
            user_id=school.user(who).pk,
            first=first,
            last=last,
            stand_in_id=school.user(stand_in).pk if stand_in else None,
        )
    assert not Away.objects.exists()


def test_the_same_day_is_not_marked_twice(school: SchoolCast) -> None:
    away(school, "tutor", "teacher")
    with pytest.raises(Unchanged, match="already"):
        away(school, "tutor", last=TODAY)
    assert len(marked(school.actor("teacher"))) == 1
    assert marked(school.actor("office")) == []
