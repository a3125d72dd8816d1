"""Broken rows, one mistake each, with the words of the answer; line ends, marks, separators and names."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from evenhand.apps.people.roster import Fault, read_roster
from evenhand.apps.people.roster.tables import read_table
from tests.apps.people.roster.packages import (
    GOOD,
    read,
    with_pupils,
    write,
)


@dataclass(frozen=True)
class Case:
    """Rows of Student.csv and the one fault that they have."""

    name: str
    rows: tuple[str, ...]
    fault: Fault


def fault(line: int, column: str, value: str, expected: str, mend: str, severity: str = "error") -> Fault:
    assert severity in {"error", "warning", "question"}
    return Fault("Student.csv", line, column, value, expected, mend, severity)  # type: ignore[arg-type]  # asserted


QUOTES = "each opening quotation mark closed before the next separator or the end of the line"
DATES = "Write dates as YYYY-MM-DD, for example 2010-04-02."
WIDTH = "Put values that contain the separator in quotation marks, and give empty columns their separator."
ROWS = [
    Case(
        "a quote not closed",
        (GOOD, 'P2,S1,"Bo,Lee,9,', "P3,S1,Cy,Lee,9,"),
        fault(3, "", "", QUOTES, "Correct the quotation marks that begin on line 3."),
    ),
    Case(
        "text after a quote",
        (GOOD, 'P2,S1,"Bo" Jo,Lee,9,', "P3,S1,Cy,Lee,9,"),
        fault(3, "", "", QUOTES, "Correct the quotation marks that begin on line 3."),
    ),
    Case(
        "too few values",
        ("P2,S1,Bo,Lee,9", GOOD),
        fault(2, "", "5 values", "6 values, one per column", WIDTH),
    ),
    Case(
        "too many values",
        (GOOD, "P2,S1,Bo,Lee,Sr,9,"),
        fault(3, "", "7 values", "6 values, one per column", WIDTH),
    ),
    Case(
        "no id",
        (",S1,Bo,Lee,9,", GOOD),
        fault(
            2, "ID", "", "the id of the pupil", "Give each pupil an id that stays the same in every export."
        ),
    ),
    Case(
        "an id twice",
        (GOOD, "P1,S1,Bo,Lee,9,"),
        fault(
            3,
            "ID",
            "P1",
            "an id used once; line 2 has it too",
            "Give the two different ids, or remove the line that is out of date.",
        ),
    ),
    Case(
        "a line twice",
        (GOOD, GOOD),
        fault(
            3, "ID", "P1", "each pupil once; line 2 says the same", "Remove one of the two lines.", "warning"
        ),
    ),
    Case(
        "no such school",
        (GOOD, "P2,S7,Bo,Lee,9,"),
        fault(
            3,
            "School DfE Number",
            "S7",
            "the id of a school in the file of schools",
            "Add the school to the file of schools, or correct the id.",
        ),
    ),
    Case(
        "an unknown year",
        (GOOD, "P2,S1,Bo,Lee,Badgers,"),
        fault(
            3,
            "Grade",
            "Badgers",
            "a year group (N, R or 1 to 14)",
            'Write the year group as a number, R or N, for example "9".',
            "warning",
        ),
    ),
    Case(
        "a day that no month has",
        ("P2,S1,Bo,Lee,9,31/02/2012", GOOD),
        fault(2, "Birthdate", "31/02/2012", "a possible date, day before month", DATES, "warning"),
    ),
    Case(
        "a month 13 in ISO",
        ("P2,S1,Bo,Lee,9,2012-13-01", GOOD),
        fault(2, "Birthdate", "2012-13-01", "a possible date", DATES, "warning"),
    ),
    Case(
        "no date at all",
        ("P2,S1,Bo,Lee,9,soon", GOOD),
        fault(2, "Birthdate", "soon", "a possible date", DATES, "warning"),
    ),
    Case(
        "a spreadsheet's day number",
        ("P2,S1,Bo,Lee,9,41033", GOOD),
        fault(2, "Birthdate", "41033", "a possible date", DATES, "warning"),
    ),
    Case(
        "a year of two digits",
        ("P2,S1,Bo,Lee,9,04/05/12", GOOD),
        fault(2, "Birthdate", "04/05/12", "a possible date", DATES, "warning"),
    ),
    Case(
        "a day and month that could be either",
        ("P2,S1,Bo,Lee,9,04/05/2012", GOOD),
        fault(
            2,
            "Birthdate",
            "04/05/2012",
            "a date whose order of day and month is known",
            f"Say with --date-order dmy or mdy which comes first. {DATES}",
            "question",
        ),
    ),
]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.name)
def test_one_faulty_row_is_named_and_the_sound_ones_stay(case: Case, tmp_path: Path) -> None:
    roster = read(tmp_path, with_pupils(*case.rows))
    assert roster.faults == (case.fault,)
    assert any(pupil.given == "Ann" for pupil in roster.pupils)


def test_a_quote_closed_a_line_late_is_located_where_it_opens(tmp_path: Path) -> None:
    roster = read(tmp_path, with_pupils('P2,S1,"Bo,Lee,9,', 'P3,S1,Cy",Lee,9', GOOD))
    (found,) = [one for one in roster.faults if one.severity == "error"]
    assert (found.line, found.value) == (2, "5 values")
    assert found.how_to_mend == "A quotation mark opened on line 2 is closed on a later line: correct it."


def test_lines_are_counted_as_an_editor_counts_them_after_a_value_of_two_lines(tmp_path: Path) -> None:
    rows = ('P1,S1,"Ann\nMarie",Lee,9,2012-05-04', "P2,S7,Bo,Lee,9,")
    roster = read(tmp_path, with_pupils(*rows))
    assert [one.line for one in roster.faults] == [4]
    assert roster.pupils[0].given == "Ann Marie"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_line_ends_marks_and_separators(newline: str, mark: str, separator: str, tmp_path: Path) -> None:
    files = with_pupils(GOOD, "P2,S7,Bo,Lee,9,", newline=newline)
    files["Student.csv"] = mark + str(files["Student.csv"]).replace(",", separator)
    roster = read(tmp_path, files)
    assert [pupil.family for pupil in roster.pupils] == ["Lee"]
    assert [(one.line, one.value) for one in roster.faults] == [(3, "S7")]


NAMES = [
    "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Lea",
    "محمد عبد الرحمن",
    "שָׁלוֹם",
    "Ngọc Ánh",
    "Ærøskøbing",
    "👩🏽\u200d🎓 Star",
    "田中",
    "D'Arcy-Müller",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_kinds_are_kept_whole(name: str, tmp_path: Path) -> None:
    roster = read(tmp_path, with_pupils(f"P1,S1,{name},{'x' * 60},9,"))
    assert (roster.pupils[0].given, len(roster.pupils[0].family), roster.faults) == (name, 60, ())


def test_marks_that_would_turn_a_page_round_are_taken_off(tmp_path: Path) -> None:
    roster = read(tmp_path, with_pupils("P1,S1,\u202eAnn\u202c\x07,Lee\u00a0 Roy,9,"))
    assert (roster.pupils[0].given, roster.pupils[0].family) == ("Ann", "Lee Roy")


def test_a_name_without_end_is_a_fault(tmp_path: Path) -> None:
    (found,) = read(tmp_path, with_pupils(GOOD, f"P2,S1,{'x' * 500},Lee,9,")).faults
    assert (found.line, found.column, found.expected, len(found.value)) == (
        3,
        "First Name",
        "at most 200 characters",
        80,
    )


@pytest.mark.parametrize(
    ("content", "line", "expected", "severity"),
    [
        (b"", 0, "a header line and rows", "error"),
        (b"\r\n\r\n", 0, "a header line and rows", "error"),
        (b"\xef\xbb\xbf", 0, "a header line and rows", "error"),
        (b"ID,School DfE Number,Grade\n", 1, "at least one row below the header", "warning"),
        (b"ID,School DfE Number,Grade,ID\n1,S1,9,2\n", 1, "each column once", "error"),
        (
            b"ID,First Name\n1,Ann\n",
            1,
            "the columns ID or SIS ID, and School SIS ID or School DfE Number",
            "error",
        ),
        (b"ID,School DfE Number,Grade\nP\x00,S1,9\n", 2, "text without zero bytes", "error"),
    ],
)
def test_files_that_hold_nothing_to_read(
    content: bytes, line: int, expected: str, severity: str, tmp_path: Path
) -> None:
    roster = read(tmp_path, with_pupils() | {"Student.csv": content})
    assert [(one.line, one.expected, one.severity) for one in roster.faults] == [(line, expected, severity)]
    assert roster.pupils == ()
    assert len(roster.staff) == 2


def test_a_file_with_more_columns_or_lines_than_any_roster(tmp_path: Path) -> None:
    wide = read_roster(write(tmp_path / "wide", {"Student.csv": "x," * 400 + "y\n"}))
    assert [fault.value for fault in wide.faults] == ["401 columns"]
    long = read_roster(write(tmp_path / "long", {"Student.csv": b"\n" * 2_000_001}))
    assert [fault.expected for fault in long.faults] == ["at most 1000000 lines"]


def test_many_broken_quotes_do_not_take_long(tmp_path: Path) -> None:
    began = time.process_time()
    roster = read(tmp_path, with_pupils(*['P,S1,"A,Lee,9,'] * 5000, GOOD))
    assert time.process_time() - began < 3
    assert len(roster.errors) >= 2500


def test_a_separator_line_of_a_spreadsheet_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "Student.csv"
    path.write_text('sep=;\nID;School DfE Number;Grade;Note\nP1;S1;9;"a, b; c"\nP2;S1;x;\n')
    roster = read_roster(path)
    assert [pupil.source_id for pupil in roster.pupils] == ["P1", "P2"]
    assert [fault.line for fault in roster.faults] == [4]


@pytest.mark.parametrize("header", ["Password", "Initial password", "PASSWD", "Pass", "PIN", "userPassword"])
def test_the_cells_of_a_password_column_are_emptied(header: str) -> None:
    table = read_table("users.csv", f"ID,{header},Passport Name\n1,hunter2,Lee\n")
    assert [row.cells for row in table.rows] == [("1", "", "Lee")]
