"""Taking an entry back undoes what it counted and posted, in its own periods, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.decisions import Decision, Missing, Place, Post
from evenhand.engine.facts import EMPTY_STATE, Held, Owed, PupilState, Report, Request, Stay, Voided
from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run, void

LATER = date(2026, 11, 3)
EMPTY_DECISION = Decision((), (), "", "", "")


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


def test_what_other_entries_brought_about_stays() -> None:
    at = happened("one").at
    spot = happened("one").spot
    levels = tuple(Held("behaviour_risk", 1, LATER, "b:x", event=event) for event in ("one", "two"))
    requests = tuple(
        Request(event, "out_of_class", "referral", "DIS-04", "9", at, spot) for event in ("one", "two")
    )
    owed = tuple(Owed(event, "late_detention", LATER, "", 0) for event in ("one", "two"))
    report = Report("card", "daily", LATER, marked=("2026-09-15/P1/one", "2026-09-15/P2/two"))
    before = EMPTY_STATE._replace(levels=levels, requests=requests, owed=owed, reports=(report,))
    after = run(policy(), void(happened("one"), EMPTY_DECISION), state=before).state
    assert after.levels == levels[1:]
    assert after.requests == requests[1:]
    assert after.owed == owed[1:]
    assert after.reports == (report._replace(marked=("2026-09-15/P2/two",)),)


def test_the_report_that_the_entry_started_goes_and_others_stay() -> None:
    reports = tuple(Report(event, "daily", LATER) for event in ("one", "two"))
    state = EMPTY_STATE._replace(reports=reports)
    assert run(policy(), void(happened("one"), EMPTY_DECISION), state=state).state.reports == reports[1:]


def stays() -> tuple[Stay, ...]:
    """Two stays in the removal room, the second with one of its stations done."""
    seen = run(
        policy(),
        happened("one", "RED-01"),
        happened("here", "", EventKind.ARRIVAL, at="11:26", about="one"),
    ).state.stays
    (stay,) = seen
    return (
        stay._replace(id="other", claims=tuple(claim._replace(event="zero") for claim in stay.claims)),
        stay._replace(done=("register", "reading")),
    )


def test_a_station_taken_back_is_open_again_in_its_own_stay_alone() -> None:
    other, stay = stays()
    event = happened("s", "reading", EventKind.STATION, about=stay.id)
    back = Voided("s", EventKind.STATION, (), event.at.day, stay.id, "", "reading")
    undone = happened("v", "", EventKind.VOID, voids=back, reason="A mis-tap")
    after = run(policy(), undone, state=EMPTY_STATE._replace(stays=(other, stay))).state
    assert after.stays == (other, stay._replace(done=("register",)))


def test_what_is_no_arrival_and_no_station_leaves_the_stay() -> None:
    other, stay = stays()
    back = Voided("c", EventKind.CONDUCT, (), happened().at.day, stay.id, "", "reading")
    undone = happened("v", "", EventKind.VOID, voids=back, reason="A mis-tap")
    after = run(policy(), undone, state=EMPTY_STATE._replace(stays=(other, stay))).state
    assert after.stays == (other, stay)


def test_attendance_is_corrected_by_its_difference() -> None:
    back = Voided("a", EventKind.ATTENDANCE, (), happened().at.day)
    undone = happened("v", "", EventKind.VOID, voids=back, reason="A mis-tap")
    assert run(policy(), undone).missing("v") == ("difference",)
