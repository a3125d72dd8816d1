"""Each member of staff is told once on a school morning what is due; whoever owes nothing hears nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.casework import digest
from evenhand.apps.casework.absence import mark_away
from evenhand.apps.casework.digest import tell_morning, words_of
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import signed_in

MORNING = datetime(2026, 11, 17, 7, 45, tzinfo=UTC)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def owed(school: SchoolCast, due: datetime, role: str = "tutor", **more: object) -> None:
    """A task of that role by that time."""
    Task.objects.create(school=school.school, kind="x", label="Ring the bus", role=role, due_at=due, **more)


def told() -> dict[int | None, str]:
    """What each person is told and has not seen."""
    rows = Alert.objects.filter(kind="digest", seen_at__isnull=True)
    return {row.user_id: row.body["label"] for row in rows}


def test_late_today_and_tomorrow_are_counted_for_whoever_owes_them_and_nobody_else(
    school: SchoolCast,
) -> None:
    for hours in (-2, 3, 5, 30, 24 * 5):
        owed(school, MORNING + timedelta(hours=hours))
    owed(school, MORNING, status="done")
    assert tell_morning(school.school, MORNING) == 1
    assert told() == {
        school.user("tutor").pk: "1 past its time, 2 due today, 1 on the next school day",
    }
    assert tell_morning(school.school, MORNING + timedelta(hours=1)) == 0
    assert Alert.objects.filter(kind="digest").count() == 1
    page = signed_in(school, "tutor").get("/inbox/").content.decode()
    assert "This morning: 1 past its time, 2 due today" in page


@pytest.mark.parametrize(
    ("moment", "many"),
    [
        (MORNING - timedelta(minutes=1), 0),
        (MORNING, 1),
        (datetime(2026, 11, 17, 14, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 17, 15, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), 0),
        (datetime(2026, 11, 27, 9, tzinfo=UTC), 0),
    ],
)
def test_from_its_hour_to_the_closing_bell_of_a_school_day(
    school: SchoolCast, moment: datetime, many: int
) -> None:
    owed(school, MORNING)
    assert tell_morning(school.school, moment) == many


def test_the_next_morning_takes_the_place_of_one_that_nobody_looked_at(school: SchoolCast) -> None:
    owed(school, MORNING + timedelta(hours=3))
    tell_morning(school.school, MORNING)
    tell_morning(school.school, MORNING + timedelta(days=1))
    assert told() == {school.user("tutor").pk: "1 past its time"}


def test_the_stand_in_is_told_for_somebody_away_who_is_left_alone(school: SchoolCast) -> None:
    owed(school, MORNING + timedelta(hours=6))
    mark_away(
        school.actor("tutor"),
        user_id=school.user("tutor").pk,
        first=TODAY,
        last=TODAY,
        stand_in_id=school.user("teacher").pk,
    )
    tell_morning(school.school, MORNING)
    assert told() == {school.user("teacher").pk: "1 due today"}


def test_one_round_of_the_worker_tells_each_school(here: SchoolCast) -> None:
    with in_school(here.school):
        owed(here, MOMENT + timedelta(hours=1))
    with time_machine.travel(MOMENT, tick=False):
        digest.tick()
        digest.tick()
    with in_school(here.school):
        assert Alert.objects.filter(kind="digest").count() == 1


def test_nothing_owed_is_nothing_said() -> None:
    assert words_of(Counter()) == ""
    assert words_of(Counter(late=2)) == "2 past their time"
