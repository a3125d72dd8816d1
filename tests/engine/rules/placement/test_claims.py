"""Moved releases against a walk over the days that the pupil attends, on calendars of any kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.engine.decisions import Place
from evenhand.engine.facts import Event
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, Where
from tests.engine.school_calendar.calendars import DAY, calendars_and_dates, naive_open, naive_walk
from tests.engine.worked_calendar import BELLS
from tests.engine.worlds import TUESDAY, happened, policy, run, void

CARRIED = 5


def referral(day: date = TUESDAY, period: str = "P3") -> Event:
    """A red line act in a lesson."""
    return happened("one", "RED-01", day=day, period=period, scope=f"8R-{day}-{period}")


def away(ident: str, day: date, **details: str) -> Event:
    """The pupil was not in on that day."""
    event = happened(
        ident, "", EventKind.ABSENCE, day=day, at="08:40", where=Where.OFF_SITE, roles=["office"]
    )
    return event._replace(details=details)


def naive_release(calendar: SchoolCalendar, since: date, missed: set[date]) -> date | None:
    """The first day attended after the referral, at most so many missed ones left out; None past the calendar."""
    day, carried = since, 0
    while True:
        on = naive_walk(calendar, day, 1, DAY)
        if isinstance(on, str):
            return None
        day = on
        if day not in missed or carried == CARRIED:
            return day
        carried += 1


@pytest.mark.covers("STAR-97f")
@given(calendars_and_dates(), st.sets(st.integers(-2, 20), max_size=10), st.booleans())
def test_the_release_is_the_next_day_attended_whatever_the_order_of_recording(
    made: tuple[SchoolCalendar, tuple[date, ...]], offsets: set[int], backwards: bool
) -> None:
    calendar, (day,) = made
    calendar = SchoolCalendar(
        [replace(one, bell_sets=(replace(BELLS, id="plain"),)) for one in calendar.years]
    )
    assume(naive_open(calendar, day))
    missed = {day + offset * DAY for offset in offsets}
    days = [one for one in sorted(missed) if calendar.known_from <= one <= calendar.known_until]
    recorded = days[::-1] if backwards else days
    done = run(policy(), referral(day), *(away(f"a{one}", one) for one in recorded), calendar=calendar)
    assume(not done.decisions["one"].refused)
    expected = naive_release(calendar, day, set(days))
    assume(expected is not None)
    assume(not any(decision.refused for decision in done.decisions.values()))
    (claim,) = done.state.stays[0].claims
    assert claim.release_day == expected
    assert claim.release_time == time(12, 10)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True), st.data())
def test_an_absence_taken_back_is_as_if_it_never_was(offsets: list[int], data: st.DataObject) -> None:
    events = [away(f"a{offset}", TUESDAY + offset * DAY) for offset in offsets]
    gone = data.draw(st.sampled_from(events))
    first = run(policy(), referral(), *events)
    undone = void(gone, first.decisions[gone.id])
    with_void = run(policy(), undone, state=first.state).state.stays
    without = run(policy(), referral(), *(event for event in events if event is not gone)).state.stays
    assert [claim.release_day for stay in with_void for claim in stay.claims] == [
        claim.release_day for stay in without for claim in stay.claims
    ]


def test_a_day_recorded_twice_counts_once() -> None:
    on = date(2026, 9, 16)
    done = run(policy(), referral(), away("first", on), away("second", on))
    assert done.state.stays[0].claims[0].release_day == date(2026, 9, 17)
    assert not done.outcomes("second", "place")


def test_two_half_days_are_a_day() -> None:
    on = date(2026, 9, 16)
    done = run(policy(), referral(period="P5"), away("am", on, session="am"), away("pm", on, session="pm"))
    assert not done.outcomes("am", "place")
    (moved,) = done.outcomes("pm", "place")
    assert isinstance(moved, Place)
    assert moved.release is not None
    assert moved.release.day == date(2026, 9, 17)


def test_a_claim_stored_by_an_earlier_version_stays_where_it_was() -> None:
    first = run(policy(), referral())
    stay = first.state.stays[0]
    old = stay.claims[0]._replace(since=None, period="")
    state = first.state._replace(stays=(stay._replace(claims=(old,)),))
    done = run(policy(), away("away", date(2026, 9, 16)), state=state)
    assert done.state.stays[0].claims == (old,)
