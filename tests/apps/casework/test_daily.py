"""Which records are entries of the log, and which instants are a day's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenhand.apps.casework.daily import is_entry, span_of
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast


@pytest.mark.parametrize(
    ("step", "about", "entry"),
    [(1, "", False), (3, "", False), (4, "", True), (5, "", True), (4, "x", False)],
)
@pytest.mark.covers("INF-IL-10")
def test_the_first_steps_and_words_about_a_step_are_quick_notes(
    next_door: SchoolCast, step: int, about: str, *, entry: bool
) -> None:
    with in_school(next_door.school):
        pack = policy_of(next_door.school.pk).pack
    row = Event(kind=EventKind.LADDER_STEP, where=Where.LESSON, details={"step": step}, about=about)
    assert is_entry(pack, row) is entry


def test_a_concern_is_an_entry_unless_it_was_made_as_a_note(here: SchoolCast) -> None:
    with in_school(here.school):
        pack = policy_of(here.school.pk).pack
    assert is_entry(pack, Event(kind=EventKind.CONCERN, where=Where.LESSON))
    assert not is_entry(pack, Event(kind=EventKind.CONCERN, where=Where.LESSON, details={"as": "note"}))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23), (date(2026, 6, 1), 24)]
)
def test_a_day_runs_from_midnight_to_midnight_by_the_schools_clock(day: date, hours: int) -> None:
    first, after = span_of(School(zone="Europe/London"), day)
    # Aware times of one zone are subtracted by the wall clock, so compare instants.
    assert after.timestamp() - first.timestamp() == timedelta(hours=hours).total_seconds()
