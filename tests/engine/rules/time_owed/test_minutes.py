"""Give-back never passes its cap and never leaves its day, whatever is asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import EMPTY_STATE, Event, Fact
from evenhand.engine.rules.time_owed.minutes import next_break
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import BELLS, WORKED, worked_year
from tests.engine.worlds import TUESDAY, happened, policy, run

CAP = 10


def give(ident: str, minutes: int, at: str) -> Event:
    """Minutes owed at the next break."""
    event = happened(ident, "LRN-01", EventKind.LADDER_STEP, at=at)
    details: dict[str, Fact] = {
        "step": 4,
        "change": "Hand up",
        "consequence": "give_back",
        "reason": "Seen",
        "minutes": minutes,
    }
    return event._replace(details=details)


@pytest.mark.covers("INF-SS-15", "INF-SS-19")
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["09:25", "11:30", "14:30"])), max_size=6))
def test_no_break_holds_more_than_the_cap(asked: list[tuple[int, str]]) -> None:
    events = [give(f"g{number}", *pair) for number, pair in enumerate(asked)]
    done = run(policy("infiniti"), *events)
    held = Counter[str]()
    for item in done.state.owed:
        held[item.slot] += item.minutes
    assert all(minutes <= CAP for minutes in held.values())
    assert all(item.day == TUESDAY and not item.slot.endswith("LUNCH") for item in done.state.owed)


def test_the_minute_that_fills_the_cap_fits_and_the_next_does_not() -> None:
    done = run(policy("infiniti"), give("a", 9, "09:25"), give("b", 1, "09:30"), give("c", 1, "09:35"))
    assert not done.decisions["b"].refused
    assert done.missing("c") == ("room_in_break",)


def test_what_is_put_off_moves_to_the_break_after_and_the_rest_stays() -> None:
    periods = tuple(one._replace(kind="social") if one.key == "P4" else one for one in BELLS.periods)
    bells = (replace(BELLS, periods=periods),)
    calendar = SchoolCalendar([replace(worked_year(), bell_sets=bells)])
    before = run(policy("infiniti"), give("a", 3, "09:25"), give("b", 4, "09:30"), calendar=calendar)
    later = happened("later", "", EventKind.OWED_OUTCOME, at="11:00", about="a", outcome="deferred")
    done = run(policy("infiniti"), later, calendar=calendar, state=before.state)
    slots = {item.id: (item.slot, item.minutes) for item in done.state.owed}
    assert slots == {"b": ("2026-09-15/BREAK", 4), "a": ("2026-09-15/P4", 3)}
    assert [outcome.kind for outcome in done.decisions["later"].outcomes] == ["owe"]


@pytest.mark.parametrize(
    ("at", "found"),
    [("10:54", ("2026-09-15/BREAK", time(10, 55))), ("10:55", None), ("11:30", None)],
)
def test_a_break_that_has_begun_is_no_next_one(at: str, found: tuple[str, time] | None) -> None:
    turn = Turn(policy("infiniti"), WORKED, EMPTY_STATE, give("a", 3, at))
    assert next_break(turn, turn.rules.pack.time_owed["give_back"]) == found
    passed = next_break(turn, turn.rules.pack.time_owed["give_back"], "2026-09-15/BREAK")
    assert passed is None
