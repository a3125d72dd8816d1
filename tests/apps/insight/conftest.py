"""A school with entries in two blocks of the year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cast import SchoolCast
from tests.classroom import one, send, signed_in

BEFORE = datetime(2026, 10, 6, 12, 20, tzinfo=UTC)


def happened(
    cast: SchoolCast, code: str, number: int = 0, place: str = "", at: datetime | None = None
) -> None:
    """One entry of a pupil: in the lesson that runs, or at a place, perhaps earlier."""
    more: dict[str, object] = {"where": "out_of_class", "place": place, "lesson": None} if place else {}
    if at is not None:
        more["happened_at"] = at.isoformat()
    answer = send(signed_in(cast), one(cast, "concern", code, cast.pupils[number], **more))
    assert answer.status_code == 200, answer.content


@pytest.fixture
def logged(next_door: SchoolCast) -> SchoolCast:
    """Five entries of one pupil and one of another now, two in the block before."""
    for _ in range(4):
        happened(next_door, "SAF-01", place="Hall")
    happened(next_door, "SAF-02")
    happened(next_door, "SAF-02", 1)
    for _ in range(2):
        happened(next_door, "SAF-01", 1, "Hall", BEFORE)
    return next_door
