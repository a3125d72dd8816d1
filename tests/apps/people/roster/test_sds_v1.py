"""What is particular to School Data Sync version 1."""

from __future__ import annotations

from pathlib import Path

from evenhand.apps.people.roster import Roster, read_roster
from tests.apps.people.roster.packages import lines, sds_v1, write


def read(tmp_path: Path, **changed: str) -> Roster:
    files = sds_v1() | {f"{name}.csv": text for name, text in changed.items()}
    return read_roster(write(tmp_path, files))


def test_guardians_are_joined_by_email(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        user=lines("Email,First Name,Last Name,Phone,SIS ID", "ada@x.org,Ada,Okafor,01632 960003,C1"),
        guardianrelationship=lines("SIS ID,Email,Role", "P0,ADA@x.org,Parent", "P1,eve@x.org,Parent"),
    )
    (contact,) = roster.contacts
    assert (contact.pupil, contact.name, contact.relation, contact.source_id) == (
        "P0",
        "Ada Okafor",
        "parent",
        "C1",
    )
    (fault,) = roster.faults
    assert (fault.line, fault.column, fault.expected) == (
        3,
        "Email",
        "the e-mail of a person in the file of guardians",
    )


def test_a_pupil_at_two_schools_is_one_pupil(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        School=lines("DfE Number,Name", "S1,Hill", "S2,Dale"),
        Student=lines(
            "ID,School DfE Number,First Name,Grade", "P0,S1,Ann,9", "P0,S2,Ann,9", "P1,S2,Bo,8", "P2,S1,C,7"
        ),
    )
    assert [(pupil.school_id, pupil.other_school_ids) for pupil in roster.pupils[:2]] == [
        ("S1", ("S2",)),
        ("S2", ()),
    ]
    assert roster.faults == ()


def test_one_of_two_schools_that_is_unknown_costs_only_that_place(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        Student=lines(
            "ID,School DfE Number,First Name,Grade", "P0,S9,Ann,9", "P0,S1,Ann,9", "P1,S1,B,8", "P2,S1,C,7"
        ),
    )
    assert (roster.pupils[0].school_id, roster.pupils[0].other_school_ids) == ("S1", ())
    assert [(fault.line, fault.severity) for fault in roster.faults] == [(2, "warning")]


def test_terms_are_collected_from_the_sections_and_must_agree(tmp_path: Path) -> None:
    header = "ID,School DfE Number,Section Name,Term SIS ID,Term Name,Term StartDate,Term EndDate"
    roster = read(
        tmp_path,
        Section=lines(header, "G0,S1,A,T,Year,2026-09-01,2027-07-20", "G1,S1,B,T,Year,2026-09-02,2027-07-20"),
    )
    assert [(term.source_id, term.name, str(term.begin)) for term in roster.terms] == [
        ("T", "Year", "2026-09-01")
    ]
    assert [(fault.line, fault.expected) for fault in roster.faults] == [(3, "the term as on line 2")]
    assert roster.groups[1].terms == ("T",)


def test_a_registration_group_is_a_tutor_group_and_gives_the_form(tmp_path: Path) -> None:
    header = "ID,School DfE Number,Section Name,Course Subject"
    roster = read(tmp_path, Section=lines(header, "G0,S1,9B,Registration", "G1,S1,9x/Ma,Maths"))
    assert [group.kind for group in roster.groups] == ["tutor", "class"]
    assert roster.pupils[0].form == "9B"


def test_american_headers_ask_which_years_the_grades_are(tmp_path: Path) -> None:
    folder = write(tmp_path, sds_v1(british=False))
    plain, american = read_roster(folder), read_roster(folder, years="us")
    assert [pupil.year_group for pupil in plain.pupils] == [7, 8, 9]
    assert [pupil.year_group for pupil in american.pupils] == [8, 9, 10]
    assert any("--years us" in note for note in plain.notes)
    assert not any("--years us" in note for note in american.notes)


def test_a_single_file_stands_alone(tmp_path: Path) -> None:
    path = write(tmp_path, sds_v1()) / "Student.csv"
    roster = read_roster(path)
    assert (len(roster.pupils), [school.source_id for school in roster.schools], roster.faults) == (
        3,
        ["S1"],
        (),
    )
    assert roster.notes[0].startswith("No file of schools")


def test_pupils_and_staff_of_the_same_columns_are_told_by_name(tmp_path: Path) -> None:
    text = lines("ID,School DfE Number,Username", "1,S1,a")
    assert len(read_roster(write(tmp_path / "a", {"all_students (2).csv": text})).pupils) == 1
    assert len(read_roster(write(tmp_path / "b", {"Teachers.csv": text})).staff) == 1
    (fault,) = read_roster(write(tmp_path / "c", {"people.csv": text})).faults
    assert (fault.file, fault.how_to_mend) == ("people.csv", "Name the file Student.csv or Teacher.csv.")
