"""Plain acts are decided as the rules decide them; whatever is more than plain is left to the rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import EMPTY_STATE, Adjustment, Event, PupilState
from evenhand.engine.fold import Fold
from evenhand.engine.rules.plain import ACTS_KEPT, PlainActs, plain_acts
from evenhand.engine.step import by_rules, step
from evenhand.engine.values import EventKind, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, happened, plain_streams, policy

each_pack = pytest.mark.parametrize("name", PACKS)
AWARD = happened("one", "ACH-A1", EventKind.ACHIEVEMENT)
SETTINGS: tuple[dict[str, str], ...] = (
    {},
    {"points__warning_then_referral": "replace"},
    {"ladder__scope": "day"},
    {"ladder__match": "same"},
)


def is_plain(event: Event, state: PupilState = EMPTY_STATE) -> bool:
    return plain_acts(policy(), WORKED).decide(state, event) is not None


@each_pack
@given(data=st.data())
def test_a_plain_act_brings_about_what_the_rules_bring_about(name: str, data: st.DataObject) -> None:
    chosen = policy(name, **(data.draw(st.sampled_from(SETTINGS)) if name == "star_binary" else {}))
    state = EMPTY_STATE
    for event in data.draw(plain_streams(name)):
        found = plain_acts(chosen, WORKED).decide(state, event)
        expected = by_rules(chosen, WORKED, state, event)
        assert found in (None, expected)
        assert step(chosen, WORKED, state, event) == expected
        state = expected[1]


@each_pack
def test_each_item_alone_is_decided_as_the_rules_decide_it(name: str) -> None:
    chosen, found = policy(name), 0
    for item in chosen.pack.items.values():
        for kind in (EventKind.ACHIEVEMENT, EventKind.CONCERN):
            for where in Where:
                event = happened("one", item.code, kind, where=where)
                answer = plain_acts(chosen, WORKED).decide(EMPTY_STATE, event)
                found += answer is not None
                assert answer in (None, by_rules(chosen, WORKED, EMPTY_STATE, event))
    assert found


def test_most_acts_are_plain() -> None:
    assert is_plain(AWARD)
    assert is_plain(happened())


@pytest.mark.parametrize(
    "event",
    [
        happened("one", "RED-01"),
        happened("one", "NOPE"),
        happened("one", scope=""),
        happened("one", adjustments=[Adjustment("a", "repeat_step", 1)]),
        AWARD._replace(details={"conflict": True}),
        AWARD._replace(kind=EventKind.VOID),
        happened("one", "ACH-A1", EventKind.ACHIEVEMENT, day=date(2030, 1, 7)),
        happened("one", day=date(2030, 1, 7)),
    ],
)
def test_what_may_bring_more_is_left_to_the_rules(event: Event) -> None:
    assert not is_plain(event)


def test_what_an_act_passes_or_raises_is_decided_by_the_rules_that_watch_it() -> None:
    state, seen = EMPTY_STATE, set()
    for number in range(200):
        event = happened(f"e{number}", *(("DIS-04",) if number % 2 else ("ACH-A1", EventKind.ACHIEVEMENT)),
                         scope=f"lesson {number}")  # fmt: skip
        decision, after = by_rules(policy(), WORKED, state, event)
        kinds = {outcome.kind for outcome in decision.outcomes}
        assert plain_acts(policy(), WORKED).decide(state, event) == (decision, after)
        seen |= kinds
        state = after
    assert {"recognise", "level"} <= seen


def test_a_state_alone_is_that_which_the_decision_leaves() -> None:
    acts, running = plain_acts(policy(), WORKED), Fold(policy(), WORKED)
    state, taken = EMPTY_STATE, 0
    for number in range(120):
        event = happened(f"e{number}", *(("DIS-04",) if number % 2 else ("ACH-A1", EventKind.ACHIEVEMENT)),
                         scope=f"lesson {number}")  # fmt: skip
        before, (_, state) = state, by_rules(policy(), WORKED, state, event)
        running.put("a", before)
        after = acts.take(running["a"], event)
        taken += after == state
        assert after in (None, state)
    assert taken == 120


def test_a_referral_is_plain_too() -> None:
    _, state = step(policy(), WORKED, EMPTY_STATE, happened("one"))
    assert is_plain(happened("two"), state)
    assert is_plain(happened("two", scope="another"), state)


def test_sums_are_changed_as_they_stand_only_for_their_owner() -> None:
    _, state = step(policy(), WORKED, EMPTY_STATE, AWARD)
    again = AWARD._replace(id="two")
    acts = plain_acts(policy(), WORKED)
    kept, own = acts.decide(state, again), acts.decide(state._replace(), again, own=True)
    assert kept is not None
    assert own is not None
    assert kept[1] == own[1]
    assert kept[1].totals is not state.totals
    assert own[1].totals is state.totals


def test_no_more_acts_are_kept_than_a_few_thousand() -> None:
    acts = PlainActs(policy(), WORKED)
    for number in range(ACTS_KEPT + 2):
        acts.decide(EMPTY_STATE, AWARD._replace(code=f"no such {number}"))
    assert [len(found) <= ACTS_KEPT for found in acts._found.values()] == [True]
    assert acts.decide(EMPTY_STATE, AWARD) is not None
