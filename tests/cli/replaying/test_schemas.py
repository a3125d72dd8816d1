"""The schemas hold for what goes in and what comes out, and the page is as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from evenhand.cli.replaying.lines import event_line
from evenhand.cli.replaying.schemas import (
    decisions_schema,
    events_schema,
    faults_schema,
    page,
    summary_schema,
)
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.step import step
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, policy, streams
from tests.guards.tree import ROOT, source
from tests.histories import faults, replay, row, write_csv

DECISIONS = Draft202012Validator(decisions_schema())


def problems(schema: dict[str, Any], value: object) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def test_the_page_is_up_to_date() -> None:
    assert source(ROOT / "docs" / "interchange.md") == page(), "run make docs"


def test_the_schemas_are_schemas() -> None:
    for schema in (decisions_schema(), events_schema(), faults_schema(), summary_schema()):
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", PACKS)
@given(data=st.data())
def test_whatever_is_decided_fits_the_schema(name: str, data: st.DataObject) -> None:
    state = EMPTY_STATE
    for event in data.draw(streams(name)):
        decision, state = step(policy(name), WORKED, state, event)
        line = json.loads(event_line("", "ada", event, "2026-09-15T11:20:00+01:00", decision))
        assert [error.message for error in DECISIONS.iter_errors(line)] == []


def test_a_real_run_fits_them_all(tmp_path: Path) -> None:
    rows = (
        row("e1", minutes=3),
        row("e2", kind="correction", code="", about="e1", reason="x"),
        row("e3", code="NO"),
    )
    decisions = replay(tmp_path / "out", write_csv(tmp_path / "events.csv", rows), code=1)
    assert [message for one in rows[:2] for message in problems(events_schema(), one)] == []
    assert [message for one in decisions for message in problems(decisions_schema(), one)] == []
    assert [message for one in faults(tmp_path / "out") for message in problems(faults_schema(), one)] == []
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert problems(summary_schema(), summary) == []


def test_what_is_not_so_does_not_fit() -> None:
    assert problems(events_schema(), {**row("e1"), "kind": "dance"})
    assert problems(events_schema(), {"id": "e1"})
    assert problems(decisions_schema(), {"school": "", "outcomes": []})
    assert problems(faults_schema(), {"file": "x"})
