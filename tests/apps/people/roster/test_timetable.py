"""Timetables: one line for each lesson of the cycle."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.people.roster import Timetable, read_timetable
from evenhand.apps.people.roster.model import TimetableRow


def read(tmp_path: Path, text: str) -> Timetable:
    path = tmp_path / "timetable.csv"
    path.write_text(text)
    return read_timetable(path)


def test_lessons_are_read_with_any_order_of_columns(tmp_path: Path) -> None:
    timetable = read(
        tmp_path, "period;group;Cycle Day;staff;room;hue\n1;9A;MonA;T1, T2;R5;red\n2;9A;MonA;;;\n"
    )
    assert timetable.rows == (
        TimetableRow("9A", "MonA", "1", "R5", ("T1", "T2"), 2),
        TimetableRow("9A", "MonA", "2", "", (), 3),
    )
    assert timetable.faults == ()


HEADER = "group,cycle_day,period,room,staff\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "expected", "severity"),
    [
        ("group,period\n9A,1\n", 1, "", "the columns group, cycle_day, period, room and staff", "error"),
        (HEADER + "9A,,1,R,T\n", 2, "cycle_day", "the cycle_day of the lesson", "error"),
        (HEADER + ",1,1,R,T\n", 2, "group", "the group of the lesson", "error"),
        (HEADER + "9A,1,1,R,T\n9A,1,1,R,T\n", 3, "group", "each lesson once; line 2 says the same", "warning"),
        (HEADER + "9A,1,1,R,T\n9A,1,1,Q,T\n", 3, "group",
         "one lesson of a group in a period; line 2 has another", "error"),
        (HEADER + "9A,1,1,R\n", 2, "", "5 values, one per column", "error"),
    ],
)  # fmt: skip
def test_faults(text: str, line: int, column: str, expected: str, severity: str, tmp_path: Path) -> None:
    (fault,) = read(tmp_path, text).faults
    assert (fault.line, fault.column, fault.expected, fault.severity) == (line, column, expected, severity)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert read_timetable(tmp_path / "none.csv").faults[0].how_to_mend == "Check the path."
