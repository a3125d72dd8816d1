"""`step` is pure and total, keeps pupils apart, sums what it posts, and never issues an exclusion."""

from __future__ import annotations

import copy
import pickle
import re
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Decision, Missing, Outcome, OutsideCalendar, Place, Post, Propose
from evenhand.engine.facts import EMPTY_STATE, Answer, Event, Fact, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Condition
from evenhand.engine.rules.ledger import period_keys
from evenhand.engine.rules.turn import UNSAID
from evenhand.engine.step import advance, decide, step
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import state_from_plain, state_to_plain, to_plain
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import (
    PACKS,
    TUESDAY,
    any_event,
    happened,
    pack,
    policy,
    run,
    streams,
    told_of_voids,
    void,
)

EXPELLING = re.compile(r"exclu|suspen|expel|\b(fte|pex|isic)\b", re.IGNORECASE)
each_pack = pytest.mark.parametrize("name", PACKS)


def fold(name: str, events: tuple[Event, ...]) -> tuple[dict[str, Decision], list[PupilState]]:
    """What came of a stream, with the state before each event and after the last."""
    chosen = policy(name)
    decisions: dict[str, Decision] = {}
    states = [EMPTY_STATE]
    for event in events:
        told = told_of_voids(events, decisions, event)
        decisions[event.id], state = step(chosen, WORKED, states[-1], told)
        states.append(state)
    return decisions, states


@each_pack
@given(data=st.data())
def test_anything_gets_an_answer_and_a_refusal_changes_nothing(name: str, data: st.DataObject) -> None:
    events = data.draw(streams(name))
    decisions, states = fold(name, events)
    for event, before, after in zip(events, states, states[1:], strict=False):
        decision = decisions[event.id]
        assert all(isinstance(outcome, get_args(Outcome)) for outcome in decision.outcomes)
        if decision.refused:
            assert decision.outcomes == ()
            assert after is before


@each_pack
@given(data=st.data())
def test_advancing_gives_the_state_of_a_step_and_its_outcomes_without_reasons(
    name: str, data: st.DataObject
) -> None:
    events = data.draw(streams(name))
    decisions, states = fold(name, events)
    for event, before, after in zip(events, states, states[1:], strict=False):
        brought: list[Outcome] = []
        told = told_of_voids(events, decisions, event)
        assert advance(policy(name), WORKED, before, told, brought) == after
        told_why = [outcome._replace(reason=UNSAID) for outcome in decisions[event.id].outcomes]
        assert [outcome._replace(reason=UNSAID) for outcome in brought] == told_why


@each_pack
@given(data=st.data())
def test_the_same_inputs_give_the_same_answer_and_stay_as_they_were(name: str, data: st.DataObject) -> None:
    events = data.draw(streams(name, most=5))
    _, states = fold(name, events)
    event, state = data.draw(any_event(name, 99, ["e0"])), states[-1]
    seen = to_plain(state), to_plain(event)
    again = pickle.loads(pickle.dumps(event)), state_from_plain(copy.deepcopy(state_to_plain(state)))  # noqa: S301  our own bytes
    first = step(policy(name), WORKED, state, event)
    assert (to_plain(state), to_plain(event)) == seen
    assert first == step(policy(name), WORKED, state, event)
    assert to_plain(first) == to_plain(step(policy(name), WORKED, again[1], again[0]))
    assert decide(policy(name), WORKED, state, event) == first[0]


@each_pack
@given(data=st.data())
def test_what_others_do_changes_nothing_for_a_pupil(name: str, data: st.DataObject) -> None:
    mine, yours = data.draw(streams(name, most=4)), data.draw(streams(name, most=4))
    order = data.draw(st.permutations([0] * len(mine) + [1] * len(yours)))
    states, queues = [EMPTY_STATE, EMPTY_STATE], [list(mine), list(yours)]
    for whose in order:
        event = queues[whose].pop(0)
        _, states[whose] = step(policy(name), WORKED, states[whose], event)
    for events, state in zip((mine, yours), states, strict=True):
        alone = EMPTY_STATE
        for event in events:
            _, alone = step(policy(name), WORKED, alone, event)
        assert alone == state


@pytest.mark.covers("STAR-32")
@each_pack
@given(data=st.data())
def test_a_ledgers_total_is_the_sum_of_its_posts_in_each_period(name: str, data: st.DataObject) -> None:
    events = data.draw(streams(name))
    decisions, states = fold(name, events)
    wanted: dict[str, int] = {}
    by_id = {event.id: event for event in events}
    for event in events:
        subject = by_id[event.about] if event.kind == EventKind.VOID and event.about in by_id else event
        for outcome in decisions[event.id].outcomes:
            if isinstance(outcome, Post):
                for key in period_keys(WORKED, subject.at.day):
                    full = f"{outcome.ledger}|{key}"
                    wanted[full] = wanted.get(full, 0) + outcome.value
    kept = states[-1].totals
    assert {key: kept[key] for key in kept} == {key: wanted[key] for key in kept}
    assert {key for key in wanted if "|y:" in key or "|b:" in key} <= set(kept)


