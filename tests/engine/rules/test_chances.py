"""Chances in a placement against a plain counter: in order, each by its own people, whatever is tried."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Where
from tests.engine.worlds import FEW, TUESDAY, happened, moment, policy, run

SPEAKERS = {
    1: {"removal_manager"},
    2: {"senior_leader"},
    3: {"removal_manager", "head_of_year"},
    4: {"teacher"},
}
TRIES = st.tuples(
    st.sampled_from(["removal_manager", "senior_leader", "head_of_year", "teacher"]),
    st.sampled_from([0, 1, 2, 3]),
    st.booleans(),
)


def naive(used: int, role: str, named: int, contact: bool) -> bool:
    """Whether the next chance may be recorded so: by the right role, in its turn, the third with its contact."""
    coming = used + 1
    spoken = coming == 4 or role in SPEAKERS[coming]
    return spoken and named in (0, coming) and (coming != 3 or contact)


@pytest.mark.covers("STAR-122a", "STAR-122b", "STAR-122c", "STAR-122d", "STAR-123")
@FEW
@given(st.lists(TRIES, min_size=1, max_size=8))
def test_chances_are_used_one_by_one(tries: list[tuple[str, int, bool]]) -> None:
    events = [
        happened("one", "RED-01"),
        happened("here", "", EventKind.ARRIVAL, at="11:26", about="one"),
    ]
    expected: list[bool] = []
    used = 0
    for number, (role, named, contact) in enumerate(tries):
        details: dict[str, Fact] = {"chance": named, "contact": "Ms Reed"} if contact else {"chance": named}
        if not named:
            details.pop("chance")
        event = happened(
            f"c{number}", "DIS-04", EventKind.CONDUCT, where=Where.PLACEMENT, about="one", roles=[role]
        )
        events.append(event._replace(at=moment(TUESDAY, time(12, number)), details=details))
        fits = used == 4 or naive(used, role, named, contact)
        expected.append(fits)
        used = min(4, used + fits)
    done = run(policy(), *events)
    assert [not done.decisions[f"c{n}"].refused for n in range(len(tries))] == expected
    proposals = [p for n in range(len(tries)) for p in done.outcomes(f"c{n}", "propose")]
    assert len(proposals) == (used == 4)


def test_conduct_where_no_ladder_holds_is_refused() -> None:
    event = happened("c", "LRN-01", EventKind.CONDUCT, where=Where.PLACEMENT)
    assert run(policy("infiniti"), event).missing("c") == ("ladder",)
