"""Lessons are made from timetable, cycle and bells, once, and stay as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from evenhand.apps.access.actors import system_actor
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.occurrences import around, ensure_day, planned
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import Slot, save_timetable
from evenhand.engine.school_calendar import CalendarEnds
from tests.cast import TODAY, SchoolCast


def test_a_lesson_has_the_times_of_its_bells(here: SchoolCast) -> None:
    assert here.lesson.starts == datetime(2026, 11, 17, 11, 10, tzinfo=UTC)
    assert here.lesson.ends == datetime(2026, 11, 17, 12, 10, tzinfo=UTC)
    assert here.lesson.room == "12"


def test_a_bell_before_the_clocks_change_rings_at_the_same_local_time(here: SchoolCast) -> None:
    with in_school(here.school):
        lessons = ensure_day(here.school, date(2026, 9, 15))
    assert calendar_day(lessons) == ["07:55", "10:10", "11:50", "12:55"]


def calendar_day(lessons: list[LessonOccurrence]) -> list[str]:
    return [f"{lesson.starts.astimezone(UTC):%H:%M}" for lesson in lessons]


def test_the_halves_of_a_double_share_a_scope_and_other_lessons_do_not(here: SchoolCast) -> None:
    lessons = here.lessons
    assert lessons["P4"].scope_key == lessons["P5"].scope_key
    assert len({lesson.scope_key for lesson in lessons.values()}) == 3


def test_a_school_may_keep_the_halves_apart(here: SchoolCast) -> None:
    with in_school(here.school):
        made = planned(here.school, calendar_of(here.school), TODAY, doubles=False)
    assert len({lesson.scope_key for lesson in made}) == 4


def test_asking_again_makes_nothing_new(here: SchoolCast) -> None:
    with in_school(here.school):
        again = ensure_day(here.school, TODAY)
        assert {lesson.pk for lesson in again} == {lesson.pk for lesson in here.lessons.values()}
        assert LessonOccurrence.objects.filter(day=TODAY).count() == 4


def test_a_later_timetable_does_not_move_a_lesson_that_was_held(here: SchoolCast) -> None:
    with in_school(here.school):
        actor = system_actor(here.school.pk, "set-up")
        save_timetable(actor, slots=[Slot(here.groups[9].pk, "A2", "P1")], valid_from=date(2026, 9, 1))
        assert {lesson.period for lesson in ensure_day(here.school, TODAY)} == {"P1", "P3", "P4", "P5"}


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2026, 11, 21), date(2026, 10, 28)])
def test_a_day_without_school_has_no_lessons(here: SchoolCast, day: date) -> None:
    with in_school(here.school):
        assert ensure_day(here.school, day) == []


def test_a_day_outside_the_calendar_is_not_guessed_at(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(CalendarEnds):
        ensure_day(here.school, date(2028, 1, 10))


def test_around_an_instant_are_an_adults_own_lessons_and_those_that_run(here: SchoolCast) -> None:
    staff = here.actor("teacher").staff_id
    at = datetime(2026, 11, 17, 12, 50, tzinfo=UTC)
    with in_school(here.school):
        assert around(here.school, TODAY, None, at) == [here.lessons["P4"]]
        assert [one.period for one in around(here.school, TODAY, staff, at)] == ["P1", "P3", "P4", "P5"]
        assert around(here.school, TODAY, None, datetime(2026, 11, 17, 16, tzinfo=UTC)) == []


def test_around_an_instant_the_lessons_of_a_new_day_are_made(here: SchoolCast) -> None:
    at = datetime(2026, 9, 15, 8, tzinfo=UTC)
    with in_school(here.school):
        assert [one.period for one in around(here.school, at.date(), None, at)] == ["P1"]
        assert LessonOccurrence.objects.filter(day=at.date()).count() == 4
