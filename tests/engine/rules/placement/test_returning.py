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
from tests.engine.worlds import happened, policy, run


def back(day: date, about: str = "", **details: str | int) -> Event:
    """The principal confirms the return."""
    event = happened(
        "back", "return", EventKind.CONFIRM, day=day, where=Where.OFF_SITE, roles=["principal"], about=about
    )
    return event._replace(details=details)


@pytest.mark.covers("STAR-124")
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


def held(ident: str, last: date, kind: str = "fixed_period", about: str = "") -> Sanction:
    """A suspension of the state."""
    return Sanction(ident, kind, "issued", about, date(2026, 11, 9), last, 6)


@pytest.mark.parametrize(("about", "day"), [("a", 12), ("b", 13), ("incident", 16)])
def test_of_several_suspensions_the_one_that_is_meant_counts(about: str, day: int) -> None:
    rows = (
        held("a", date(2026, 11, 11)),
        held("b", date(2026, 11, 12)),
        held("c", date(2026, 11, 13), about="incident"),
    )
    done = run(policy(), back(date(2026, 11, 11), about=about), state=EMPTY_STATE._replace(sanctions=rows))
    (place,) = done.outcomes("back", "place")
    assert isinstance(place, Place)
    assert place.release is not None
    assert place.release.day == date(2026, 11, day)


def test_a_lunchtime_brings_no_day_of_return() -> None:
    rows = (held("a", date(2026, 11, 11), "lunchtime"),)
    done = run(policy(), back(date(2026, 11, 11), about="a"), state=EMPTY_STATE._replace(sanctions=rows))
    assert done.outcomes("back", "place") == []
    told = back(date(2026, 11, 11), kind="lunchtime", first_day="2026-11-09", last_day="2026-11-11")
    assert run(policy(), told).outcomes("back", "place") == []


@pytest.mark.parametrize(("rule", "left"), [("ends", 0), ("resumes", 1)])
def test_a_stay_that_a_suspension_cuts_off_ends_or_goes_on_afterwards(rule: str, left: int) -> None:
    sent = happened("one", "RED-01", day=date(2026, 11, 9))
    told = back(date(2026, 11, 12), kind="fixed_period", first_day="2026-11-10", last_day="2026-11-12")
    done = run(policy(stay__cut_by_exclusion=rule), sent, told)
    stays = [stay for stay in done.state.stays if stay.id == "one"]
    assert len(stays) == left
    if left:
        (claim,) = stays[0].claims
        assert [move.day for move in claim.moves] == [date(2026, 11, day) for day in (10, 11, 12, 13)]
        assert claim.release_day == date(2026, 11, 16)
