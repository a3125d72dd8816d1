"""Quiet hours and school days, by the school's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from evenhand.apps.letters.habits import Habits, habits_of, may_go_at
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def habits(start: int = 19, end: int = 7, *, school_days: bool = False) -> Habits:
    return Habits(time(start), time(end), school_days, timedelta(0), False, False)


def test_the_defaults_of_the_pack(here: SchoolCast) -> None:
    with in_school(here.school):
        found = habits_of(policy_of(here.school.pk).on(TODAY))
    assert found == Habits(time(19), time(7), False, timedelta(minutes=10), False, False)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (at(17, 18, 59), at(17, 18, 59)),
        (at(17, 19), at(18, 7)),
        (at(18, 3), at(18, 7)),
        (at(18, 7), at(18, 7)),
        (at(20, 12), at(20, 12)),
    ],
)
def test_nothing_goes_in_the_evening_and_the_night(
    here: SchoolCast, moment: datetime, goes: datetime
) -> None:
    with in_school(here.school):
        assert may_go_at(here.school, habits(), moment) == goes


def test_quiet_hours_within_one_day(here: SchoolCast) -> None:
    with in_school(here.school):
        assert may_go_at(here.school, habits(9, 15), at(17, 11)) == at(17, 15)
        assert may_go_at(here.school, habits(9, 15), at(17, 16)) == at(17, 16)


def test_on_school_days_only_friday_evening_waits_for_monday(here: SchoolCast) -> None:
    with in_school(here.school):
        assert may_go_at(here.school, habits(school_days=True), at(20, 20)) == at(23, 7)
        assert may_go_at(here.school, habits(school_days=True), at(21, 12)) == at(23, 7)
        assert may_go_at(here.school, habits(school_days=True), at(23, 12)) == at(23, 12)


def test_the_clock_is_the_school_s_also_in_summer(here: SchoolCast) -> None:
    summer = datetime(2026, 9, 15, 18, 30, tzinfo=UTC)  # half past seven there
    with in_school(here.school):
        assert may_go_at(here.school, habits(), summer) == datetime(2026, 9, 16, 6, 0, tzinfo=UTC)
