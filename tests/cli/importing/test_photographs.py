"""`evenhand import photographs`: a dry run by default, machine-readable, the same again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.apps.people.models import Photograph
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.main import main
from tests.apps.people.photographs.portraits import portrait
from tests.cast import SchoolCast


def run(
    capsys: pytest.CaptureFixture[str], here: SchoolCast, folder: Path, *more: str
) -> tuple[int, dict[str, Any]]:
    code = main(["import", "photographs", str(folder), "--school", here.school.slug, "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_compare_apply_and_again(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"{here.pupil.source_id}.jpg").write_bytes(portrait())
    code, look = run(capsys, here, tmp_path)
    counts = look["schools"][0]["counts"]["photographs"]
    assert (code, look["applied"], counts["added"]) == (0, False, 1)
    with in_school(here.school):
        assert not Photograph.objects.exists()
    code, done = run(capsys, here, tmp_path, "--apply")
    assert (code, done["applied"]) == (0, True)
    code, again = run(capsys, here, tmp_path, "--apply")
    assert again["schools"][0]["counts"]["photographs"]["unchanged"] == 1
    assert again["applied"] is False
    (tmp_path / "nobody.jpg").write_bytes(b"no picture")
    code, fault = run(capsys, here, tmp_path)
    assert code == 1
    assert fault["faults"][0]["file"] == "nobody.jpg"
