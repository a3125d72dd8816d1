"""One open case of a kind, with all its reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.engine.decisions import Case, Reason
from evenhand.engine.facts import EMPTY_STATE, Cause, Opened
from evenhand.engine.rules.cases import open_case, standing, take_back
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain, state_to_plain
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, Run, happened, pack, policy, run, taken_back

REASONS = ("PPL-09", "PPL-09")


def bullied(ident: str, days: int = 0) -> Run:
    """The pupil's state after one entry of bullying, and after a second one where `days` says when."""
    events = [happened(ident, "PPL-09", day=TUESDAY)]
    if days:
        events.append(happened(ident + "2", "PPL-09", day=TUESDAY + timedelta(days=days)))
    return run(policy("infiniti"), *events)


@pytest.mark.covers("STAR-119d")
def test_what_would_open_another_case_adds_its_reason() -> None:
    found = bullied("b", 2)
    cases = [case for case in found.state.cases if case.kind == "bullying"]
    assert [(case.id, case.reasons, [cause.event for cause in case.causes]) for case in cases] == [
        ("b:bullying", REASONS, ["b", "b2"])
    ]
    acts = [
        item.act
        for item in found.decisions["b2"].outcomes
        if isinstance(item, Case) and item.path == "bullying"
    ]
    assert acts == ["reason_added"]


def test_a_case_stands_where_the_last_act_that_moved_it_left_it() -> None:
    path = pack("star_binary").paths["assessment"]
    assert standing(path, ()) == "opened"
    assert standing(path, (("screened", "1"), ("further", "2"))) == "screened"
    assert standing(path, (("screened", "1"), ("support_level", "2"), ("closed", "3"))) == "closed"


def test_of_two_reasons_one_taken_back_leaves_the_other_as_the_first() -> None:
    found = bullied("b", 2)
    first = happened("b", "PPL-09")
    void = happened(
        "v", "", EventKind.VOID, day=TUESDAY + timedelta(days=2), voids=taken_back(first, found.decisions["b"]),
        reason="Another pupil",
    )  # fmt: skip
    (left,) = [
        c for c in run(policy("infiniti"), void, state=found.state).state.cases if c.kind == "bullying"
    ]
    assert (left.about, left.opened, left.reasons) == ("b2", TUESDAY + timedelta(days=2), ("PPL-09",))


def test_a_case_that_another_rule_keeps_is_left_alone() -> None:
    theirs = Opened("x", "something_else", "open", TUESDAY, "b", ("why",))
    first = happened("b", "LRN-01")
    found = run(policy("infiniti"), first)
    state = found.state._replace(cases=(theirs,))
    void = happened("v", "", EventKind.VOID, voids=taken_back(first, found.decisions["b"]), reason="Mis-tap")
    assert run(policy("infiniti"), void, state=state).state.cases == (theirs,)


def test_cases_and_counts_survive_being_stored() -> None:
    state = bullied("b", 2).state
    assert state_from_plain(state_to_plain(state)) == state
    assert state_from_plain(state_to_plain(EMPTY_STATE)) == EMPTY_STATE


def turn_with(*held: Opened, ident: str = "new") -> Turn:
    """A turn of a pupil of whom those cases are kept."""
    return Turn(policy("infiniti"), WORKED, EMPTY_STATE._replace(cases=held), happened(ident, "PPL-09"))


def case_of(kind: str = "bullying", stage: str = "opened", ident: str = "old:bullying") -> Opened:
    """A case that an older event opened."""
    cause = Cause("old", TUESDAY - timedelta(days=7), "PPL-09")
    return Opened(ident, kind, stage, cause.day, "old", ("seen",), (cause,), (("spoken", "act"),))


BULLYING = pack("infiniti").paths["bullying"]
WHY = Reason((), "told")


def test_a_new_case_takes_the_place_of_the_closed_one_of_its_kind_alone() -> None:
    other = case_of("something_else", "closed", "x")
    turn = turn_with(case_of(stage="closed"), other)
    found = open_case(turn, BULLYING, "seen", WHY)
    made = Opened(
        "new:bullying", "bullying", "opened", TUESDAY, "new", ("seen",), (Cause("new", TUESDAY, "PPL-09"),)
    )
    assert found == (made, "opened")
    assert turn.cases == (other, made)
    assert turn.outcomes == [Case("bullying", "new:bullying", "opened", "opened", WHY)]


def test_the_same_reason_of_the_same_event_is_told_once() -> None:
    turn = turn_with(case_of(), ident="old")
    assert open_case(turn, BULLYING, "seen", WHY) is None
    assert (turn.cases, turn.outcomes) == ((case_of(),), [])
    found = open_case(turn, BULLYING, "heard", WHY)
    assert found is not None
    assert (found[1], found[0].reasons) == ("reason_added", ("seen", "heard"))
    assert open_case(turn, BULLYING, "seen", WHY) is None
    assert turn.cases == (found[0],)


def test_what_an_event_recorded_goes_with_it_and_the_case_stays() -> None:
    turn = turn_with(case_of(), case_of("something_else", ident="x"))
    take_back(turn, "act")
    left = case_of()._replace(done=())
    assert turn.cases == (left, case_of("something_else", ident="x"))
    assert [item[:4] for item in turn.outcomes] == [("bullying", "old:bullying", "opened", "void")]


def test_an_event_that_gave_a_case_nothing_leaves_it() -> None:
    turn = turn_with(case_of())
    take_back(turn, "another")
    assert (turn.cases, turn.outcomes) == ((case_of(),), [])


def test_the_only_reason_taken_back_withdraws_the_case() -> None:
    turn = turn_with(case_of(), case_of("something_else", ident="x"))
    take_back(turn, "old")
    assert turn.cases == (case_of("something_else", ident="x"),)
    assert [item[:4] for item in turn.outcomes] == [("bullying", "old:bullying", "withdrawn", "withdrawn")]
