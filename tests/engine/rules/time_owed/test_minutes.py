"""Give-back never passes its cap and never leaves its day, whatever is asked for."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import Event, Fact
from evenhand.engine.values import EventKind
from tests.engine.worlds import FEW, TUESDAY, happened, policy, run

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
@FEW
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
