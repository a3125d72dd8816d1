"""What a recognition posts and counts, for an owner of the state and for everybody else."""

from __future__ import annotations

from datetime import timedelta

from evenhand.engine.decisions import Recognise
from evenhand.engine.facts import PupilState
from evenhand.engine.rules import ledger
from evenhand.engine.rules.plain.entry import DAYS_KEPT, Entry
from evenhand.engine.rules.sums import Sums
from evenhand.engine.step import by_rules
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, policy

AWARD = happened("one", "ACH-A1", EventKind.ACHIEVEMENT)
YEAR = "achievement|y:2026-27"


def entry() -> Entry:
    item = policy().pack.items["ACH-A1"]
    value = item.points["achievement"]["recorded"]
    posts = (ledger.entry("achievement", value, "recorded", item.cites),)
    return Entry(policy(), policy().on(TUESDAY), WORKED, posts, "recognised")


def test_an_owner_keeps_the_very_state() -> None:
    one, state = entry(), PupilState(Sums(), Sums())
    first = one.decide(state, AWARD, own=False)
    assert first == by_rules(policy(), WORKED, state, AWARD)
    assert not state.totals
    second = one.decide(state, AWARD, own=True)
    assert second is not None
    assert second[1] is state
    assert one.take(state, AWARD) is state
    assert state.totals[YEAR] == 2 * one.posted[0][1]


def test_what_is_awarded_with_it_is_what_the_rules_award() -> None:
    state = PupilState(Sums({YEAR: 49}), Sums())
    found = entry().decide(state, AWARD, own=True)
    assert found == by_rules(policy(), WORKED, state, AWARD)
    assert found is not None
    assert any(isinstance(outcome, Recognise) for outcome in found[0].outcomes)
    assert state.totals == {YEAR: 49}


def test_only_the_newest_days_are_kept() -> None:
    one = entry()
    for number in range(DAYS_KEPT + 2):
        assert one.on(TUESDAY + timedelta(days=number)) is not None
    assert len(one._changes) <= DAYS_KEPT
    assert one.on(TUESDAY.replace(year=2040)) is None
