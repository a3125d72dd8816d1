"""`evenhand pack show`, `diff` and `coverage`: words, JSON and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evenhand.cli.main import main
from tests.histories import TINY, people, row, write_csv


@pytest.fixture
def newer(tmp_path: Path) -> str:
    """The pack of two steps with another span for its reminders."""
    folder = Path(shutil.copytree(TINY, tmp_path / "newer"))
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text().replace('default = "lesson"', 'default = "day"'))
    return str(folder)


def said(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert main(["pack", *args]) == code
    return capsys.readouterr().out


def test_show_a_pack_a_clause_a_setting_and_a_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert "clauses by fate:" in said(capsys, "show", TINY)
    clause = said(capsys, "show", TINY, "2")
    assert "ladder two_steps, ladder step quiet" in clause
    assert "built: yes" in clause
    setting = json.loads(said(capsys, "show", TINY, "step.scope", "--json"))
    assert setting["choices"] == {"lesson": "The lesson", "day": "The day"}
    assert setting["used by"] == ["ladder two_steps"]
    figure = json.loads(said(capsys, "show", TINY, "param:talk.by", "--json"))
    assert figure["used by"] == ["placement quiet_room, effect task talk, due"]


def test_a_part_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "show", TINY, "step.scop"]) == 2
    assert 'expected "step.scope"' in capsys.readouterr().err


def test_diff_says_what_changed_and_what_it_could_touch(
    newer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "diff", TINY, newer, code=1)
    assert "setting step.scope default was lesson, is day" in told
    assert "those that cite 2 or use step.scope" in told
    plain = json.loads(said(capsys, "diff", TINY, newer, "--json", code=1))
    assert plain["could_affect"] == [
        {"cites": ["2"], "uses": "step.scope", "since": None, "because": "setting step.scope"}
    ]
    assert said(capsys, "diff", TINY, TINY) == "nothing changed\n"


def test_diff_with_events_says_which_outcomes_would_have_been_others(
    newer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = write_csv(tmp_path / "events.csv", (row("e1"), row("e2", "13:00:00", lesson="7L-P4")))
    pupils, _ = people(tmp_path)
    args = ("--events", str(events), "--calendar", "worked", "--pupils", str(pupils))
    told = said(capsys, "diff", TINY, newer, *args, code=1)
    assert "1 pupils would have had something different" in told
    assert "ada: e2 at 2026-09-15T13:00:00+01:00: step (counted, 1); would be: step (counted, 2)" in told
    assert json.loads(said(capsys, "diff", TINY, newer, *args, "--json", code=1))["past"]["outcomes"]


def test_diff_needs_two_packs_and_a_calendar_with_events(
    newer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "diff", TINY]) == 2
    assert "diff needs two packs" in capsys.readouterr().err
    assert main(["pack", "diff", TINY, newer, "--events", "x.csv"]) == 2
    assert "--events needs --calendar" in capsys.readouterr().err


def test_coverage_by_fate_and_by_clause(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "coverage", TINY)
    assert "Not built, or a gap (0): none" in told
    plain = json.loads(said(capsys, "coverage", TINY, "--json"))
    assert plain["fates"]["rule"] == {"clauses": 2, "not_built": 0, "without_case": 1}
    assert [one["clause"] for one in plain["clauses"]] == ["1", "2"]
