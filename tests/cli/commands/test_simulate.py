"""`evenhand simulate`: two replays and their difference."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evenhand.cli.main import main
from tests.histories import TINY, people, row, write_csv

ROWS = (
    row("e1"),
    row("e2", "13:00:00", lesson="7L-P4"),
    row("e3", "13:10:00", pupil="ben", lesson="8R-P4"),
    row("e4", "13:20:00", lesson="7L-P4"),
)


def simulate(tmp_path: Path, *args: str, rows: tuple[dict[str, str], ...] = ROWS, code: int = 0) -> None:
    pupils, _ = people(tmp_path)
    events = write_csv(tmp_path / "events.csv", rows)
    given = ["--calendar", "worked", "--events", str(events), "--pupils", str(pupils), *args]
    assert main(["simulate", "--pack", TINY, *given]) == code


def test_who_gains_and_loses_by_year_and_group_and_where_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simulate(tmp_path, "--set", "step.scope=day", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["outcomes"]["step quiet"] == {"was": 1, "would": 2, "gain": 1, "lose": 0}
    assert found["outcomes"]["step remind"] == {"was": 3, "would": 2, "gain": 0, "lose": 1}
    assert found["by"]["form"]["7L"]["outcomes"]["step quiet"]["gain"] == 1
    assert found["by"]["year_group"]["8"]["outcomes"] == {
        "step remind": {"was": 1, "would": 1, "gain": 0, "lose": 0}
    }
    (ada,) = found["pupils"]
    assert ada["gains"] == {"place quiet_room": 1, "step quiet": 1}
    assert (ada["pupil"], ada["loses"]) == ("ada", {"step remind": 1})
    assert ada["first"]["event"] == "e2"
    assert [one["step"] for one in ada["first"]["was"]] == ["remind"]
    assert ada["first"]["would"][0]["used"][0] == {"key": "step.scope", "value": "day", "since": "0001-01-01"}


def test_the_table_says_it_in_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulate(tmp_path, "--set", "step.scope=day")
    told = capsys.readouterr().out
    assert "1 of 2 pupils: something would have been different" in told
    assert "ada: e2 at 2026-09-15T13:00:00+01:00: step remind (counted, 1, step.scope = lesson" in told
    assert "would be: step quiet (counted, 2, step.scope = day" in told
    assert "form 7L, 1 pupils" in told
    assert "form 8R" not in told


def test_the_same_policy_makes_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulate(tmp_path, "--against", TINY, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["pupils"] == []
    assert all(one["was"] == one["would"] for one in found["outcomes"].values())


def test_against_another_pack_with_other_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Path(shutil.copytree(TINY, tmp_path / "other"))
    catalogue = other / "catalogue.toml"
    catalogue.write_text(catalogue.read_text().replace('"TALK"', '"SPEAK"').replace('["chatting"]', "[]"))
    rows = (row("e1"), row("e2", "11:30:00", code="WANDER"))
    simulate(tmp_path, "--against", str(other), "--json", rows=rows)
    found = json.loads(capsys.readouterr().out)
    assert found["rows_only_known"] == {"was": 1, "would": 0}
    assert found["pupils"][0]["loses"] == {"place quiet_room": 1, "step quiet": 1, "task talk": 1}
    assert found["pupils"][0]["first"]["would"] == []


def test_a_row_that_neither_side_can_have_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simulate(tmp_path, "--set", "step.scope=day", rows=(*ROWS, row("bad", code="NONE")), code=1)
    assert "events.csv:6 code: 'NONE' is not in the catalogue" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "--against PACK or --set"),
        (("--set", "step.scope"), "expected key=value"),
        (("--set", "step.scope=century"), "is not one of"),
        (("--against", "nowhere"), "neither a pack"),
    ],
)
def test_wrong_usage(
    args: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simulate(tmp_path, *args, code=2)
    assert told in capsys.readouterr().err
