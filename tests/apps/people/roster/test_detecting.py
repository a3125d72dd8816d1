"""Which file is which."""

from __future__ import annotations

from pathlib import Path

from evenhand.apps.people.roster import read_roster
from tests.apps.people.roster.packages import (
    GOOD,
    lines,
    read,
    sds_v1,
    sds_v2,
    with_pupils,
)


def test_a_file_of_something_else(tmp_path: Path) -> None:
    (found,) = read(tmp_path, with_pupils(GOOD) | {"menu.csv": "Day,Dish\nMonday,Pie\n"}).faults
    assert (found.file, found.line) == ("menu.csv", 1)
    assert found.expected == "the columns of School Data Sync, OneRoster or a timetable"


def test_files_of_two_formats_in_one_folder(tmp_path: Path) -> None:
    roster = read(tmp_path, {**sds_v1(), "orgs.csv": sds_v2()["orgs.csv"]})
    assert [(one.file, one.expected) for one in roster.faults] == [("orgs.csv", "files of one format")]
    assert len(roster.pupils) == 3


def test_a_timetable_is_not_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("period,group,cycle_day\n1,9A,MonA\n")
    (found,) = read_roster(path).faults
    assert (found.expected, found.how_to_mend) == (
        "a roster; this is a timetable",
        "Import it as a timetable.",
    )


def test_a_read_me_beside_the_roster_is_only_noted(tmp_path: Path) -> None:
    roster = read(
        tmp_path, {**sds_v1(), "README.txt": 'Exported "today", for you\nby us\n', "logo.png": b"\x89PNG"}
    )
    assert roster.faults == ()
    assert "README.txt: not part of a roster, not read." in roster.notes
    assert "logo.png: not a CSV file, not read." in roster.notes


def test_files_are_known_by_their_columns_under_any_name(tmp_path: Path) -> None:
    files = sds_v1()
    renamed = {
        "a.csv": files["School.csv"],
        "b.csv": files["Section.csv"],
        "c.csv": files["Student.csv"],
        "teacher list.csv": files["Teacher.csv"],
        "d.csv": files["StudentEnrollment.csv"],
    }
    roster = read(tmp_path, renamed)
    assert (len(roster.schools), len(roster.groups), len(roster.pupils), len(roster.staff)) == (1, 2, 3, 2)
    assert (len(roster.enrolments), roster.faults) == (6, ())


def test_two_files_of_one_kind_are_read_together(tmp_path: Path) -> None:
    header, *rows = sds_v1(4)["Student.csv"].split("\r\n")[:-1]
    files = {
        **sds_v1(4),
        "Student.csv": lines(header, *rows[:2]),
        "Student_sixth.csv": lines(header, *rows[2:]),
    }
    roster = read(tmp_path, files)
    assert ([pupil.source_id for pupil in roster.pupils], roster.faults) == (["P0", "P1", "P2", "P3"], ())
