"""The engine's calendar of a school is built once per content."""

from __future__ import annotations

import pytest

from evenhand.apps.access.actors import system_actor
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_by_digest, calendar_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import save_bells
from tests.cast import SchoolCast, calendar


def test_the_calendar_is_the_newest_version(here: SchoolCast) -> None:
    bells = calendar().years[0].bell_sets[0]
    with in_school(here.school):
        first = calendar_of(here.school)
        actor = system_actor(here.school.pk, "set-up")
        early = type(bells)(bells.id, bells.periods[:5], bells.periods[4].end, bells.periods[3].end)
        save_bells(actor, year_id="2026-27", bell_sets=[early], bell_rules=calendar().years[0].bell_rules)
        second = calendar_of(here.school)
        assert first == calendar()
        assert second != first
        assert calendar_by_digest(here.school, first.digest) == first


def test_the_document_is_read_only_when_it_is_new(
    here: SchoolCast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with in_school(here.school):
        known = calendar_of(here.school)
        with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture's own type is private
            assert calendar_of(here.school.pk) is known


def test_a_school_without_a_calendar_says_so(here: SchoolCast) -> None:
    bare = School.objects.create(trust=here.school.trust, name="New", short_name="New", slug="new")
    with in_school(bare), pytest.raises(NoCalendar):
        calendar_of(bare)
