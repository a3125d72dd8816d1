"""The interchange format in CSV and JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from evenhand.apps.conduct.importing import Involved, Reading, ground_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.events.interchange import read_interchange
from evenhand.cli.importing.events.mapping import EventMapping
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast


def read(school: SchoolCast, path: Path) -> Reading:
    with in_school(school.school):
        return read_interchange(path, ground_of(school.school), EventMapping())


def test_json_lines_are_read_with_their_details(here: SchoolCast, tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    row = {
        "id": "a", "at": "2026-07-01T11:20:00+01:00", "pupil": "8-0", "kind": "praise", "code": "ACH-A1",
        "lesson": "8R", "by": "t1", "details": {"place": "Hall", "words": "kind", "witness": "t2"},
    }  # fmt: skip
    path.write_text(json.dumps(row) + "\nnot json\n" + json.dumps({**row, "id": ""}) + "\n", encoding="utf-8")
    reading = read(here, path)
    [told] = reading.told
    assert (told.kind, told.where, told.lesson, told.place) == (
        EventKind.ACHIEVEMENT,
        Where.LESSON,
        "8R",
        "Hall",
    )
    assert (told.day.isoformat(), f"{told.clock:%H:%M}") == ("2026-07-01", "11:20")
    assert told.involved == (Involved("witness", "t2", adult=True),)
    assert (told.details, told.reporter) == ({"words": "kind"}, "t1")
    assert [(one.line, one.column) for one in reading.faults] == [(2, ""), (3, "id")]
    assert (reading.refused, reading.in_order) == (2, True)


def test_a_file_without_the_columns_is_one_fault(here: SchoolCast, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    reading = read(here, path)
    assert [(one.line, one.expected) for one in reading.faults] == [(0, "a file of events")]
    assert "has no column" in reading.faults[0].how_to_mend
