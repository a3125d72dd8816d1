"""What the pupil page reads is of the pupil asked for, and what a card says is there without another query."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.pupils import reading
from evenhand.web.pupils.timeline import SHOWN
from tests.apps.removal.stays import concern, referral
from tests.cast import SchoolCast

LONG_AGO, FAR_OFF = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


def test_the_newest_events_come_first_and_with_their_words(here: SchoolCast) -> None:
    with in_school(here.school):
        ids = [concern(here).event.pk for _ in range(2)]
        concern(here, number=1)
        found = reading.newest(here.pupils[0].pk, SHOWN["all"], LONG_AGO, FAR_OFF)
        assert [row.pk for row in found] == ids[::-1]
        with CaptureQueriesContext(connection) as queries:
            assert found[0].incident.lesson is not None
            assert found[0].incident.lesson.group.name
            assert found[0].place == "Room 12"
            assert not hasattr(found[0], "payload")
        assert len(queries) == 0
        last = found[0]
        before = reading.before(
            here.pupils[0].pk, SHOWN["all"], LONG_AGO, last.happened_at, last.happened_at, last.seq
        )
        assert [row.pk for row in before] == ids[:1]


def test_a_stay_that_is_not_over_is_read_with_its_stage(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        assert [row[:2] for row in reading.stays(stay.pupil_id)] == [(stay.placement, "expected")]
        assert len(reading.states(stay.pupil_id)) == 1
        assert reading.stays(here.pupils[1].pk) == []
