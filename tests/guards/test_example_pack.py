"""The example of a newcomer's pack: sound, its cases hold, and it runs over its events without any code of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.main import main
from tests.guards.tree import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "traffic_lights"


@pytest.fixture(scope="module")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What became of the example's own events."""
    out = tmp_path_factory.mktemp("replayed")
    files = [
        part for name in ("events", "pupils", "staff") for part in (f"--{name}", str(EXAMPLE / f"{name}.csv"))
    ]
    assert main(["replay", "--pack", str(EXAMPLE), "--calendar", "worked", *files, "--out", str(out)]) == 0
    return [json.loads(line) for line in (out / "decisions.jsonl").read_text(encoding="utf-8").splitlines()]


def brought(decisions: list[Any], event: str) -> list[str]:
    """What an event brought about, in short."""
    (one,) = (item for item in decisions if item.get("event") == event)
    assert one["refused"] == []
    named = {"post": "ledger", "step": "step", "place": "placement", "task": "task", "tell": "audience"}
    return [f"{item['kind']} {item[named[item['kind']]]}" for item in one["outcomes"]]


def test_the_pack_is_sound_and_its_cases_hold() -> None:
    assert main(["pack", "check", str(EXAMPLE)]) == 0
    assert main(["pack", "test", str(EXAMPLE)]) == 0


def test_green_amber_red_and_green_again_in_the_morning(decisions: list[Any]) -> None:
    assert brought(decisions, "e01") == ["post green"]
    assert brought(decisions, "e02") == ["step amber"]
    assert brought(decisions, "e03") == ["step red", "place calm_corner", "task talk", "tell family"]
    assert brought(decisions, "e06") == ["step amber"]
    assert brought(decisions, "e08") == ["step amber"], "the one before it was taken back"


def test_on_friday_those_with_most_green_cards_of_each_class_are_recognised(decisions: list[Any]) -> None:
    closes = [one for one in decisions if one.get("close") == "week" and one["outcomes"]]
    assert {(one["period"], one["at"][:10]) for one in closes} == {("w:2026-09-14", "2026-09-18")}
    assert {one["pupil"]: [item["award"] for item in one["outcomes"]] for one in closes} == {
        "ada": ["golden_time"],
        "ben": ["golden_time"],
        "cara": ["golden_time"],
    }


def test_every_clause_is_built_and_cited() -> None:
    texts = (EXAMPLE / "clauses.toml").read_text(encoding="utf-8")
    assert "built = false" not in texts
    assert Path(EXAMPLE / "cases").is_dir()
