"""What the day's page reads: no more queries for more pupils, and nothing of another placement."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.casework import counting
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room.reading import adults, room_rows
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.apps.removal.test_views import client_of
from tests.cast import SchoolCast

MOST_QUERIES = 34


def test_the_day_asks_no_more_for_more_pupils(here: SchoolCast) -> None:
    client = client_of(here)
    counts = []
    for number in (0, 1, 2):
        arrived(here, number)
        client.get("/board/day/")
        counting.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/board/day/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= MOST_QUERIES, counts


def test_those_who_can_be_named_look_after_pupils(here: SchoolCast) -> None:
    with in_school(here.school):
        names = {name for _, name in adults(ground(here.actor("removal_manager")))}
    assert "Ms N. Teacher" in names
    assert not names & {"Ms N. Administrator", "Ms N. Governor", "Ms N. Clerk"}


def test_a_stay_that_was_released_today_is_still_part_of_the_day(here: SchoolCast) -> None:
    stay = arrived(here)
    client_of(here).post(f"/board/{stay.pk}/release/", {"release-reason": "Agreed"})
    with in_school(here.school):
        rows = room_rows(ground(here.actor("removal_manager")))
    assert [one.pk for one in rows.stays] == [stay.pk]
    assert rows.here == ()
