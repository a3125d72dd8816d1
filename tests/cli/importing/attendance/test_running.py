"""Marks from a file: a dry run first, once, corrected by a new mark, each fault with its line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.apps.attendance.models import Mark
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.main import main
from evenhand.engine.values import EventKind
from tests.cast import SchoolCast

ROW = {"pupil": "8-0", "date": "2026-11-17", "session": "am", "code": "/", "minutes": "", "reason": ""}


def table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    status = main(["import", "attendance", str(path), "--school", "marlow", "--json", *more])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, report


def counts(report: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in report["schools"][0]["counts"]["marks"].items() if count}


def test_a_dry_run_says_what_would_be_and_changes_nothing(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "a.csv", ROW, ROW | {"pupil": "8-1", "code": "L", "minutes": "9"})
    status, report = run(capsys, path)
    assert (status, report["applied"], counts(report)) == (0, False, {"added": 2, "late arrivals": 1})
    with in_school(here.school):
        assert not Mark.objects.exists()
        assert not Event.objects.exists()


def test_marks_go_in_once_and_are_corrected_by_a_new_mark(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = ROW | {"code": "L", "minutes": "9"}
    path = table(tmp_path / "a.csv", late, late | {"session": "PM", "code": "\\", "minutes": ""})
    assert counts(run(capsys, path, "--apply")[1]) == {"added": 2, "late arrivals": 1}
    assert counts(run(capsys, path, "--apply")[1]) == {"unchanged": 2}
    with in_school(here.school):
        assert list(LedgerEntry.objects.values_list("value", flat=True)) == [2]
        assert OwedTime.objects.get().stage == "set"
        assert Event.objects.filter(kind=EventKind.ATTENDANCE).count() == 1
    table(path, ROW)
    assert counts(run(capsys, path, "--apply")[1]) == {"corrected": 1}
    with in_school(here.school):
        assert OwedTime.objects.get().stage == "withdrawn"
        assert [mark.code for mark in Mark.objects.filter(slot="am").order_by("number")] == ["L", "/"]


def test_marks_of_earlier_days_bring_points_and_no_detention(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [ROW | {"date": f"2026-11-{day}", "code": "L"} for day in (12, 13, 16)]
    assert counts(run(capsys, table(tmp_path / "a.csv", *rows), "--apply")[1])["late arrivals"] == 3
    with in_school(here.school):
        assert list(LedgerEntry.objects.values_list("value", flat=True)) == [2, 2, 2]
        assert not OwedTime.objects.exists()


def test_each_row_that_cannot_be_is_named_with_its_line(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [
        ROW | {"pupil": "nobody"},
        ROW | {"code": "QQ"},
        ROW | {"date": "17/11/2026"},
        ROW | {"date": "2026-11-21"},
        ROW | {"minutes": "soon"},
        ROW | {"session": "P9"},
        ROW,
        ROW | {"code": "N"},
    ]
    status, report = run(capsys, table(tmp_path / "a.csv", *wrong), "--apply")
    assert (status, counts(report)) == (1, {"added": 1, "refused": 7})
    assert [fault["line"] for fault in report["faults"]] == [2, 3, 4, 5, 6, 7, 9]
    assert "line 8 has /" in report["faults"][-1]["expected"]


def test_any_columns_by_a_mapping_with_a_day_in_each_row(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[pupil]\nkey = "name_and_form"\n[dates]\nformat = "%d/%m/%Y"\n[codes]\nPresent = "/"\nAfternoon = "\\\\"\n'
        '[columns]\ngiven = "First"\nfamily = "Last"\nform = "Reg"\ndate = "Day"\nam = "Morning"\npm = "Noon"\n',
        encoding="utf-8",
    )
    row = {
        "First": "Ben",
        "Last": "Year8",
        "Reg": "8R",
        "Day": "16/11/2026",
        "Morning": "Present",
        "Noon": "",
    }
    rows = [row, row | {"First": "Chloe", "Noon": "Afternoon"}]
    report = run(capsys, table(tmp_path / "a.csv", *rows), "--apply", "--mapping", str(mapping))[1]
    assert counts(report) == {"added": 3}
    with in_school(here.school):
        marks = Mark.objects.order_by("pupil__given", "slot")
        assert [(mark.pupil.given, mark.slot, mark.code) for mark in marks] == [
            ("Ben", "am", "/"), ("Chloe", "am", "/"), ("Chloe", "pm", "\\"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns]\nwho = 'x'\n", "[columns] who: expected"),
        ("[columns]\npupil = 'x'\n", "[columns] date is missing"),
        ("[what]\n", "what is not known"),
        ("[pupil]\nkey = 'shoe size'\n", "[pupil] key 'shoe size'"),
        ("=", "is not TOML"),
    ],
)
def test_a_mapping_that_is_wrong_is_wrong_usage(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(text, encoding="utf-8")
    path = table(tmp_path / "a.csv", ROW)
    status = main(["import", "attendance", str(path), "--school", "marlow", "--mapping", str(mapping)])
    assert status == 2
    assert words in capsys.readouterr().err


def test_a_file_without_the_columns_is_wrong_usage(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "a.csv", {"pupil": "8-0", "when": "2026-11-17"})
    assert main(["import", "attendance", str(path), "--school", "marlow"]) == 2
    assert "has no column" in capsys.readouterr().err
