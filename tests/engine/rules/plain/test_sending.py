"""A referral is decided and taken as the rules decide it, whether it joins a stay, opens one or is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.fold import Fold
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.plain import plain_acts
from evenhand.engine.step import by_rules
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, happened, lesson_streams, policy, told_of_voids

each_pack = pytest.mark.parametrize("name", PACKS)
SETTINGS: tuple[dict[str, str | bool], ...] = (
    {},
    {"register__live_tasks": True},
    {"stay__overlap": "stack"},
    {"stay__release_point": "clock_time"},
    {"stay__over_break": "waive"},
    {"trigger__week": "rolling_5"},
    {"points__warning_then_referral": "replace"},
)


def referred(scope: str, ident: str = "", day: date = date(2026, 9, 15)) -> tuple[Event, Event]:
    """Two acts in one lesson, of which the second is a referral."""
    first = happened(f"first in {scope}", scope=scope, day=day)
    return first, first._replace(id=ident or f"second in {scope}")


def after(chosen: Policy, *events: Event, state: PupilState = EMPTY_STATE) -> PupilState:
    """What the rules leave."""
    for event in events:
        state = by_rules(chosen, WORKED, state, event)[1]
    return state


def taken(chosen: Policy, state: PupilState, event: Event) -> PupilState | None:
    """What is taken without the rules, by an owner of the state."""
    return plain_acts(chosen, WORKED).take(Fold(chosen, WORKED, {"a": state})["a"], event)


@each_pack
@given(data=st.data())
def test_referrals_bring_about_what_the_rules_bring_about(name: str, data: st.DataObject) -> None:
    chosen = policy(name, **(data.draw(st.sampled_from(SETTINGS)) if name == "star_binary" else {}))
    events, state, decisions = data.draw(lesson_streams(name)), EMPTY_STATE, dict[str, Decision]()
    acts = plain_acts(chosen, WORKED)
    for event in events:
        told = told_of_voids(events, decisions, event)
        expected = by_rules(chosen, WORKED, state, told)
        held = Fold(chosen, WORKED, {"a": state})
        mine = held["a"]
        found = acts.take(mine, told)
        assert found in (None, expected[1])
        assert found is not None or mine == state
        assert acts.decide(state, told) in (None, expected)
        assert (held.tell("a", told), held["a"]) == expected
        decisions[event.id], state = expected


def test_a_referral_opens_a_stay_and_the_next_one_joins_it() -> None:
    chosen = policy()
    first, second = referred("a")
    third, fourth = referred("b")
    state = after(chosen, first)
    opened = taken(chosen, state, second)
    assert opened == after(chosen, second, state=state)
    assert opened is not None
    assert [stay.id for stay in opened.stays] == [second.id]
    state = after(chosen, third, state=opened)
    joined = taken(chosen, state, fourth)
    assert joined == after(chosen, fourth, state=state)
    assert joined is not None
    assert [claim.event for claim in joined.stays[0].claims] == [second.id, fourth.id]
    assert joined.counts["placed:removal_room|y:2026-27"] == 1


def test_a_referral_that_the_calendar_refuses_is_left_to_the_rules() -> None:
    chosen, last = policy(), WORKED.last_school_day_of_year(WORKED.years[-1])
    first, second = referred("a", day=last)
    state = after(chosen, first)
    decision, unchanged = by_rules(chosen, WORKED, state, second)
    assert decision.refused
    assert unchanged is state
    assert taken(chosen, state, second) is None
    assert plain_acts(chosen, WORKED).decide(state, second) is None


@pytest.mark.parametrize("settings", [{"register__live_tasks": True}, {"stay__overlap": "stack"}])
def test_where_more_than_the_stay_follows_the_rules_take_it(settings: dict[str, str | bool]) -> None:
    chosen = policy(**settings)
    first, second = referred("a")
    assert taken(chosen, after(chosen, first), second) is None


def test_a_referral_of_a_stay_that_nothing_has_counted_is_left_to_the_rules() -> None:
    chosen = policy()
    state = after(chosen, *referred("a"), referred("b")[0])
    assert taken(chosen, state, referred("b")[1]) is not None
    assert taken(chosen, state._replace(counted=()), referred("b")[1]) is None


def test_the_event_that_opened_the_stay_told_again_is_left_to_the_rules() -> None:
    chosen = policy()
    state = after(chosen, *referred("a"), referred("b")[0])
    again = referred("b", ident=state.stays[0].id)[1]
    assert taken(chosen, state, again) is None
    found = plain_acts(chosen, WORKED).decide(state, again)
    assert found in (None, by_rules(chosen, WORKED, state, again))
