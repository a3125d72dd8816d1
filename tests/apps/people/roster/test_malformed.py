"""A zoo of bad rosters, one mistake each, with the words of the answer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from evenhand.apps.people.roster import Fault, Roster, read_roster
from tests.apps.people.roster.packages import (
    oneroster_11,
    oneroster_12,
    sds_v1,
    sds_v2,
    sds_v21,
    write,
    zipped,
)


def with_pupils(*rows: str, newline: str = "\n") -> dict[str, str | bytes]:
    """An SDS v1 set whose pupils are these rows, and no places."""
    header = "ID,School DfE Number,First Name,Last Name,Grade,Birthdate"
    files: dict[str, str | bytes] = {**sds_v1()}
    del files["StudentEnrollment.csv"]
    return files | {"Student.csv": newline.join((header, *rows, ""))}


def read(tmp_path: Path, files: dict[str, str | bytes]) -> Roster:
    return read_roster(write(tmp_path / "roster", files))


GOOD = "P1,S1,Ann,Lee,9,2012-05-04"


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


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_are_detected(encoding: str, tmp_path: Path) -> None:
    text = str(with_pupils("P1,S1,Zoë,O\u2019Brien,9,2012-05-04")["Student.csv"])
    roster = read(tmp_path, with_pupils() | {"Student.csv": text.encode(encoding)})
    assert (roster.pupils[0].given, roster.pupils[0].family, roster.faults) == ("Zoë", "O\u2019Brien", ())
    assert any("Windows-1252" in note for note in roster.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("name", "encoding"), [("José", "mac_roman"), ("Ольга", "cp1251"), ("王芳华", "gbk"), ("Ἑλένη", "cp1253")]
)
def test_an_encoding_that_cannot_be_told_is_asked_for_and_then_obeyed(
    name: str, encoding: str, tmp_path: Path
) -> None:
    raw = str(with_pupils(f"P1,S1,{name},Lee,9,")["Student.csv"]).encode(encoding, "ignore")
    files = with_pupils() | {"Student.csv": raw}
    roster = read(tmp_path, files)
    assert [(one.file, one.line) for one in roster.faults] == [("Student.csv", 2)]
    assert "--encoding" in roster.faults[0].how_to_mend
    assert roster.pupils == ()
    path = tmp_path / "roster" / "Student.csv"
    assert read_roster(path, encoding=encoding).pupils[0].given == raw.decode(encoding).split(",")[7]


def test_one_bad_byte_in_good_utf8_is_located(tmp_path: Path) -> None:
    raw = (
        str(with_pupils("P1,S1,Zoë,Lee,9,", "P2,S1,Bob,Lee,9,")["Student.csv"])
        .encode()
        .replace(b"Bob", b"B\xe9b")
    )
    (found,) = read(tmp_path, with_pupils() | {"Student.csv": raw}).faults
    assert (found.line, found.value) == (3, "byte 0xE9")


def test_a_wrong_or_unknown_encoding_option_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "Student.csv"
    path.write_bytes(b"ID,School DfE Number,Grade\nZo\xeb,S1,9\n")
    for encoding, line in (("utf-8", 2), ("klingon", 0), ("rot13", 0), ("ascii", 2)):
        (found, *_) = read_roster(path, encoding=encoding).faults
        assert found.line == line


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


DANGLING: list[tuple[str, Callable[[], dict[str, str]], str, str, str, tuple[str, str, str]]] = [
    (
        "v1 pupil",
        sds_v1,
        "StudentEnrollment.csv",
        "G0,P0",
        "G0,P9",
        ("ID", "P9", "the id of a pupil in the file"),
    ),
    (
        "v1 group",
        sds_v1,
        "StudentEnrollment.csv",
        "G0,P0",
        "G9,P0",
        ("Section ID", "G9", "the id of a group in the file"),
    ),
    (
        "v1 teacher",
        sds_v1,
        "TeacherRoster.csv",
        "G0,T0",
        "G0,T9",
        ("ID", "T9", "the id of a member of staff in the file"),
    ),
    (
        "v1 nobody",
        sds_v1,
        "TeacherRoster.csv",
        "G0,T0",
        "G0,",
        ("ID", "", "the id of a group and the id of a person"),
    ),
    (
        "v2 school",
        sds_v2,
        "classes.csv",
        "G1,S1",
        "G1,S9",
        ("orgSourcedId", "S9", "the id of a school in the file of schools"),
    ),
    (
        "v2.1 role",
        sds_v21,
        "roles.csv",
        "P2,S1",
        "P9,S1",
        ("userSourcedId", "P9", "the sourcedId of a user in users.csv"),
    ),
    (
        "v2.1 contact",
        sds_v21,
        "relationships.csv",
        "P0,C1",
        "P0,C9",
        ("relationshipUserSourcedId", "C9", "the sourcedId of a user in users.csv"),
    ),
    (
        "v2.1 dates",
        sds_v21,
        "academicSessions.csv",
        "2027-08-31",
        "2025-08-31",
        ("endDate", "2025-08-31", "a last day on or after the first day"),
    ),
    (
        "1.1 role",
        oneroster_11,
        "users.csv",
        "S1,teacher,t1",
        "S1,wizard,t1",
        ("role", "wizard", "a role such as student, teacher, staff or parent"),
    ),
    (
        "1.2 enrolment",
        oneroster_12,
        "enrollments.csv",
        "P1,student",
        "P1,visitor",
        ("role", "visitor", "student or teacher"),
    ),
    (
        "1.2 user",
        oneroster_12,
        "enrollments.csv",
        "T1,teacher",
        "T8,teacher",
        ("userSourcedId", "T8", "the id of a member of staff in the file"),
    ),
]


@pytest.mark.parametrize(
    ("maker", "file", "old", "new", "found"),
    [case[1:] for case in DANGLING],
    ids=[case[0] for case in DANGLING],
)
def test_references_that_lead_nowhere(
    maker: Callable[[], dict[str, str]],
    file: str,
    old: str,
    new: str,
    found: tuple[str, str, str],
    tmp_path: Path,
) -> None:
    files = maker()
    assert old in files[file]
    line = 1 + files[file][: files[file].index(old)].count("\n")
    roster = read(tmp_path, {**files, file: files[file].replace(old, new, 1)})
    first = next(one for one in roster.faults if one.file == file)
    assert (first.line, (first.column, first.value, first.expected)) == (line, found)


def test_places_of_a_pupil_who_was_left_out_point_to_the_pupil(tmp_path: Path) -> None:
    files = sds_v1()
    roster = read(tmp_path, {**files, "Student.csv": files["Student.csv"].replace("P1,S1", "P1,S9")})
    follow = [one for one in roster.faults if one.file == "StudentEnrollment.csv"]
    assert {one.expected for one in follow} == {"a pupil that was not left out"}
    assert all(place.person != "P1" for place in roster.enrolments)


def test_places_without_any_file_of_groups_are_one_fault(tmp_path: Path) -> None:
    files = sds_v1(30, 4)
    del files["Section.csv"], files["TeacherRoster.csv"]
    (found,) = read(tmp_path, {**files}).faults
    assert (found.file, found.line, found.column) == ("StudentEnrollment.csv", 0, "Section ID")
    assert found.expected == "a file of groups with these ids"


def test_a_manifest_that_promises_a_file_that_is_not_there(tmp_path: Path) -> None:
    files = oneroster_12()
    del files["demographics.csv"]
    (found,) = read(tmp_path, {**files}).faults
    assert (found.file, found.expected) == ("manifest.csv", "the file demographics.csv, which it promises")


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Student.csv", b"0" * (32 * 1024 * 1024))
    return data.getvalue()


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb())
    (found,) = read_roster(path).faults
    assert (found.value, found.expected) == ("Student.csv", "at most 128 MB when unpacked")


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    raw = bomb()
    size = (32 * 1024 * 1024).to_bytes(4, "little")
    path = tmp_path / "lie.zip"
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    roster = read_roster(path)
    assert len(roster.faults) == 1
    assert roster.pupils == ()


@pytest.mark.parametrize(
    "name", ["../Student.csv", "/etc/Student.csv", "a/../../Student.csv", "C:\\x\\Student.csv", "..\\x.csv"]
)
def test_a_zip_with_names_that_lead_outside_is_refused_whole(name: str, tmp_path: Path) -> None:
    roster = read_roster(zipped(tmp_path / "slip.zip", {**sds_v1(), name: "ID\n1\n"}))
    assert [one.expected for one in roster.faults] == ["file names that stay inside the zip"]
    assert roster.pupils == ()
    assert [entry.name for entry in tmp_path.iterdir()] == ["slip.zip"]


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", sds_v1(200)).read_bytes()
    for part in (4, 30, len(whole) // 2, len(whole) - 10):
        path = tmp_path / "cut.zip"
        path.write_bytes(whole[:part])
        (found,) = read_roster(path).faults
        assert (found.file, found.expected) == (
            "cut.zip",
            "a whole zip file that is not damaged or encrypted",
        )


def test_a_damaged_member_is_noticed(tmp_path: Path) -> None:
    raw = bytearray(zipped(tmp_path / "whole.zip", sds_v1(200)).read_bytes())
    at = raw.index(b"Student.csv") + 200
    raw[at] ^= 0xFF
    path = tmp_path / "damaged.zip"
    path.write_bytes(raw)
    roster = read_roster(path)
    assert [one.expected for one in roster.faults] == ["a whole zip file that is not damaged or encrypted"]
    assert roster.pupils == ()


def test_too_many_files_in_a_zip(tmp_path: Path) -> None:
    (found,) = read_roster(zipped(tmp_path / "many.zip", {f"{n}.csv": "a\n" for n in range(300)})).faults
    assert (found.value, found.expected) == ("300 files", "at most 200 files")


def test_two_files_of_one_name_in_two_folders(tmp_path: Path) -> None:
    files = {**{f"new/{name}": text for name, text in sds_v1().items()}, "old/Student.csv": "ID\n1\n"}
    (found,) = read(tmp_path, {**files}).faults
    assert (found.value, found.expected) == ("new/Student.csv and old/Student.csv", "each file name once")


def test_a_workbook_is_answered_with_what_to_do(tmp_path: Path) -> None:
    (found,) = read_roster(zipped(tmp_path / "pupils.xlsx", {"[Content_Types].xml": "<x/>"})).faults
    assert found.how_to_mend == "Save each sheet as CSV UTF-8."


def test_an_empty_folder_and_an_empty_zip(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", zipped(tmp_path / "empty.zip", {})):
        (found,) = read_roster(path).faults
        assert found.expected == "at least one CSV file"


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"Student.csv": "ID,School DfE Number,Grade\nX,S1,9\n"})
    files = {**sds_v1()}
    del files["Student.csv"], files["StudentEnrollment.csv"]
    folder = write(tmp_path / "roster", files)
    (folder / "Student.csv").symlink_to(outside / "Student.csv")
    assert read_roster(folder).pupils == ()
