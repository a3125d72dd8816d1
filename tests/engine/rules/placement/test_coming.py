"""Stations, and claims and moves that are taken back."""

from __future__ import annotations

from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run, void


def test_a_station_that_the_stay_does_not_have_cannot_be_done() -> None:
    sent = happened("one", "RED-01")
    done = run(policy(), sent, happened("s", "nonsense", EventKind.STATION, at="11:30", about="one"))
    assert done.missing("s") == ("open_station",)


def test_a_second_arrival_is_refused() -> None:
    sent = happened("one", "RED-01")
    here = happened("here", "", EventKind.ARRIVAL, at="11:26", about="one")
    done = run(policy(), sent, here, here._replace(id="again"))
    assert done.missing("again") == ("expected_stay",)


def test_one_of_two_merged_referrals_taken_back_leaves_the_other() -> None:
    first, second = happened("one", "RED-01"), happened("two", "RED-05", at="11:40")
    so_far = run(policy(), first, second)
    done = run(policy(), void(first, so_far.decisions["one"], at="12:00"), state=so_far.state)
    (stay,) = done.state.stays
    assert [claim.event for claim in stay.claims] == ["two"]
