"""The mark from which a timeline goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from evenhand.apps.conduct.models import HistoricEvent
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.pupils.timeline import Entry, Mark, Span, timeline
from tests.cast import SchoolCast


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


def test_what_was_kept_undecided_stands_among_the_earlier_years_only(here: SchoolCast) -> None:
    at = datetime(2025, 6, 16, 10, 5, tzinfo=UTC)
    with in_school(here.school):
        HistoricEvent.objects.create(
            id=UUID(int=1), school=here.school, pupil=here.pupil, kind="concern", label="Rough play",
            happened_at=at, day=at.date(), where="out_of_class", place="Canteen", source="old", source_id="1",
        )  # fmt: skip
        pack = policy_of(here.school.pk).pack
        span = Span(date(2025, 1, 1), date(2025, 12, 31))

        def shown(show: str, *, earlier: bool) -> list[tuple[str, tuple[str, ...]]]:
            found = timeline(
                here.actor("senco"), here.school, pack, here.pupil,
                show=show, span=span, before=None, earlier=earlier,
            )  # fmt: skip
            return [(entry.what, entry.meta) for day in found.days for entry in day.entries]

        assert shown("all", earlier=True) == [
            ("Rough play", ("Canteen", "From the earlier system; nothing was decided from it here")),
        ]
        assert shown("recognised", earlier=True) == []
        assert shown("all", earlier=False) == []
