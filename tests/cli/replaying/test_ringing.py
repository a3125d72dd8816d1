"""The period of a time is that of the calendar, whatever way it is found."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying import ringing as module
from evenhand.cli.replaying.ringing import Ringing, Rings, by_the_minute, period_at
from evenhand.engine.school_calendar import CalendarEnds
from tests.engine.worked_calendar import WORKED

SECONDS = st.times().map(lambda clock: clock.replace(microsecond=0))
MINUTES = st.times().map(lambda clock: time(clock.hour, clock.minute))


@given(st.integers(-30, 400), SECONDS, st.sampled_from((None, 7, 11)))
def test_the_period_is_the_calendar_s(days: int, clock: time, year: int | None) -> None:
    day = WORKED.known_from + timedelta(days=days)
    try:
        running = [one.key for one in WORKED.periods_on(day, year) if one.start <= clock < one.end]
    except CalendarEnds:
        running = []
    assert Ringing(WORKED).period(day, clock, year) == next(iter(running), "")


@given(st.lists(st.tuples(MINUTES, MINUTES, st.text(max_size=2)), max_size=4).map(tuple), SECONDS)
def test_a_table_of_minutes_says_what_the_bells_say(rings: Rings, clock: time) -> None:
    assert by_the_minute(rings)[clock.hour * 60 + clock.minute] == period_at(rings, clock)


def test_bells_within_a_minute_have_no_table() -> None:
    rings = ((time(9), time(9, 30, 30), "P1"),)
    assert by_the_minute(rings) == ()
    assert (period_at(rings, time(9, 30, 29)), period_at(rings, time(9, 30, 30))) == ("P1", "")


def test_what_was_kept_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DAYS_KEPT", 1)
    bells, day = Ringing(WORKED), date(2026, 9, 15)
    first = bells.period(day, time(11, 20), 7)
    assert bells.period(day + timedelta(days=4), time(11, 20), 7) == ""
    assert bells.period(day, time(11, 20), 7) == first == "P3"
