"""`evenhand pack`: exit codes and words."""

import json
import shutil
from pathlib import Path

import pytest

from evenhand.cli.main import main
from tests.tiny_pack import PACKS

TINY = str(PACKS / "tiny")
TWENTY = str(PACKS / "faulty" / "twenty")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the pack of two steps that may be changed."""
    return Path(shutil.copytree(TINY, tmp_path / "copy"))


def test_a_sound_pack_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", TINY]) == 0
    assert "tiny 1: 2 clauses, 2 items" in capsys.readouterr().out
    assert main(["pack", "check", TINY, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert (plain["pack"], plain["errors"], len(plain["digest"])) == ("tiny", [], 64)


@pytest.mark.parametrize("act", ["check", "test"])
def test_faults_are_listed_and_exit_1(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", act, TWENTY]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("ladders.toml:20:1 ") for line in printed)
    assert printed[-1] == "22 faults"
    assert main(["pack", act, TWENTY, "--json"]) == 1
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert {"file", "line", "column", "path", "message", "expected", "mend"} == set(errors[0])
    assert len(errors) == 22


def test_no_such_pack_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", "no_such_pack"]) == 2
    assert "no_such_pack" in capsys.readouterr().err


def test_cases_that_hold_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "test", TINY]) == 0
    assert capsys.readouterr().out == "5 cases, 0 not as expected\n"


def test_a_case_that_fails_is_named(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = copy / "cases" / "steps.toml"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace('step = "remind"', 'step = "quiet"', 1), encoding="utf-8")
    assert main(["pack", "test", str(copy)]) == 1
    printed = capsys.readouterr().out
    assert "not so: The first time is a reminder" in printed
    assert 'step is remind, not "quiet"' in printed
    assert main(["pack", "test", str(copy), "--json"]) == 1
    plain = json.loads(capsys.readouterr().out)
    assert plain["failed"] == 1
    assert [case["case"] for case in plain["cases"] if case["failures"]] == [
        "The first time is a reminder, the second the quiet room"
    ]
    assert len(plain["cases"]) == 5


def test_a_pack_may_bring_its_own_calendar(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = copy / "cases" / "steps.toml"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace('calendar = "worked"', 'calendar = "own"'), encoding="utf-8")
    assert main(["pack", "test", str(copy)]) == 1
    assert "there is no calendar 'own'" in capsys.readouterr().out
    (copy / "calendars").mkdir()
    shutil.copy(
        PACKS.parents[2] / "src/evenhand/packs/england/calendars/worked.toml", copy / "calendars/own.toml"
    )
    assert main(["pack", "test", str(copy)]) == 0


def test_a_pack_without_cases_proves_nothing(copy: Path) -> None:
    shutil.rmtree(copy / "cases")
    assert main(["pack", "test", str(copy)]) == 1
