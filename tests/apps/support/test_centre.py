"""Sessions in the centre: by those who run it, once for each time, taken back on the chain, and where the pupil is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.removal.whereabouts import away, where_is
from evenhand.apps.support import centre
from evenhand.apps.support.centre import BadSession
from evenhand.apps.support.models import CentreSession
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import MOMENT, TODAY, SchoolCast

CENTRE = "inclusion_centre"
FROM, UNTIL = time(11, 10), time(12, 10)
LABEL = "In-School Inclusion Centre"


def held(
    here: SchoolCast, number: int = 0, starts: time | None = FROM, ends: time | None = UNTIL,
    day: date | None = TODAY, by: str = "senco", where: str = CENTRE,
) -> CentreSession:  # fmt: skip
    return centre.record_session(
        here.actor(by), pupil=here.pupils[number], centre=where, day=day, starts=starts, ends=ends
    )


def at(clock: time) -> datetime:
    return datetime.combine(TODAY, clock, MOMENT.tzinfo)


def test_the_pupil_is_there_for_that_time_and_a_stay_goes_before_it(here: SchoolCast) -> None:
    with in_school(here.school):
        held(here)
        found = where_is(here.school, here.pupil, MOMENT)
        assert (found.state, found.place, found.since) == ("centre", LABEL, at(FROM))
        assert where_is(here.school, here.pupil, at(UNTIL)).state == "social"
        assert where_is(here.school, here.pupil, at(FROM) - timedelta(minutes=1)).state != "centre"
        assert where_is(here.school, here.pupils[1], MOMENT).state == "lesson"
        referral(here)
        assert where_is(here.school, here.pupil, MOMENT).state == "expected"


def test_who_is_where_lists_each_pupil_once_for_the_time_of_the_session(here: SchoolCast) -> None:
    with in_school(here.school):
        for number in (1, 0):
            held(here, number)
        assert [(one.pupil, one.state, one.place) for one in away(here.school, MOMENT)] == [
            (pupil, "centre", LABEL) for pupil in here.pupils[:2]
        ]
        assert away(here.school, at(UNTIL)) == away(here.school, at(FROM) - timedelta(minutes=1)) == []
        referral(here)
        assert [one.state for one in away(here.school, MOMENT)] == ["expected", "centre"]
        centre.take_back(
            here.actor("senco"), pupil=here.pupils[1], pk=CentreSession.objects.get(pupil=here.pupils[1]).pk
        )
        assert [one.pupil for one in away(here.school, MOMENT)] == [here.pupil]


def test_who_is_where_asks_as_often_for_many_as_for_one(
    here: SchoolCast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with in_school(here.school):
        held(here)
        away(here.school, MOMENT)
        with CaptureQueriesContext(connection) as asked:
            away(here.school, MOMENT)
        for number in range(1, len(here.pupils)):
            held(here, number)
        with django_assert_num_queries(len(asked)):
            assert len(away(here.school, MOMENT)) == len(here.pupils)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"by": "teacher"}, "run the centre"),
        ({"by": "senior_leader"}, "run the centre"),
        ({"where": "removal_room"}, "run the centre"),
        ({"day": None}, "Say the day"),
        ({"starts": None}, "Say the day"),
        ({"ends": None}, "Say the day"),
        ({"ends": FROM}, "Say the day"),
        ({"day": TODAY + timedelta(days=1)}, "a school day, today or before"),
        ({"day": date(2026, 11, 15)}, "a school day, today or before"),
        ({"day": date(1999, 1, 1)}, "a school day, today or before"),
    ],
)
def test_what_cannot_be_is_refused(here: SchoolCast, wrong: dict[str, Any], words: str) -> None:
    with in_school(here.school), pytest.raises(BadSession, match=words):
        held(here, **wrong)


def test_times_of_one_pupil_may_touch_and_not_overlap(here: SchoolCast) -> None:
    with in_school(here.school):
        held(here)
        held(here, number=1)
        held(here, starts=UNTIL, ends=time(13))
        with pytest.raises(BadSession, match="already"):
            held(here, starts=time(12), ends=time(12, 30))
        rows = centre.sessions_between(here.school, TODAY, TODAY)
        assert [(row.pupil.first_name, row.starts) for row in rows] == [
            ("Amara", at(FROM)), ("Ben", at(FROM)), ("Amara", at(UNTIL)),
        ]  # fmt: skip
        assert (
            centre.sessions_between(here.school, TODAY - timedelta(days=7), TODAY - timedelta(days=1)) == []
        )


def test_what_is_taken_back_counts_nowhere_and_both_acts_are_on_the_chain(here: SchoolCast) -> None:
    with in_school(here.school):
        row = held(here)
        for by, number in (("teacher", 0), ("senco", 1)):
            with pytest.raises(BadSession, match="no such session"):
                centre.take_back(here.actor(by), pupil=here.pupils[number], pk=row.pk)
        centre.take_back(here.actor("senco"), pupil=here.pupil, pk=row.pk)
        assert centre.sessions_of(here.pupil) == []
        assert where_is(here.school, here.pupil, MOMENT).state == "lesson"
        with pytest.raises(BadSession):
            centre.take_back(here.actor("senco"), pupil=here.pupil, pk=row.pk)
        held(here)
        acts = AuditEntry.objects.filter(subject=f"pupil:{here.pupil.pk}", action__startswith="centre")
        assert list(acts.order_by("pk").values_list("action", flat=True)) == [
            "centre.session", "centre.taken_back", "centre.session",
        ]  # fmt: skip
