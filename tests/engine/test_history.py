"""A school's history: the same as folding a pupil alone, with voids told what they take back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine import close as closing
from evenhand.engine.close import Closing
from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.history import History, Known
from evenhand.engine.period_ends import period_ends
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, moment, policy, streams, void

ENDS = period_ends(WORKED, moment, ("week",))


def history(voided: tuple[str, ...] = (), roster: tuple[str, ...] = ()) -> History:
    return History(policy(), WORKED, ENDS, dict.fromkeys(roster, Known(8)), voided)


@given(data=st.data())
def test_what_is_decided_for_each_pupil_is_what_a_fold_of_that_pupil_decides(data: st.DataObject) -> None:
    events = data.draw(
        streams("star_binary").map(lambda drawn: [e for e in drawn if e.kind != EventKind.VOID])
    )
    pupils = [data.draw(st.sampled_from("ab")) for _ in events]
    told = history()
    states = {"a": EMPTY_STATE, "b": EMPTY_STATE}
    for pupil, event in zip(pupils, events, strict=True):
        decision, states[pupil] = step(policy(), WORKED, states[pupil], event)
        assert told.tell(pupil, event) == decision
    assert {pupil: told.states[pupil] for pupil in pupils} == {pupil: states[pupil] for pupil in pupils}


def test_a_void_is_completed_with_what_its_subject_brought_about() -> None:
    first, second = happened("one"), happened("two", at="11:25")
    told = history(voided=("two",))
    told.tell("a", first)
    before = told.states["a"]
    decided = told.tell("a", second)
    bare = void(second, decided)._replace(voids=None)
    assert not told.tell("a", bare).refused
    assert told.states["a"].totals == before.totals
    assert told.tell("a", bare._replace(id="again")).refused


def test_an_event_that_nobody_said_would_be_voided_is_forgotten() -> None:
    told = history()
    event = happened("one")
    decided: Decision = told.tell("a", event)
    assert told.tell("a", void(event, decided)._replace(voids=None)).refused


def test_periods_are_closed_for_everybody_with_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str, int | None, object]] = []

    def watch(running: Closing) -> None:
        seen.extend(
            (running.period.key, pupil, turn.event.year_group, turn.event.details.get("sessions"))
            for pupil, turn in running.turns.items()
        )

    monkeypatch.setattr(closing, "CLOSERS", (watch,))
    told = history(roster=("a", "b"))
    told.know("b", "week", {"sessions": 10})
    event = happened("one")
    assert told.due(event.at.instant)
    assert [period.key for period, _ in told.close_until(event.at.instant)] == [
        "w:2026-08-31",
        "w:2026-09-07",
    ]
    assert not told.due(event.at.instant)
    assert seen == [
        ("w:2026-08-31", "a", 8, None), ("w:2026-08-31", "b", 8, 10),
        ("w:2026-09-07", "a", 8, None), ("w:2026-09-07", "b", 8, None),
    ]  # fmt: skip


def test_a_void_that_was_refused_may_be_made_again() -> None:
    told = history(voided=("one",))
    event = happened("one")
    bare = void(event, told.tell("a", event))._replace(voids=None)
    assert told.tell("a", bare._replace(id="without a reason", details={})).refused
    assert not told.tell("a", bare).refused


def test_of_whom_something_is_known_is_closed_for_and_keeps_what_was_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, object, int]] = []

    def watch(running: Closing) -> None:
        seen.extend(
            (pupil, turn.event.details.get("sessions"), turn.counts.get("concern|y:2026-27", 0))
            for pupil, turn in running.turns.items()
        )

    told = history()
    told.tell("a", happened("one"))
    told.know("a", "week", {"sessions": 9})
    told.know("new", "week", {"sessions": 10})
    monkeypatch.setattr(closing, "CLOSERS", (watch,))
    list(told.close_until(ENDS[0].at.instant + 1))
    assert seen == [("a", 9, 1), ("new", 10, 0)]


def test_a_close_sees_what_happened_since_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def watch(running: Closing) -> None:
        seen.extend(turn.counts.get("concern|y:2026-27", 0) for turn in running.turns.values())

    monkeypatch.setattr(closing, "CLOSERS", (watch,))
    told = history(roster=("a",))
    list(told.close_until(ENDS[0].at.instant + 1))
    told.tell("a", happened("one"))
    told.tell("a", happened("two", "RED-01", at="11:30"))
    list(told.close_until(ENDS[1].at.instant + 1))
    assert seen == [0, 2]


def test_a_period_that_ends_at_that_very_second_is_not_closed_yet() -> None:
    told = history(roster=("a",))
    last = ENDS[0].at.instant
    assert not told.due(last)
    assert list(told.close_until(last)) == []
    assert told.due(last + 1)
    assert [period for period, _ in told.close_until(last + 1)] == [ENDS[0]]


def test_an_entry_of_another_pupil_is_not_taken_back() -> None:
    told = history(voided=("one",))
    event = happened("one")
    decided = told.tell("a", event)
    bare = void(event, decided)._replace(voids=None)
    assert told.tell("b", bare).refused
    assert not told.tell("a", bare._replace(id="own")).refused
