"""A round goes to every school in its own scope, and one school's failure is only its own."""

from __future__ import annotations

import logging

import pytest

from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import NoPolicy
from evenhand.apps.tenancy.calendars import NoCalendar
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import current_school_id
from tests.cast import Cast


def test_each_school_is_visited_in_its_own_scope(cast: Cast) -> None:
    seen: list[tuple[int, int | None]] = []
    each_school(lambda school: seen.append((school.pk, current_school_id())), "a look")
    assert seen == [(pk, pk) for pk in sorted(one.school.pk for one in (cast.here, cast.next_door))]


def test_what_fails_at_the_first_school_is_logged_and_the_next_is_visited(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = sorted(one.school.pk for one in (cast.here, cast.next_door))
    seen: list[int] = []

    def act(school: School) -> None:
        seen.append(school.pk)
        if school.pk == first:
            raise RuntimeError("the disk is full")

    each_school(act, "a look")
    assert seen == [first, second]
    (line,) = caplog.records
    assert line.getMessage() == f"a look of school {first} failed"
    assert line.exc_info is not None


@pytest.mark.parametrize("lacks", [NoPolicy, NoCalendar])
def test_a_school_that_is_not_set_up_is_passed_in_silence(
    cast: Cast, caplog: pytest.LogCaptureFixture, lacks: type[Exception]
) -> None:
    def act(_school: School) -> None:
        raise lacks

    with caplog.at_level(logging.DEBUG, logger="evenhand.apps.policy.rounds"):
        each_school(act, "a look")
    assert caplog.records == []
