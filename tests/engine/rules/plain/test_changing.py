"""What a plain act changes on one day, and what it sets off."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.facts import EMPTY_STATE, PupilState
from evenhand.engine.rules.plain.changing import AMOUNTS_KEPT, Difference, Rising
from evenhand.engine.rules.sums import Sums
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, policy

AWARD = happened("one", "ACH-A1", EventKind.ACHIEVEMENT)
YEAR, BLOCK = "y:2026-27", "b:autumn-1"


def change(ledger: str, value: int, day: date = TUESDAY, *, acts: bool = False) -> Difference:
    chosen = policy(register__live_tasks=True) if acts else policy()
    return Difference(chosen, chosen.on(day), WORKED, ((ledger, value),), "recognised", day)


def with_sums(**totals: int) -> PupilState:
    return PupilState(Sums({name.replace("__", "|"): value for name, value in totals.items()}), Sums())


def test_sums_are_put_on_the_state_only_where_they_can_be_changed() -> None:
    one, state = change("achievement", 2), with_sums()
    assert one.put_on(state)
    assert state.totals[f"achievement|{YEAR}"] == 2
    assert state.counts[f"recognised|{YEAR}"] == 1
    assert not one.put_on(EMPTY_STATE)
    assert one.take(EMPTY_STATE, AWARD) is None
    totals, counts = one.put_on_copies(state)
    assert (totals[f"achievement|{YEAR}"], counts[f"recognised|{YEAR}"]) == (4, 2)
    assert state.totals[f"achievement|{YEAR}"] == 2


def test_a_multiple_that_is_passed_leaves_its_mark_once() -> None:
    one = change("achievement", 2)
    state = PupilState(Sums({f"achievement|{YEAR}": 49}), Sums())
    assert one.sets_off(state)
    after = one.take(state, AWARD)
    assert after is not None
    assert after.fired == {f"postcard|{YEAR}": "50"}
    assert after.totals is state.totals
    assert not one.sets_off(after)
    assert one.take(after, AWARD) is after


def test_an_award_whose_task_the_calendar_refuses_is_left_to_the_rules() -> None:
    last = WORKED.known_until
    one = change("achievement", 2, last)
    state = PupilState(Sums({f"achievement|{YEAR}": 49}), Sums())
    assert one.sets_off(state)
    assert one.take(state, AWARD._replace(at=AWARD.at._replace(day=last))) is None
    assert state.totals == {f"achievement|{YEAR}": 49}


@pytest.mark.parametrize("acts", [False, True])
def test_a_rise_is_looked_at_by_the_rules_where_it_brings_more_than_a_level_to_see(acts: bool) -> None:
    one = change("behaviour", 500, acts=acts)
    state = with_sums()
    assert one.sets_off(state)
    assert (one.take(state, AWARD) is None) is acts


def test_beyond_the_calendar_there_is_no_change() -> None:
    with pytest.raises(CalendarEnds):
        change("achievement", 2, date(2040, 1, 2))


def test_no_more_amounts_are_remembered_than_a_few_thousand() -> None:
    scale = policy().on(TUESDAY).live_scales[0]
    rising = Rising(scale, 1, ((f"behaviour|{BLOCK}", 1),), ())
    for amount in range(AMOUNTS_KEPT + 2):
        rising.moves(PupilState({f"behaviour|{BLOCK}": amount}))
    assert len(rising._known) <= AMOUNTS_KEPT
