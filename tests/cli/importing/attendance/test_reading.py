"""Rows of marks, read."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.conduct.importing import ground_of as people_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.attendance.mapping import MarkMapping
from evenhand.cli.importing.attendance.reading import Marks, read_marks
from evenhand.cli.importing.roster import Usage
from tests.cast import SchoolCast


def read(cast: SchoolCast, path: Path, text: str) -> Marks:
    path.write_text(text, encoding="utf-8")
    with in_school(cast.school):
        return read_marks(path, ground_of(cast.school.pk), people_of(cast.school), MarkMapping())


def test_the_same_row_twice_is_one_mark(here: SchoolCast, tmp_path: Path) -> None:
    row = "8-0,2026-11-17,am,/\n"
    marks = read(here, tmp_path / "a.csv", "pupil,date,session,code\n" + 2 * row)
    assert (len(marks.said), marks.refused) == (1, 0)


def test_an_empty_file_says_what_it_should_be(here: SchoolCast, tmp_path: Path) -> None:
    marks = read(here, tmp_path / "a.csv", "")
    assert marks.said == {}
    assert "a file with rows" in marks.faults[0].expected


def test_a_file_that_is_not_there_is_wrong_usage(here: SchoolCast, tmp_path: Path) -> None:
    with in_school(here.school), pytest.raises(Usage):
        read_marks(tmp_path / "no.csv", ground_of(here.school.pk), people_of(here.school), MarkMapping())
