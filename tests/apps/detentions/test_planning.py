"""Seats and clashes."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

import pytest

from evenhand.apps.detentions.models import Commitment, OwedTime, Room
from evenhand.apps.detentions.planning import clashes, commitments_of, seat
from tests.cast import FROM, TODAY, SchoolCast

SPAN = (time(15, 5), time(15, 35))


def owed(room: int | None = None) -> OwedTime:
    return OwedTime(id=uuid4(), pupil_id=1, day=TODAY, room_id=room)


def test_rooms_fill_in_order_and_those_given_by_hand_sit_first() -> None:
    hall, library = Room(pk=1, name="Hall", capacity=2), Room(pk=2, name="Library", capacity=1)
    rows = [owed(), owed(room=1), owed(), owed()]
    seated = seat(rows, [hall, library])
    assert [(room.name, [rows.index(row) for row in sitting]) for room, sitting in seated.rooms] == [
        ("Hall", [0, 1]),
        ("Library", [2]),
    ]
    assert [rows.index(row) for row in seated.unseated] == [3]


def test_a_room_that_is_gone_seats_nobody() -> None:
    row = owed(room=9)
    assert seat([row], []).unseated == (row,)


@pytest.mark.parametrize(
    ("weekday", "starts", "ends", "since", "until", "found"),
    [
        (1, "15:10", "16:00", FROM, None, True),
        (1, "15:35", "16:00", FROM, None, False),
        (1, "14:00", "15:05", FROM, None, False),
        (2, "15:10", "16:00", FROM, None, False),
        (1, "15:10", "16:00", FROM, date(2026, 11, 16), False),
        (1, "15:10", "16:00", date(2026, 11, 18), None, False),
    ],
)
def test_a_commitment_clashes_while_it_holds_and_overlaps(
    here: SchoolCast, weekday: int, starts: str, ends: str, since: date, until: date | None, found: bool
) -> None:
    Commitment.objects.create(
        school=here.school, pupil=here.pupil, kind="club", words="Choir", weekday=weekday,
        starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), valid_from=since, valid_to=until,
    )  # fmt: skip
    row = OwedTime(id=uuid4(), pupil=here.pupil, day=TODAY)
    words = clashes(row, SPAN, commitments_of([here.pupil.pk], [TODAY]), {}, {})
    assert bool(words) is found
    assert not words or words == (f"Club or activity, {starts} (Choir)",)