@pytest.mark.covers("STAR-XCe")
@each_pack
@given(data=st.data())
def test_no_run_ever_issues_an_exclusion(name: str, data: st.DataObject) -> None:
    decisions, _ = fold(name, data.draw(streams(name)))
    for decision in decisions.values():
        for outcome in decision.outcomes:
            if not isinstance(outcome, Propose):
                assert not names_an_exclusion(outcome), outcome
            if isinstance(outcome, Place):
                assert pack(name).placements[outcome.placement].kind in ("removal_room", "time_out")


def names_an_exclusion(outcome: Outcome) -> bool:
    """Whether the outcome itself, its reason left aside, is about an exclusion."""
    return bool(EXPELLING.search(repr(outcome[:-1])))


@pytest.mark.covers("STAR-82a", "STAR-XCe")
@pytest.mark.parametrize(
    "code", [item.code for item in pack("star_binary").items.values() if "starred" in item.tags]
)
def test_each_starred_act_opens_a_case_for_the_principal_and_no_more(code: str) -> None:
    details = dict.fromkeys(pack("star_binary").items[code].details, 9)
    done = run(policy(), happened(code=code)._replace(details=details))
    cases = [o for o in done.decisions["one"].outcomes if isinstance(o, Propose)]
    assert [(case.proposal, case.decider) for case in cases] == [("exclusion_consideration", "principal")]
    assert not any(names_an_exclusion(o) for o in done.decisions["one"].outcomes if o not in cases)


@pytest.mark.covers("STAR-3")
@given(data=st.data())
def test_answers_about_no_agreed_adjustment_change_nothing(data: st.DataObject) -> None:
    events = [event for event in data.draw(streams("star_binary")) if event.kind == EventKind.CONCERN]
    plain = [event._replace(adjustments=(), answers=()) for event in events]
    bold = [event._replace(adjustments=()) for event in events]
    assert run(policy(), *plain) == run(policy(), *bold)


@pytest.mark.covers("STAR-3", "STAR-87")
@pytest.mark.parametrize("outcome", ["waived", "adjusted", "not_applied"])
def test_no_answer_spares_a_pupil_without_an_adjustment_the_referral(outcome: str) -> None:
    answer = Answer("none", outcome, "I would rather not")
    done = run(policy(), happened("one"), happened("two", at="11:40", answers=[answer]))
    assert done.step("two") == "referral"
    assert len(done.outcomes("two", "place")) == 1


@pytest.mark.covers("STAR-3")
def test_two_pupils_with_the_same_act_get_the_same_points_unless_one_has_an_adjustment() -> None:
    acts = [happened("one"), happened("two", "DIS-07", at="11:40")]
    first, second = run(policy(), *acts), run(policy(), *acts)
    assert first == second
    assert [o.value for o in first.outcomes("two", "post") if isinstance(o, Post)] == [3]


@given(st.integers(0, 3), st.data())
def test_an_act_taken_back_is_as_if_it_never_was_for_later_acts(place: int, data: st.DataObject) -> None:
    codes = data.draw(
        st.lists(st.sampled_from(["DIS-04", "DIS-07", "RED-01", "ACH-A1"]), min_size=4, max_size=4)
    )
    chosen = policy(points__warning_then_referral=data.draw(st.sampled_from(["additive", "replace"])))
    kinds = {"A": EventKind.ACHIEVEMENT, "D": EventKind.CONCERN, "R": EventKind.CONCERN}
    acts = [happened(f"a{n}", code, kinds[code[0]], at=f"11:{20 + n}") for n, code in enumerate(codes)]
    last = happened("last", at="11:50")
    # What was decided between the act and its void stays decided; the void comes before anything else happens.
    with_it = run(chosen, *acts[: place + 1])
    gone = void(acts[place], with_it.decisions[acts[place].id])
    after = run(chosen, gone, *acts[place + 1 :], last, state=with_it.state)
    without = run(chosen, *acts[:place], *acts[place + 1 :], last)
    for act in (*acts[place + 1 :], last):
        assert after.decisions[act.id] == without.decisions[act.id]
    assert {k: v for k, v in after.state.totals.items() if v} == {
        k: v for k, v in without.state.totals.items() if v
    }
    assert after.state.stays == without.state.stays


def test_each_way_not_to_answer_but_silence_is_reached() -> None:
    missing = run(policy(), happened(code="NOPE"))
    assert missing.missing("one") == ("code",)
    closed = run(policy(), happened(day=WORKED.known_until + timedelta(days=1)))
    assert [item.kind for item in closed.decisions["one"].unanswered] == ["outside_calendar"]
    assert closed.decisions["one"].refused
    assert closed.state == EMPTY_STATE


