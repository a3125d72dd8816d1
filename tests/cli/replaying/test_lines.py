"""Decisions as JSON: what is written says all that was decided, whatever it was."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying import lines
from evenhand.cli.replaying.lines import close_line, event_line
from evenhand.engine.close import Period
from evenhand.engine.decisions import Decision, Missing, PolicySilent
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, TUESDAY, happened, moment, policy, streams, told_of_voids


def plainly(value: Any) -> Any:
    """The slow way: named fields as objects, dates and times as ISO."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plainly(one) for name, one in value._asdict().items()}
    if isinstance(value, tuple):
        return [plainly(one) for one in value]
    return value.isoformat() if isinstance(value, date | time) else value


def expected(decision: Decision) -> dict[str, Any]:
    outcomes = []
    for one in decision.outcomes:
        plain = plainly(one)
        reason = plain.pop("reason")
        values = dict(reason["values"])
        why = {"cites": reason["cites"], "why": reason["key"], "values": values, "used": reason["used"]}
        outcomes.append({"kind": one.kind, **plain, **why})
    silent = [item for item in decision.unanswered if isinstance(item, PolicySilent) and item.setting]
    return {
        "outcomes": outcomes,
        "refused": [
            {"kind": item.kind, **plainly(item)} for item in decision.unanswered if item not in silent
        ],
        "defaults": [item.setting for item in silent],
    }


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
def test_a_line_holds_every_field_of_the_decision(name: str, data: st.DataObject) -> None:
    events = data.draw(streams(name))
    decisions: dict[str, Decision] = {}
    state = EMPTY_STATE
    for event in events:
        told = told_of_voids(events, decisions, event)
        decisions[event.id], state = step(policy(name), WORKED, state, told)
        line = json.loads(event_line("s", "ada", event, "then", decisions[event.id]))
        head = {"school": "s", "event": event.id, "at": "then", "pupil": "ada"}
        assert line == {**head, "kind": event.kind, "code": event.code, **expected(decisions[event.id])}


def test_a_close_names_its_period_and_a_refusal_what_is_missing() -> None:
    period = Period("week", "w:2026-09-14", moment(TUESDAY, time(23, 59, 59)))
    decision = Decision((), (Missing(("attendance",), ("12",)), PolicySilent("G-1", "")))
    line = json.loads(close_line("s", "ada", period, "then", decision))
    assert (line["close"], line["period"]) == ("week", "w:2026-09-14")
    assert line["refused"] == [
        {"kind": "missing", "facts": ["attendance"], "cites": ["12"]},
        {"kind": "policy_silent", "question": "G-1", "setting": ""},
    ]


def test_quotes_and_line_ends_in_an_id_stay_inside_the_line() -> None:
    event = happened('a"\n\u2028é', "DIS-04")
    decision, _ = step(policy(), WORKED, EMPTY_STATE, event)
    line = event_line("", "p\\", event, "x", decision)
    assert "\n" not in line
    assert json.loads(line)["event"] == event.id


def test_what_is_written_again_and_again_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "SAME_KEPT", 2)
    acts = [happened("one"), happened("one", "DIS-02"), happened("one", "ACH-A1", EventKind.ACHIEVEMENT)]
    decided = [step(policy(), WORKED, EMPTY_STATE, event)[0] for event in acts]
    first = [event_line("s", "ada", event, "then", one) for event, one in zip(acts, decided, strict=True)]
    assert first == [
        event_line("s", "ada", event, "then", one) for event, one in zip(acts, decided, strict=True)
    ]
    assert [json.loads(line)["outcomes"] for line in first] == [expected(one)["outcomes"] for one in decided]
