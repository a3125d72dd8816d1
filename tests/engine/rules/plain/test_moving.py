"""An arrival or a release is taken as the rules take it; whatever brings more than a change of the stay is left to them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.fold import Fold
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.plain import plain_acts
from evenhand.engine.step import by_rules
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, happened, pack, policy

each_pack = pytest.mark.parametrize("name", PACKS)
SETTINGS: tuple[dict[str, str | bool], ...] = (
    {},
    {"restorative__release_gate": "off"},
    {"register__live_tasks": True},
    {"stay__overlap": "stack"},
    {"contact__deadline": "before_bell"},
    {"stay__late_finish": "never"},
)
STATIONS = ("register", "reading", "reflection", "family", "repair")
MOVES = (EventKind.ARRIVAL, EventKind.ARRIVAL, EventKind.STATION, EventKind.RELEASE, EventKind.RELEASE)
DAYS = (date(2026, 9, 10), date(2026, 10, 16), date(2026, 12, 18), date(2027, 7, 20), date(2031, 1, 6))


def after(chosen: Policy, *events: Event) -> PupilState:
    """What the rules leave."""
    state = EMPTY_STATE
    for event in events:
        state = by_rules(chosen, WORKED, state, event)[1]
    return state


def taken(chosen: Policy, state: PupilState, event: Event) -> PupilState | None:
    """What is taken without the rules, by an owner of the state."""
    return plain_acts(chosen, WORKED).take(Fold(chosen, WORKED, {"a": state})["a"], event)


def told(ident: str, kind: EventKind, about: str = "sent", code: str = "") -> Event:
    return happened(ident, code, kind, about=about)


SENT = happened("sent", "RED-01")
HERE = told("here", EventKind.ARRIVAL)
GATE = told("gate", EventKind.STATION, code="repair")
GONE = told("gone", EventKind.RELEASE)


@st.composite
def moves(draw: st.DrawFn, name: str, state: PupilState, number: int) -> Event:
    """An act in a lesson, or something that happens to a stay: mostly to one that is open."""
    day = draw(st.sampled_from(DAYS[:-1] * 4 + DAYS)) + timedelta(days=draw(st.integers(0, 4)))
    ident = draw(st.sampled_from([f"e{number}"] * 12 + ["e0", "e1"]))
    year, at = (
        draw(st.sampled_from([8, 8, 11, None])),
        draw(st.sampled_from(["09:05", "11:20", "15:59", "17:30"])),
    )
    if draw(st.integers(0, 2)) == 0:
        sends = [item.code for item in pack(name).items.values() if not item.details]
        code = draw(st.sampled_from(sends))
        return happened(ident, code, day=day, at=at, scope=f"{day}/a")._replace(year_group=year)
    kind = draw(st.sampled_from(MOVES))
    about = draw(st.sampled_from([stay.id for stay in state.stays] * 6 + ["e0"]))
    code = (
        draw(st.sampled_from(STATIONS))
        if kind is EventKind.STATION
        else draw(st.sampled_from([""] * 9 + ["RED-01"]))
    )
    return happened(ident, code, kind, day=day, at=at, about=about)._replace(year_group=year)


@each_pack
@given(data=st.data())
def test_moves_leave_what_the_rules_leave(name: str, data: st.DataObject) -> None:
    chosen = policy(name, **(data.draw(st.sampled_from(SETTINGS)) if name == "star_binary" else {}))
    state, taking = EMPTY_STATE, Fold(chosen, WORKED)
    for number in range(data.draw(st.integers(3, 25))):
        event = data.draw(moves(name, state, number))
        expected = by_rules(chosen, WORKED, state, event)
        assert taken(chosen, state, event) in (None, expected[1])
        assert plain_acts(chosen, WORKED).decide(state, event) in (None, expected)
        taking.take("a", event)
        state = expected[1]
        assert taking["a"] == state


def test_an_arrival_and_a_release_are_taken_without_the_rules() -> None:
    chosen = policy()
    sent = after(chosen, SENT)
    here = taken(chosen, sent, HERE)
    assert here is not None
    assert here == after(chosen, SENT, HERE)
    assert (here.stays[0].stage, here.stays[0].done) == ("here", ("register",))
    assert [(case.kind, case.about) for case in here.cases] == [("restorative", "sent")]
    through = after(chosen, SENT, HERE, GATE)
    gone = taken(chosen, through, GONE)
    assert gone is not None
    assert gone == after(chosen, SENT, HERE, GATE, GONE)
    assert not gone.stays


@pytest.mark.parametrize(
    "event",
    [
        told("gone", EventKind.RELEASE),
        told("here", EventKind.ARRIVAL, about="another"),
        told("here", EventKind.ARRIVAL, code="RED-01"),
        told("sent", EventKind.ARRIVAL),
        HERE._replace(at=happened(day=date(2026, 9, 19)).at),
        HERE._replace(at=happened(day=date(2036, 9, 19)).at),
        HERE._replace(details={"destination": "Room 2"}),
    ],
    ids=["closed gate", "no such stay", "a code", "the referral's own id", "a Saturday", "beyond", "details"],
)
def test_what_may_bring_more_is_left_to_the_rules(event: Event) -> None:
    chosen = policy()
    assert taken(chosen, after(chosen, SENT), event) is None


def test_who_is_here_does_not_arrive_again() -> None:
    chosen = policy()
    assert taken(chosen, after(chosen, SENT, HERE), HERE._replace(id="again")) is None


def test_where_the_school_keeps_no_gate_a_release_changes_the_stay_alone() -> None:
    chosen = policy(restorative__release_gate="off")
    assert taken(chosen, after(chosen, SENT, HERE), GONE) == after(chosen, SENT, HERE, GONE)
