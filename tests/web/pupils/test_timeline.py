"""The mark from which a timeline goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from evenhand.web.pupils.timeline import Entry, Mark


def test_a_mark_is_read_as_it_was_written() -> None:
    at = datetime(2026, 11, 17, 11, 32, tzinfo=UTC)
    assert Mark.read(f"{at.isoformat()}~7") == Mark(at, 7)
    assert Mark.read(f"{at.isoformat()}~7".replace("+", " ")) == Mark(at, 7)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-17T11:32:00~7", "2026-11-17T11:32:00+00:00~x"])
def test_what_cannot_be_read_is_no_mark(text: str) -> None:
    assert Mark.read(text) is None


def test_an_entry_shows_the_schools_own_time_in_summer_too() -> None:
    at = datetime(2026, 6, 16, 10, 5, tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))
    entry = Entry("k", "praise", "star", "Helped", at, (), "", "", "", "")
    assert (entry.clock, entry.day.isoformat()) == ("11:05", "2026-06-16")
