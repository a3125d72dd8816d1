"""The day on return from a suspension: by walking, on calendars of any kind, and from the state's own sanction."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given

from evenhand.engine.decisions import Place
from evenhand.engine.facts import EMPTY_STATE, Event, Sanction
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, Where
from tests.engine.school_calendar.calendars import DAY, calendars_and_dates, naive_open, naive_walk
from tests.engine.worlds import FEW, happened, policy, run


def back(day: date, about: str = "", **details: str | int) -> Event:
    """The principal confirms the return."""
    event = happened(
        "back", "return", EventKind.CONFIRM, day=day, where=Where.OFF_SITE, roles=["principal"], about=about
    )
    return event._replace(details=details)


@pytest.mark.covers("STAR-124")
@FEW
@given(calendars_and_dates())
def test_the_day_is_the_next_school_day_after_the_last_one(
    made: tuple[SchoolCalendar, tuple[date, ...]],
) -> None:
    calendar, (last,) = made
    assume(naive_open(calendar, last))
    on = naive_walk(calendar, last, 1, DAY)
    event = back(last, kind="fixed_period", first_day=last.isoformat(), last_day=last.isoformat())
    done = run(policy(), event, calendar=calendar)
    if isinstance(on, str):
        assert done.decisions["back"].refused
        return
    (place,) = done.outcomes("back", "place")
    assert isinstance(place, Place)
    assert place.release is not None
    assert (place.placement, place.release.day) == ("removal_room_return", on)
    assert place.release.time == calendar.closing_bell(on, 8)


def test_the_last_day_comes_from_the_sanction_that_the_state_holds() -> None:
    held = Sanction("s", "fixed_period", "issued", "s", date(2026, 11, 9), date(2026, 11, 11), 6)
    done = run(policy(), back(date(2026, 11, 11), about="s"), state=EMPTY_STATE._replace(sanctions=(held,)))
    (place,) = done.outcomes("back", "place")
    assert isinstance(place, Place)
    assert place.release is not None
    assert place.release.day == date(2026, 11, 12)


def test_it_is_not_counted_as_a_referral() -> None:
    event = back(date(2026, 11, 11), kind="fixed_period", first_day="2026-11-09", last_day="2026-11-11")
    done = run(policy(), event)
    assert not any(key.startswith("placed:removal_room_return") for key in done.state.counts)


def test_without_a_last_day_nothing_is_guessed() -> None:
    assert run(policy(), back(date(2026, 11, 11), kind="fixed_period")).missing("back") == ("last_day",)
