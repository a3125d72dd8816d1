"""Acts on a ladder come to the next step of their scope, by the decision as by the state alone."""

from __future__ import annotations

import pytest

from evenhand.engine.facts import EMPTY_STATE, Mark, PupilState
from evenhand.engine.fold import Fold
from evenhand.engine.rules.plain.climb import Climb
from evenhand.engine.rules.scopes import WINDOWS_KEPT
from evenhand.engine.step import by_rules
from evenhand.engine.values import Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, policy


def climb(**settings: str) -> Climb:
    chosen = policy(**settings)
    rules = chosen.on(TUESDAY)
    plan = rules.plan(Where.LESSON, "DIS-04")
    assert plan is not None
    return Climb(chosen, rules, WORKED, plan, Where.LESSON)


def owned(state: PupilState = EMPTY_STATE) -> PupilState:
    return Fold(policy(), WORKED, {"a": state})["a"]


def test_each_act_is_marked_as_the_rules_mark_it_and_the_oldest_scopes_go() -> None:
    one, state, taken = climb(), EMPTY_STATE, owned()
    for number in range(3 * WINDOWS_KEPT):
        event = happened(f"e{number}", scope=f"lesson {number // 2}")
        expected = by_rules(policy(), WORKED, state, event)
        assert one.decide(state, event, own=False) == expected
        after = one.take(taken, event)
        assert after == expected[1]
        state, taken = expected[1], owned(expected[1])
    assert len(state.windows) == WINDOWS_KEPT
    assert [type(mark) for mark in taken.windows[-1].marks] == [Mark, Mark]


def test_an_act_without_a_scope_is_left_to_the_rules() -> None:
    event = happened(scope="")
    assert climb().decide(EMPTY_STATE, event, own=False) is None
    assert climb().take(owned(), event) is None


@pytest.mark.parametrize(("points", "plain"), [("additive", True), ("replace", False)])
def test_where_a_step_takes_back_what_the_chain_has_posted_the_rules_look(points: str, plain: bool) -> None:
    one = climb(points__warning_then_referral=points)
    _, state = by_rules(policy(), WORKED, EMPTY_STATE, happened("one"))
    assert (one.decide(state, happened("two"), own=False) is not None) is plain
    assert (one.take(owned(state), happened("two")) is not None) is plain
