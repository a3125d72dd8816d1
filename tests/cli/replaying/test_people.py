"""Pupils and staff from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.cli.replaying.faults import BadRow
from evenhand.cli.replaying.people import NOBODY, People, read_people, year_group
from evenhand.engine.history import Known


def given(tmp_path: Path, pupils: str, staff: str = "id,roles\n") -> People:
    (tmp_path / "p.csv").write_text(pupils)
    (tmp_path / "s.csv").write_text(staff)
    return read_people(tmp_path / "p.csv", tmp_path / "s.csv")


def test_all_other_columns_are_groups(tmp_path: Path) -> None:
    people = given(tmp_path, "id,year_group,form,house\nada,7,7L,\n", "id,roles\nt1,teacher;duty_leader\n")
    assert people.kinds == ("form", "house")
    assert people.pupils_of("any") == {"ada": Known(7, {"form": "7L"})}
    assert people.staff_of("any") == {"t1": ("duty_leader", "teacher")}
    assert people.faults == ()


def test_a_school_has_its_own_people(tmp_path: Path) -> None:
    people = given(tmp_path, "school,id,year_group\nnorth,1,7\nsouth,1,8\n")
    assert people.pupils_of("south") == {"1": Known(8, {})}
    assert people.pupils_of("east") == {}
    assert NOBODY.pupils_of("east") is None


def test_faults_have_file_line_and_column(tmp_path: Path) -> None:
    people = given(tmp_path, "id,year_group\nada,seven\nben,8\nben,9\n,9\n", "id,roles\nt1,king\n")
    assert [(one.file, one.line, one.field) for one in people.faults] == [
        ("p.csv", 2, "year_group"), ("p.csv", 4, "id"), ("p.csv", 5, "id"), ("s.csv", 2, "roles"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "year"), [("8", 8), ("Year 8", 8), ("R", 0), ("reception", 0), ("", None)])
def test_year_groups(text: str, year: int | None) -> None:
    assert year_group(text) == year


@pytest.mark.parametrize("text", ["-1", "eight", "٨", "100"])
def test_no_year_groups(text: str) -> None:
    with pytest.raises(BadRow):
        year_group(text)
