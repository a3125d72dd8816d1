"""Stations, and claims and moves that are taken back."""

from __future__ import annotations

from datetime import date, time

import pytest

from evenhand.engine.decisions import Deadline, Place, Task
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


@pytest.mark.parametrize(("day", "asked"), [(date(2026, 9, 18), False), (date(2026, 10, 23), True)])
def test_a_leader_is_asked_only_about_a_gap_longer_than_a_weekend(day: date, asked: bool) -> None:
    done = run(policy(), happened("one", "RED-01", day=day))
    tasks = [o for o in done.outcomes("one", "task") if isinstance(o, Task) and o.task == "confirm_gap"]
    assert [(task.role, task.due) for task in tasks] == (
        [("behaviour_lead", Deadline(day, time(15)))] if asked else []
    )
    if asked:
        assert dict(tasks[0].reason.values)["days"] == 10


def test_nobody_is_asked_where_a_gap_is_waived() -> None:
    done = run(policy(stay__over_break="waive"), happened("one", "RED-01", day=date(2026, 10, 23)))
    assert not [o for o in done.outcomes("one", "task") if isinstance(o, Task) and o.task == "confirm_gap"]


@pytest.mark.parametrize(("overlap", "stays"), [("merge", [("one", 2)]), ("stack", [("one", 1), ("two", 1)])])
def test_a_second_referral_joins_the_stay_or_has_its_own(overlap: str, stays: list[tuple[str, int]]) -> None:
    done = run(
        policy(stay__overlap=overlap), happened("one", "RED-01"), happened("two", "RED-01", at="13:00")
    )
    assert [(stay.id, len(stay.claims)) for stay in done.state.stays] == stays
    (place,) = done.outcomes("two", "place")
    assert isinstance(place, Place)
    assert place.merged is (overlap == "merge")
