"""The start page: the lesson that runs or comes next, cover, and the ways that are open to this person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.access.actors import actor_of, system_actor
from evenhand.apps.conduct.starting import now_page
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast, add_person

Clock = time_machine.Traveller


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_the_lesson_that_runs_comes_first_and_the_next_one_is_known(school: SchoolCast) -> None:
    page = now_page(school.actor("teacher"))
    assert page.current is not None
    assert page.upcoming is not None
    assert (page.heading, page.words) == ("8R Sci", "Now, 11:10 to 12:10 · 12")
    assert (page.current.id, page.current.now) == (school.lesson.pk, True)
    assert page.upcoming.id == school.lessons["P4"].pk
    assert [row.id for row in page.today] == [school.lessons[key].pk for key in ("P1", "P3", "P4", "P5")]
    assert {row.who for row in page.today} == {""}


def test_the_bell_ends_one_lesson_and_begins_none_before_its_time(school: SchoolCast, moment: Clock) -> None:
    moment.move_to(MOMENT.replace(hour=12, minute=10))
    page = now_page(school.actor("teacher"))
    assert page.current is None
    assert (page.heading, page.words) == ("Next: 8R Sci", "12:50 to 13:55 · 12")
    moment.move_to(MOMENT.replace(hour=15, minute=0))
    page = now_page(school.actor("teacher"))
    assert (page.current, page.upcoming) == (None, None)
    assert page.heading == "No more lessons today"
    assert len(page.today) == 4


@pytest.mark.parametrize("days", [4, 365 * 3])
def test_without_lessons_the_page_says_so_even_beyond_the_calendar(
    school: SchoolCast, moment: Clock, days: int
) -> None:
    moment.shift(timedelta(days=days))
    page = now_page(school.actor("teacher"))
    assert (page.heading, page.today) == ("Today", ())


def test_who_covers_is_shown_the_other_lessons_that_run_with_their_teacher(
    school: SchoolCast, moment: Clock
) -> None:
    page = now_page(school.actor("senior_leader"))
    assert page.cover
    assert [(row.id, row.who) for row in page.others] == [(school.lesson.pk, "Ms N. Teacher")]
    assert now_page(school.actor("teacher")).others == ()
    moment.move_to(MOMENT.replace(hour=11, minute=0))
    assert now_page(school.actor("senior_leader")).others == ()


def test_cover_for_one_year_group_is_of_that_year_group(school: SchoolCast) -> None:
    shown = {}
    for year in (8, 9):
        found = actor_of(add_person(school.school, f"head{year}", [("subject_lead", year)]).pk)
        assert found is not None
        shown[year] = len(now_page(found[0]).others)
    assert shown == {8: 1, 9: 0}


def test_only_ways_that_are_open_are_shown(school: SchoolCast) -> None:
    ways = {
        role: {way.url for way in now_page(school.actor(role)).ways}
        for role in ("teacher", "governor", "administrator", "duty_leader")
    }
    assert "/setup/" in ways["administrator"] - ways["teacher"]
    assert "/requests/" in ways["duty_leader"] - ways["teacher"]
    assert "/me/" in ways["teacher"] - ways["governor"]
    assert "/find/" not in ways["governor"]


def test_lessons_that_nobody_is_down_for_are_not_those_of_somebody_without_a_staff_row(
    school: SchoolCast,
) -> None:
    for lesson in school.lessons.values():
        lesson.staff = None
        lesson.save()
    assert now_page(system_actor(school.school.pk, "worker")).today == ()
