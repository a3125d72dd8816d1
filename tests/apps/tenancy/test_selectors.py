"""What a teacher teaches today and now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.selectors import lesson_now, lessons_around, lessons_on, today
from tests.cast import MOMENT, TODAY, SchoolCast


def test_today_is_the_local_date(here: SchoolCast, moment: time_machine.Traveller) -> None:
    moment.move_to(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert today(here.school) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("hour", "minute", "period"),
    [(11, 9, None), (11, 10, "P3"), (12, 9, "P3"), (12, 10, None), (12, 50, "P4"), (15, 0, None)],
)
def test_the_lesson_that_runs_now(
    here: SchoolCast, moment: time_machine.Traveller, hour: int, minute: int, period: str | None
) -> None:
    moment.move_to(datetime(2026, 11, 17, hour, minute, tzinfo=UTC))
    with in_school(here.school):
        found = lesson_now(here.actor("teacher"))
    assert (found.period if found else None) == period


def test_somebody_else_has_no_lesson_now(here: SchoolCast) -> None:
    with in_school(here.school):
        assert lesson_now(here.actor("other")) is None
        assert lessons_around(here.actor("teacher"), MOMENT) == lessons_on(here.school, TODAY)
        assert lessons_around(here.actor("other"), MOMENT) == [here.lesson]


def test_outside_the_calendar_there_are_no_lessons(here: SchoolCast) -> None:
    bare = School.objects.create(trust=here.school.trust, name="New", short_name="New", slug="new")
    with in_school(here.school):
        assert lessons_on(here.school, date(2030, 1, 1)) == []
    with in_school(bare):
        assert lessons_on(bare, TODAY) == []
    worker = replace(here.actor("teacher"), school_id=bare.pk)
    with in_school(bare):
        assert lessons_around(worker, MOMENT) == []
