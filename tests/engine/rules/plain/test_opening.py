"""A referral that opens a stay changes what the rules change, also where a trigger fires or a report is suggested."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import EMPTY_STATE, Counted, Event, PupilState, Report
from evenhand.engine.fold import Fold
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.plain import plain_acts
from evenhand.engine.rules.plain.opening import Opening
from evenhand.engine.rules.sums import Sums
from evenhand.engine.step import by_rules
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, happened, pack, policy

each_pack = pytest.mark.parametrize("name", PACKS)
SETTINGS: tuple[dict[str, str | bool], ...] = (
    {},
    {"trigger__week": "rolling_5"},
    {"register__live_tasks": True},
    {"stay__over_break": "waive"},
)
FIRST = date(2026, 9, 7)


def referred(day: date, ident: str = "sent") -> tuple[Event, Event]:
    """Two acts in one lesson of a day, of which the second sends the pupil away."""
    first = happened(f"before {ident}", day=day, scope=f"{day}/{ident}")
    return first, first._replace(id=ident)


def after(chosen: Policy, *events: Event, state: PupilState = EMPTY_STATE) -> PupilState:
    """What the rules leave; whoever was sent away has left again."""
    for event in events:
        state = by_rules(chosen, WORKED, state, event)[1]._replace(stays=())
    return state


def agrees(chosen: Policy, state: PupilState, event: Event) -> tuple[bool, PupilState]:
    """Whether the state after an event is taken without the rules, and that state; all ways come to the same."""
    acts, held = plain_acts(chosen, WORKED), Fold(chosen, WORKED, {"a": state})
    expected = by_rules(chosen, WORKED, state, event)
    mine = held["a"]
    found = acts.take(mine, event)
    assert found in (None, expected[1])
    assert found is not None or mine == state
    assert acts.decide(state, event) in (None, expected)
    assert (held.tell("a", event), held["a"]) == expected
    return found is not None, expected[1]


@each_pack
@given(data=st.data())
def test_stays_are_opened_as_the_rules_open_them(name: str, data: st.DataObject) -> None:
    chosen = policy(name, **(data.draw(st.sampled_from(SETTINGS)) if name == "star_binary" else {}))
    codes = [item.code for item in pack(name).items.values() if not item.details]
    code, state = data.draw(st.sampled_from(codes)), EMPTY_STATE
    days = data.draw(st.lists(st.integers(0, 330), min_size=1, max_size=12))
    for number, past in enumerate(days if data.draw(st.booleans()) else sorted(days)):
        ident = f"e{data.draw(st.sampled_from([number] * 9 + [number // 2]))}"
        for event in referred(FIRST + timedelta(days=past), ident):
            state = agrees(chosen, state, event._replace(code=code))[1]
        # Who has left may be sent away anew; now and then a report runs meanwhile.
        state = state._replace(stays=() if data.draw(st.integers(0, 5)) else state.stays)
        if data.draw(st.integers(0, 11)) == 0:
            state = state._replace(reports=(Report("r", "report_card", FIRST),))


def test_two_referrals_in_a_week_fire_their_trigger_and_it_is_taken_so() -> None:
    chosen = policy()
    (first, sent), (second, again) = referred(FIRST, "one"), referred(FIRST + timedelta(days=2), "two")
    state = after(chosen, first, sent, second)
    assert not state.cases
    taken, found = agrees(chosen, state, again)
    assert taken
    assert [case.about for case in found.cases] == ["two"]
    assert len(found.counted) == 2


def test_so_many_stays_suggest_a_report_by_what_is_told_and_change_no_more_than_the_days() -> None:
    chosen = policy()
    wanted = chosen.on(FIRST).number(chosen.pack.reports["report_card"].suggest_from)
    state = EMPTY_STATE
    for number in range(wanted):
        first, sent = referred(FIRST + timedelta(days=7 * number), f"e{number}")
        state = after(chosen, first, state=state)
        decision = by_rules(chosen, WORKED, state, sent)[0]
        suggested = any(("report", "report_card") in one.reason.values for one in decision.outcomes)
        taken, state = agrees(chosen, state, sent)
        assert taken
        assert suggested == (number == wanted - 1)
        state = state._replace(stays=())
    assert len(state.recent["report:report_card"]) == wanted


def test_what_was_counted_too_long_ago_is_dropped() -> None:
    chosen = policy()
    first, sent = referred(FIRST + timedelta(days=300))
    old = Counted("referrals", "old", "old", FIRST)
    state = after(chosen, first)._replace(counted=(old,))
    taken, found = agrees(chosen, state, sent)
    assert taken
    assert [row.event for row in found.counted] == ["sent"]


def test_a_pupil_on_report_is_left_to_the_rules() -> None:
    chosen, day = policy(), FIRST
    first, sent = referred(day)
    rules = chosen.on(day)
    opening = Opening(chosen, rules, WORKED, rules.pack.placements["removal_room"])
    state = after(chosen, first)
    claim = by_rules(chosen, WORKED, state, sent)[1].stays[0].claims[0]
    assert opening.of(state, sent, claim) is not None
    assert opening.of(state._replace(reports=(Report("r", "report_card", day),)), sent, claim) is None
    holiday = sent._replace(at=sent.at._replace(day=date(2026, 12, 25)))
    assert opening.on(holiday) is None
    assert opening.of(state, holiday, claim) is None


def test_the_stay_is_counted_in_the_sums_as_they_stand() -> None:
    chosen = policy()
    first, sent = referred(FIRST)
    held = Fold(chosen, WORKED, {"a": after(chosen, first)})
    counts = held.owned()["a"].counts
    held.take("a", sent)
    assert isinstance(counts, Sums)
    assert held.owned()["a"].counts is counts
    assert counts["placed:removal_room|y:2026-27"] == 1


def test_an_act_of_an_id_that_was_counted_long_ago_is_not_counted_anew() -> None:
    chosen = policy()
    first, sent = referred(FIRST + timedelta(days=280))
    for old in (Counted("referrals", "sent", "other", FIRST), Counted("referrals", "other", "sent", FIRST)):
        state = after(chosen, first)._replace(counted=(old,))
        found = agrees(chosen, state, sent)[1]
        assert sum(row.event == "sent" for row in found.counted) == 1
