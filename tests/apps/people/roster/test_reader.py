"""Whole rosters in every format, and what is promised of any bytes whatever."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.apps.people.roster import Roster, read_roster
from tests.apps.people.roster.packages import FORMATS, sds_v1, write, zipped

SAMPLE = Path(__file__).parents[3] / "data" / "roster-sds-uk"


def counts(roster: Roster) -> tuple[int, ...]:
    return tuple(len(part) for part in (roster.schools, roster.pupils, roster.staff, roster.groups))


def test_the_full_sample_has_two_schools_and_every_record() -> None:
    roster = read_roster(SAMPLE / "100_Users")
    assert (roster.format, roster.version, roster.faults) == ("sds-v1-uk", "1", ())
    assert counts(roster) == (2, 86, 12, 28)
    assert sum(place.role == "pupil" for place in roster.enrolments) == 602
    assert sum(place.role == "teacher" for place in roster.enrolments) == 28
    by_school = [sum(pupil.school_id == school for pupil in roster.pupils) for school in ("10001", "10002")]
    assert by_school == [60, 26]
    by_year = [sum(pupil.year_group == year for pupil in roster.pupils) for year in (9, 10, 11, 12)]
    assert by_year == [30, 28, 15, 13]


def test_the_sample_puts_the_month_first_and_says_so_by_its_own_dates() -> None:
    roster = read_roster(SAMPLE / "100_Users")
    ora = next(pupil for pupil in roster.pupils if pupil.source_id == "13001")
    assert ora.date_of_birth is not None
    assert ora.date_of_birth.isoformat() == "2000-04-02"
    assert [(term.name, str(term.begin), str(term.end)) for term in roster.terms] == [
        ("SY1516", "2017-07-01", "2018-06-30")
    ]


def test_the_smallest_sample_has_no_names_so_usernames_stand_in() -> None:
    roster = read_roster(SAMPLE / "Min_Required_Attributes")
    assert counts(roster) == (2, 22, 2, 28)
    assert roster.pupils[0].given == "OKlein"
    assert "Student.csv: no columns for names, so usernames stand in for them." in roster.notes


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, FORMATS[name](20, 4)))
    assert roster.faults == ()
    assert name in {roster.format, f"{roster.format}-{roster.version}"}
    assert counts(roster) == (1, 20, 4, 4)
    assert [pupil.year_group for pupil in roster.pupils[:5]] == [7, 8, 9, 10, 11]
    assert (roster.pupils[2].given, roster.pupils[9].family) == ("Zoë", "O'Neill")
    assert {place.role for place in roster.enrolments} == {"pupil", "teacher"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_zip_and_a_nested_folder_read_like_the_folder(name: str, tmp_path: Path) -> None:
    files = FORMATS[name]()
    folder = read_roster(write(tmp_path / "plain", files))
    nested = {f"export/2026/{file}": text for file, text in files.items()}
    resources = {"__MACOSX/export/._users.csv": b"\x00\x05\x16\x07", "export/.DS_Store": b"\x00"}
    assert read_roster(zipped(tmp_path / "roster.zip", files)) == folder
    assert read_roster(zipped(tmp_path / "nested.zip", {**nested, **resources})).pupils == folder.pupils
    assert read_roster(write(tmp_path / "deep", nested)).enrolments == folder.enrolments


@pytest.mark.parametrize("name", FORMATS)
def test_headers_may_stand_in_any_order_with_vendor_columns_between(name: str, tmp_path: Path) -> None:
    plain = FORMATS[name]()
    turned = {}
    for file, text in plain.items():
        rows = [line.split(",") for line in text.split("\r\n") if line]
        turned[file] = "\n".join(
            ",".join([*reversed(row), "Vendor Flag" if number == 0 else "x"])
            for number, row in enumerate(rows)
        )
    assert (
        read_roster(write(tmp_path / "b", turned)).pupils == read_roster(write(tmp_path / "a", plain)).pupils
    )


@pytest.mark.parametrize("name", FORMATS)
def test_no_password_survives_reading(name: str, tmp_path: Path) -> None:
    files = FORMATS[name]()
    assert any("hunter" in text for text in files.values())
    assert "hunter" not in repr(read_roster(write(tmp_path, files)))


def test_a_faulty_row_does_not_show_its_password(tmp_path: Path) -> None:
    header = "ID,School DfE Number,First Name,Last Name,Username,Password,Secondary Email,Grade,Birthdate"
    rows = [
        "P1,S9,Ann,Lee,alee,hunter2,,9,2010-01-01",
        "P2,S1,Ann,Lee,alee,hunter2,,9,31/31/2010",
        "P3,S1,Ann,Lee,alee,hunter2,,99,2010-01-01",
        "P4,S1,Ann,Lee,alee,hunter2,9,2010-01-01",
        'P5,S1,Ann,Lee,alee,"hunter2"x,,9,2010-01-01',
        "P6,S1,Ann,Lee,x,alee,hunter2,9,2010-01-01",
        ",S1,Ann,Lee,alee,hunter2,,9,2010-01-01",
        "P2,S1,Anna,Lee,alee,hunter2,,9,2010-01-01",
        'P7,S1,Ann,Lee,alee,"hunter2,,9,2010-01-01',
    ]
    roster = read_roster(write(tmp_path, sds_v1() | {"Student.csv": "\n".join([header, *rows])}))
    assert {fault.line for fault in roster.faults if fault.file == "Student.csv"} >= {
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
    }
    assert "hunter" not in repr(roster)


def test_a_file_without_a_header_line_does_not_show_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "Student.csv"
    path.write_text("13001,10001,Ann,Lee,alee,hunter2,hunter2\n")
    roster = read_roster(path)
    assert roster.faults
    assert "hunter" not in repr(roster)


def test_sound_rows_go_in_beside_faulty_ones(tmp_path: Path) -> None:
    files = sds_v1(5)
    files["Student.csv"] = files["Student.csv"].replace("P3,S1", "P3,S9")
    roster = read_roster(write(tmp_path, files))
    assert [pupil.source_id for pupil in roster.pupils] == ["P0", "P1", "P2", "P4"]
    assert [
        (fault.file, fault.line, fault.column, fault.value) for fault in roster.errors if fault.line == 5
    ] == [("Student.csv", 5, "School DfE Number", "S9")]


@pytest.mark.parametrize("name", FORMATS)
def test_a_school_of_1500_is_read_within_its_time(name: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "school.zip", FORMATS[name](1500, 60))
    began = time.process_time()
    roster = read_roster(path)
    assert time.process_time() - began < 4
    assert (len(roster.pupils), len(roster.groups), roster.faults) == (1500, 60, ())
    assert len(roster.enrolments) > 14_000


def test_a_missing_path_is_a_fault(tmp_path: Path) -> None:
    (fault,) = read_roster(tmp_path / "nowhere").faults
    assert (fault.file, fault.line, fault.how_to_mend) == ("nowhere", 0, "Check the path.")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400), name=st.sampled_from(["Student.csv", "users.csv", "roster.zip", "x.csv"])
)
def test_any_bytes_are_answered(content: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    roster = read_roster(path)
    assert roster.faults
    assert roster.pupils == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(sorted(FORMATS)), with_zip=st.booleans())
def test_any_damage_to_a_good_roster_is_answered(
    data: st.DataObject, name: str, with_zip: bool, tmp_path: Path
) -> None:
    files: dict[str, bytes] = {file: text.encode() for file, text in FORMATS[name]().items()}
    if with_zip:
        whole = zipped(tmp_path / "roster.zip", files).read_bytes()
        at = data.draw(st.integers(0, len(whole)))
        path = tmp_path / "damaged.zip"
        path.write_bytes(
            whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + data.draw(st.integers(0, 8)) :]
        )
        assert isinstance(read_roster(path), Roster)
        return
    file = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[file])))
    files[file] = files[file][:at] + data.draw(st.binary(max_size=6)) + files[file][at:]
    roster = read_roster(write(tmp_path / "damaged", files))
    assert len(roster.pupils) <= 4
    assert all(fault.expected and fault.how_to_mend for fault in roster.faults)
