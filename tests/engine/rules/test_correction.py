"""Taking an entry back undoes what it counted and posted, in its own periods, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.decisions import Missing, Place, Post
from evenhand.engine.facts import PupilState
from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run, void

LATER = date(2026, 11, 3)


def sums(state: PupilState) -> dict[str, int]:
    """What still counts."""
    return {key: value for key, value in (state.totals | state.counts).items() if value}  # type: ignore[operator]  # both are dicts here


@pytest.mark.covers("STAR-208")
@pytest.mark.parametrize("code", ["DIS-04", "RED-01"])
def test_an_entry_taken_back_leaves_no_sum_no_mark_and_no_stay(code: str) -> None:
    seen = run(policy(), event := happened("one", code))
    assert sums(seen.state) != {}
    after = run(policy(), void(event, seen.decisions["one"]), state=seen.state).state
    assert sums(after) == {}
    assert (after.stays, after.requests, [window.marks for window in after.windows]) == ((), (), [()])


def test_points_go_back_in_the_half_term_of_the_entry() -> None:
    seen = run(policy(), event := happened("one"))
    late = void(event, seen.decisions["one"])._replace(at=happened(day=LATER).at)
    done = run(policy(), late, state=seen.state)
    assert [item.value for item in done.outcomes("void", "post") if isinstance(item, Post)] == [-1]
    assert sums(done.state) == {}


@pytest.mark.parametrize(("lacks", "fact"), [("voids", "voided_entry"), ("details", "reason")])
def test_without_its_entry_or_a_reason_nothing_is_taken_back(lacks: str, fact: str) -> None:
    seen = run(policy(), event := happened("one"))
    bare = void(event, seen.decisions["one"])._replace(**{lacks: None if lacks == "voids" else {}})  # type: ignore[arg-type]  # one field
    done = run(policy(), bare, state=seen.state)
    assert done.decisions["void"].unanswered == (Missing((fact,)),)
    assert done.state == seen.state


def test_an_undo_needs_no_reason() -> None:
    seen = run(policy(), event := happened("one"))
    undo = void(event, seen.decisions["one"])._replace(details={"undo": True})
    assert sums(run(policy(), undo, state=seen.state).state) == {}


def test_an_arrival_taken_back_is_expected_again() -> None:
    arrival = happened("here", "", EventKind.ARRIVAL, at="11:26", about="one", roles=["removal_staff"])
    seen = run(policy(), happened("one", "RED-01"), arrival)
    assert [stay.stage for stay in seen.state.stays] == ["here"]
    done = run(policy(), void(arrival, seen.decisions["here"]), state=seen.state)
    assert [(stay.stage, stay.done) for stay in done.state.stays] == [("expected", ())]
    assert [item.stage for item in done.outcomes("void", "place") if isinstance(item, Place)] == ["expected"]
