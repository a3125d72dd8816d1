"""Only a decider's act issues a sanction; acts come in their order, and a void leaves nothing behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Formal
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.step import step
from evenhand.engine.values import Act, EventKind
from evenhand.engine.wire import state_from_plain, state_to_plain
from tests.engine.formal import COMPLETE, MONDAY, act, issue, lawful
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import ROLES, happened, run, streams, taken_back

POLICIES = ("star_binary", "infiniti")
OTHERS = (*ROLES, "senior_leader", "trust_leader", "clerk", "office", "governor", "senco")


@pytest.mark.covers("STAR-XCe")
@pytest.mark.parametrize("name", POLICIES)
@given(data=st.data())
def test_nothing_but_an_act_about_a_sanction_issues_one(name: str, data: st.DataObject) -> None:
    events = [event for event in data.draw(streams(name)) if event.kind != EventKind.SANCTION]
    done = run(lawful(name), *events)
    assert done.state.sanctions == ()
    assert not any(isinstance(o, Formal) for decision in done.decisions.values() for o in decision.outcomes)


@pytest.mark.covers("STAR-164", "INF-SE-1")
@given(st.sets(st.sampled_from(OTHERS)), st.sampled_from(list(Act)), st.sampled_from(["", "vice", "x"]))
def test_nobody_but_the_decider_or_who_acts_by_record_issues_one(
    roles: set[str], stage: Act, title: str
) -> None:
    opened = act("open", "consider", code="fixed_period")
    tried = issue("tried", about="open", acting_as=title)
    tried = tried._replace(roles=tuple(sorted(roles)), details={**tried.details, "stage": str(stage)})
    done = run(lawful(), opened, tried)
    assert all(item.stage != "issued" for item in done.state.sanctions)


def test_the_same_act_by_the_principal_issues_it() -> None:
    done = run(lawful(), act("open", "consider", code="fixed_period"), issue("done", about="open"))
    assert [(item.id, item.stage, item.units) for item in done.state.sanctions] == [("open", "issued", 2)]


@given(st.integers(1, 20), st.sampled_from(["am", "pm"]), st.integers(0, 2))
def test_an_act_taken_back_is_as_if_it_had_never_been(halves: int, session: str, place: int) -> None:
    acts = [
        act("open", "consider", code="fixed_period", about="incident"),
        issue("done", halves=halves, session=session, about="open", code=""),
        act("told", "received", about="open", roles=("clerk",), received_on="2026-11-09"),
    ]
    before = run(lawful(), *acts[:place]).state
    after = run(lawful(), *acts[: place + 1])
    gone = taken_back(acts[place], after.decisions[acts[place].id])
    void = happened(
        "void", "", EventKind.VOID, day=MONDAY, about=acts[place].id, voids=gone, reason="Mistaken"
    )
    undone = run(lawful(), void, state=after.state).state
    assert undone._replace(counts={key: n for key, n in undone.counts.items() if n}) == before


@pytest.mark.parametrize(
    ("event", "missing"),
    [
        (act("x", "nonsense", code="fixed_period"), "detail:stage"),
        (act("x", "consider", code="nothing"), "code"),
        (act("x", "received", code="fixed_period", roles=("clerk",)), "sanction"),
        (act("x", "consider"), "sanction"),
        (act("x", "advise", code="fixed_period"), "sanction"),
        (act("x", "raise", code="fixed_period"), "stage:raise"),
    ],
)
def test_an_act_that_makes_no_sense_is_missing_something(event: object, missing: str) -> None:
    done = run(lawful(), event)  # type: ignore[arg-type]  # an Event, as parametrize passes it
    assert missing in done.missing("x")
    assert done.state == EMPTY_STATE


def test_what_an_earlier_act_of_the_kind_said_is_not_taken_for_this_ones_word() -> None:
    told = act("a", "notified", about="issued", notice="decision", to="family")
    mute = act("b", "notified", about="issued")
    done = run(lawful(), issue(), told, mute)
    assert set(done.missing("b")) == {"detail:notice", "detail:to"}


def test_a_withdrawn_sanction_takes_no_further_act() -> None:
    back = act("back", "withdraw", about="issued", reason="Somebody else")
    done = run(lawful(), issue(), back, act("call", "call", about="issued", how="phone"))
    assert done.missing("call") == ("sanction",)


def test_the_state_with_its_acts_comes_back_from_storage() -> None:
    state = run(lawful(), issue(), act("back", "withdraw", about="issued", reason="Somebody else")).state
    assert state_from_plain(state_to_plain(state)) == state


def test_a_plain_event_never_looks_at_sanctions() -> None:
    state = run(lawful(), issue()).state
    _, after = step(lawful(), WORKED, state, happened("plain"))
    assert after.sanctions is state.sanctions


def test_every_fact_of_the_policy_is_asked_for_before_a_decision() -> None:
    for name in ("looked_after", "social_worker", "other_authority", "pathway"):
        told = {key: value for key, value in COMPLETE.items() if key != name}
        tried = act("x", "issue", code="fixed_period", start="2026-11-09", half_days=2, more=told)
        assert "detail:" + name in run(lawful(), tried).missing("x")
