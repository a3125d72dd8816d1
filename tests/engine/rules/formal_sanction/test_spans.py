"""Half-days are counted on school days, one by one, and a pupil is back on the next (K-18, K-19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import Fact
from evenhand.engine.rules.formal_sanction.spans import (
    AM,
    PM,
    Half,
    Stretch,
    all_halves,
    back_after,
    days_of,
    halves_of,
    in_days,
    lunches,
    read_halves,
    stretches,
    written,
)
from evenhand.engine.rules.turn import Unable
from evenhand.engine.school_calendar import CalendarEnds
from tests.engine.worked_calendar import WORKED

DAY = timedelta(days=1)
starts = st.dates(date(2026, 9, 1), date(2027, 6, 20))


def walked(start: date, session: str, many: int) -> tuple[Half, ...]:
    """The half-days found by walking through the year."""
    found: list[Half] = []
    day = start
    while len(found) < many:
        if WORKED.is_school_day(day):
            found += [Half(day, one) for one in (AM, PM) if day != start or one >= session]
        day += DAY
    return tuple(found[:many])


@pytest.mark.covers("STAR-170a")
@given(starts, st.sampled_from([AM, PM]), st.integers(1, 24))
def test_half_days_are_those_found_by_walking(start: date, session: str, many: int) -> None:
    assert halves_of(WORKED, Stretch(start, session, many)) == walked(start, session, many)


@given(starts, st.sampled_from([AM, PM]), st.integers(1, 24), st.booleans())
def test_the_pupil_is_back_at_the_next_session_and_in_lessons_after_a_whole_day(
    start: date, session: str, many: int, same_day: bool
) -> None:
    last = walked(start, session, many)[-1]
    back = back_after(WORKED, last, same_day=same_day)
    following = walked(last.day, last.session, 5)
    if same_day:
        assert (back.day, back.session) == following[1]
    else:
        assert back.session == AM
        assert back.day == next(half.day for half in following if half.day > last.day)
    whole = next(half.day for half in following if half >= (back.day, back.session) and half.session == AM)
    assert back.whole_day == whole
    assert back.day_after == next(half.day for half in walked(whole, AM, 3) if half.day > whole)


@given(st.lists(st.tuples(starts, st.sampled_from([AM, PM, "lunch"])), max_size=5))
def test_what_is_written_is_read_again(pairs: list[tuple[date, str]]) -> None:
    halves = tuple(Half(day, session) for day, session in pairs)
    assert read_halves(written(halves)) == halves


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"start": "no day", "half_days": 2},
        {"start": "2026-11-09", "half_days": 0},
        {"start": "2026-11-09", "half_days": True},
        {"start": "2026-11-09", "half_days": 2, "session": "noon"},
        {"periods": ("2026-11-09/am",)},
        {"periods": ("2026-11-09/am/x",)},
        {"periods": ("2026-11-09/am/4", "2026-11-10/am/1")},
    ],
)
def test_a_period_without_its_sense_is_missing(details: dict[str, Fact]) -> None:
    with pytest.raises(Unable, match="detail:"):
        all_halves(WORKED, details)


def test_several_periods_are_told_in_one_row() -> None:
    told = stretches({"periods": ("2026-11-09/am/2", "2026-11-16/pm/1")})
    assert told == (Stretch(date(2026, 11, 9), AM, 2), Stretch(date(2026, 11, 16), PM, 1))


@pytest.mark.covers("STAR-172")
def test_each_lunchtime_is_half_a_day_on_a_school_day() -> None:
    halves = lunches(WORKED, {"lunches": ("2026-11-10", "2026-11-09", "2026-11-11")})
    assert days_of(halves) == (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11))
    assert in_days(len(halves)) == "1.5"
    for wrong in (("2026-11-14",), ("2026-11-09", "2026-11-09"), (), "2026-11-09"):
        with pytest.raises(Unable, match="lunches"):
            lunches(WORKED, {"lunches": wrong})


def test_a_period_may_end_with_the_last_school_day() -> None:
    last = date(2027, 7, 20)
    assert [half.session for half in halves_of(WORKED, Stretch(last, "am", 2))] == ["am", "pm"]
    assert [half.session for half in halves_of(WORKED, Stretch(last, "pm", 1))] == ["pm"]
    with pytest.raises(CalendarEnds):
        halves_of(WORKED, Stretch(last, "pm", 2))
