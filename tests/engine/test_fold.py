"""A fold changes states as they stand, and they are those that deciding each event by the rules gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE, Event
from evenhand.engine.fold import Fold
from evenhand.engine.step import advance, by_rules
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import (
    PACKS,
    happened,
    lesson_streams,
    plain_streams,
    policy,
    streams,
    told_of_voids,
)

each_pack = pytest.mark.parametrize("name", PACKS)


@each_pack
@given(data=st.data())
def test_whatever_happens_states_and_decisions_are_those_of_the_rules(name: str, data: st.DataObject) -> None:
    check(name, data.draw(plain_streams(name) | streams(name) | lesson_streams(name)))


def check(name: str, events: tuple[Event, ...]) -> None:
    """Decide the events by the rules, by a fold that decides them, and by one that does not."""
    chosen = policy(name)
    telling, taking, state = Fold(chosen, WORKED), Fold(chosen, WORKED), EMPTY_STATE
    decisions: dict[str, Decision] = {}
    for event in events:
        told = told_of_voids(events, decisions, event)
        before = state
        decisions[event.id], state = by_rules(chosen, WORKED, state, told)
        assert telling.tell("a", told) == decisions[event.id]
        taking.take("a", told)
        assert telling["a"] == taking["a"] == state == advance(chosen, WORKED, before, told)


def test_a_state_that_was_handed_out_stays_as_it_was() -> None:
    award = happened("one", "ACH-A1", EventKind.ACHIEVEMENT)
    running = Fold(policy(), WORKED)
    running.take("a", award)
    first = running["a"]
    assert first.counts["recognised|y:2026-27"] == 1
    running.take("a", award._replace(id="two"))
    assert first.counts["recognised|y:2026-27"] == 1
    assert running["a"].counts["recognised|y:2026-27"] == 2
    again = Fold(policy(), WORKED, {"a": first, "b": EMPTY_STATE})
    again.take("a", award._replace(id="three"))
    again.take("b", award._replace(id="four"))
    assert first.counts["recognised|y:2026-27"] == 1
    assert not EMPTY_STATE.counts
    assert (list(again), len(again)) == (["a", "b"], 2)


def test_a_refused_event_changes_nothing() -> None:
    running = Fold(policy(), WORKED)
    assert running.tell("a", happened(code="NOPE")).refused
    assert running["a"] == EMPTY_STATE


def test_a_fold_goes_on_from_the_state_that_it_is_given() -> None:
    running = Fold(policy(), WORKED)
    running.take("a", happened("one"))
    held = running["a"]
    running.put("b", held)
    assert running.owned()["b"] == held
