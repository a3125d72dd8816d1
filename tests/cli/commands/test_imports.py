"""The command compares, applies on request, says all that is wrong, and leaves nothing half done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school
from evenhand.cli.main import main

FOLDER = Path(__file__).resolve().parents[2] / "data" / "roster-sds-uk" / "100_Users"

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["import", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out or "{}")


def count(slug: str) -> int:
    school = School.objects.get(slug=slug)
    with in_school(school):
        return Pupil.objects.count()


def test_schools_that_are_not_here_are_offered_to_be_created(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "roster", str(FOLDER)]) == 1
    assert "--map 10001=SLUG, or --create" in capsys.readouterr().out
    code, report = run(capsys, "roster", str(FOLDER), "--create", "--apply")
    assert (code, report["applied"]) == (0, True)
    assert (count("contoso-high-school"), count("fabrikam-high-school")) == (60, 26)
    code, report = run(capsys, "roster", str(FOLDER), "--apply")
    assert code == 0
    assert [one["counts"]["enrolments"]["unchanged"] for one in report["schools"]] == [434, 196]


def test_without_apply_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    create_school(trust="", name="Contoso High School")
    create_school(trust="", name="Elsewhere", slug="elsewhere")
    code, report = run(capsys, "roster", str(FOLDER), "--map", "10002=elsewhere")
    assert code == 0
    assert report["schools"][0]["counts"]["pupils"]["added"] == 60
    assert count("contoso-high-school") == count("elsewhere") == 0


def test_one_school_that_is_not_known_holds_all_back(capsys: pytest.CaptureFixture[str]) -> None:
    create_school(trust="", name="Contoso High School")
    code, report = run(capsys, "roster", str(FOLDER), "--apply")
    assert (code, report["applied"]) == (1, False)
    assert count("contoso-high-school") == 0


def test_sound_rows_go_in_and_the_faults_are_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "StudentEnrollment.csv").open("a", newline="") as file:
        file.write("11001,99999\r\n")
    code, report = run(capsys, "roster", str(tmp_path), "--create", "--apply")
    assert (code, report["applied"]) == (1, True)
    assert [fault["value"] for fault in report["faults"]] == ["99999"]
    with in_school(School.objects.get(slug="contoso-high-school")):
        assert Enrolment.objects.count() == 420


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"\x00\xff\x00\xff", b'"never closed\n1,2\n'])
def test_a_broken_file_is_a_problem_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    create_school(trust="", name="Contoso High School")
    (tmp_path / "roster.zip").write_bytes(content)
    code, report = run(capsys, "roster", str(tmp_path / "roster.zip"), "--create", "--apply")
    assert (code, report["applied"]) == (1, False)
    assert report["faults"]
    assert count("contoso-high-school") == 0


@pytest.mark.parametrize(
    "arguments", [("--school", "nowhere"), ("--map", "10001"), ("--map", "10001=nowhere")]
)
def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert main(["import", "roster", str(FOLDER), *arguments]) == 2
    assert capsys.readouterr().err.startswith("evenhand import: ")