def test_out_of_class_red_line_by_duty_staff_waits_for_the_leader() -> None:
    done = run(
        policy(), happened(code="RED-01", where=Where.OUT_OF_CLASS, scope="break", roles=["duty_staff"])
    )
    assert [kind for kind in ("place", "post") if done.outcomes("one", kind)] == []
    assert done.step("one") == "referral"


@pytest.mark.parametrize(
    ("code", "details", "lacks", "cites"),
    [
        ("DIS-02", {}, ("detail:minutes_late", "detail:note_shown"), ("T1", "A2", "80")),
        ("DIS-02", {"minutes_late": 4, "note_shown": ""}, ("detail:note_shown",), ("T1", "A2", "80")),
        ("DIS-02", {"minutes_late": 400, "note_shown": False}, ("detail:minutes_late",), ("T1", "A2", "80")),
        ("DIS-02", {"minutes_late": 3, "note_shown": False}, ("condition:minutes_late",), ("T1",)),
        ("DIS-02", {"minutes_late": 4, "note_shown": True}, ("condition:note_shown",), ("T1",)),
        ("DIS-02", {"minutes_late": 4, "note_shown": False}, (), ()),
        ("DIS-04", {}, (), ()),
    ],
)
def test_an_act_is_recorded_once_its_details_are_there_and_its_conditions_hold(
    code: str, details: dict[str, Fact], lacks: tuple[str, ...], cites: tuple[str, ...]
) -> None:
    done = run(policy(), happened("one", code)._replace(details=details))
    assert done.missing("one") == lacks
    assert [one.cites for one in done.decisions["one"].unanswered if isinstance(one, Missing)] == (
        [cites] if lacks else []
    )
    assert done.step("one") == ("" if lacks else "warning")


def test_a_detail_that_is_not_demanded_may_be_left_out_and_one_that_is_may_not() -> None:
    done = run(policy("infiniti"), happened("broken", "SAF-05"), happened("other", "SAF-08"))
    assert done.missing("broken") == ()
    assert done.missing("other") == ("detail:description",)


@pytest.mark.parametrize(("minutes", "fits"), [(4, True), (5, True), (6, False), ("", False), ("4", False)])
def test_a_condition_may_be_a_limit_from_above(minutes: Fact, *, fits: bool) -> None:
    item = pack("tiny").items["TALK"]
    limited = replace(item, conditions=(Condition("minutes", "at_most", 5),))
    changed = replace(pack("tiny"), items={**pack("tiny").items, item.code: limited})
    done = run(Policy.of(changed), happened("one", "TALK", minutes=minutes))
    assert done.decisions["one"].refused is not fits


def test_lateness_and_missed_homework_bring_what_their_route_says() -> None:
    late = happened("late", "OTH-01", EventKind.LATE, at="08:50")
    missed = happened("hw", "OTH-02", EventKind.HOMEWORK_MISSED)
    done = run(policy(), late, missed)
    assert [(o.ledger, o.value) for o in done.outcomes("late", "post") if isinstance(o, Post)] == [
        ("behaviour", 2)
    ]
    assert [o.kind for o in done.decisions["hw"].outcomes] == ["post", "task"]


def test_a_step_is_chosen_on_the_ladder_of_that_kind_of_place_and_counts_once() -> None:
    first = happened("one", "LRN-01", EventKind.LADDER_STEP, step=1)
    came = happened("came", "LRN-01", EventKind.LADDER_STEP, step=1, about="one", outcome="complied")
    away = first._replace(id="away", spot=first.spot._replace(where=Where.OFF_SITE))
    done = run(policy("infiniti"), first, came, away)
    assert (done.step("one"), done.step("came")) == ("redirection", "redirection")
    assert done.state.counts["concern|d:2026-09-15"] == 1
    assert done.missing("away") == ("ladder",)
    assert run(policy(), first).missing("one") == ("ladder",)


def test_an_act_in_the_room_is_the_next_chance_or_a_note_as_the_adult_chose() -> None:
    stay = [happened("one", "RED-01"), happened("here", "", EventKind.ARRIVAL, at="11:26", about="one")]
    act = happened("act", "DIS-04", EventKind.CONDUCT, where=Where.PLACEMENT, about="one", at="12:00")
    act = act._replace(roles=("removal_manager",))
    noted = act._replace(id="noted", details={"as": "note", "note": "Tapped the table"})
    done = run(policy(), *stay, noted, act)
    assert (done.step("noted"), done.step("act")) == ("noted", "manager_warning")


def test_a_half_day_of_a_day_without_school_is_outside_the_calendar() -> None:
    saturday = happened(day=TUESDAY + timedelta(days=4))
    done = run(policy(ladder__scope="half_day"), saturday)
    assert done.decisions["one"].unanswered == (OutsideCalendar(saturday.at.day),)
    assert (done.decisions["one"].outcomes, done.state) == ((), EMPTY_STATE)
