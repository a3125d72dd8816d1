"""Any CSV by a mapping: what is mapped goes in, what is not is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.conduct.importing import Reading, ground_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.events.mapped_csv import read_mapped
from evenhand.cli.importing.events.mapping import read_mapping
from evenhand.cli.importing.roster import Usage
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast

MAPPING = """
source = "old system"
[columns]
id = "Ref"
date = "Day"
time = "Time"
given = "Forename"
family = "Surname"
form = "Reg"
code = "Type"
kind = "Sign"
where = "Location"
by = "Staff"
text = "Comment"
[details]
minutes = "Minutes"
[pupil]
key = "name_and_form"
[dates]
format = "%d/%m/%Y"
[codes]
"Star of the day" = "ACH-A1"
[kinds]
"+" = "merit"
[places]
"Room 4" = "lesson"
"""
HEADER = "Ref;Day;Time;Forename;Surname;Reg;Type;Sign;Location;Staff;Comment;Minutes;Colour"
GOOD = "1;16/11/2026;11:20;Amara;Year8;8R;star of the day;+;Room 4;Ms Reed;Helped;;red"


def read(
    school: SchoolCast, folder: Path, *rows: str, mapping: str = MAPPING, header: str = HEADER
) -> Reading:
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    path = folder / "old.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="cp1252")
    with in_school(school.school):
        return read_mapped(path, ground_of(school.school), read_mapping(folder / "mapping.toml"))


def test_a_row_is_read_by_the_mapping(here: SchoolCast, tmp_path: Path) -> None:
    reading = read(here, tmp_path, GOOD)
    [told] = reading.told
    assert (told.source, told.source_id, told.code, told.kind) == (
        "old system", "1", "ACH-A1", EventKind.ACHIEVEMENT,
    )  # fmt: skip
    assert (told.day.isoformat(), f"{told.clock:%H:%M}", told.where) == ("2026-11-16", "11:20", Where.LESSON)
    assert (told.reporter, told.text, told.details) == ("Ms Reed", "Helped", {})
    assert (told.pupil.given, told.pupil.family, told.pupil.form) == ("Amara", "Year8", "8R")
    assert reading.notes == ["old.csv: columns passed over: Colour"]
    assert reading.faults == []


@pytest.mark.parametrize(
    ("was", "becomes", "column"),
    [
        ("star of the day", "Stare of the day", "Type"),
        ("16/11/2026", "11/16/2026", "Day"),
        ("11:20", "late", "Time"),
        (";+;", ";?;", "Sign"),
        ("Room 4", "Moon", "Location"),
        ("1;16", ";16", "Ref"),
        ("Amara;Year8", ";", "Surname"),
        (";red", ";red;more", ""),
    ],
)
def test_what_is_not_mapped_is_refused_with_its_place(
    here: SchoolCast, tmp_path: Path, was: str, becomes: str, column: str
) -> None:
    reading = read(here, tmp_path, GOOD.replace(was, becomes, 1), GOOD.replace("1;", "2;", 1))
    assert [(one.line, one.column) for one in reading.faults] == [(2, column)]
    assert [told.source_id for told in reading.told] == ["2"]
    assert reading.refused == 1


def test_rows_without_an_id_are_told_apart_by_what_they_say(here: SchoolCast, tmp_path: Path) -> None:
    mapping = MAPPING.replace('id = "Ref"\n', "")
    other = GOOD.replace("11:20", "12:20")
    first = [told.source_id for told in read(here, tmp_path, GOOD, GOOD, other, mapping=mapping).told]
    again = [told.source_id for told in read(here, tmp_path, other, GOOD, GOOD, mapping=mapping).told]
    assert len(set(first)) == 3
    assert set(first) == set(again)


def test_a_mapping_that_does_not_fit_the_file_is_wrong_usage(here: SchoolCast, tmp_path: Path) -> None:
    with pytest.raises(Usage, match="no column Ref"):
        read(here, tmp_path, header=HEADER.replace("Ref", "Number"))
    with pytest.raises(Usage, match="to find the pupil"):
        read(here, tmp_path, GOOD, mapping=MAPPING.replace('form = "Reg"\n', ""))
    with pytest.raises(Usage, match="code and at"):
        read(here, tmp_path, GOOD, mapping=MAPPING.replace('code = "Type"\n', ""))
