"""What School Data Sync v2 and OneRoster share: records joined by sourcedId."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evenhand.apps.people.roster import Roster
from evenhand.apps.people.roster.model import RosterContact
from tests.apps.people.roster.packages import lines, oneroster_11, oneroster_12, read, sds_v2, sds_v21


def changed(tmp_path: Path, files: dict[str, str], file: str, old: str, new: str) -> Roster:
    """The roster with one thing changed in one file."""
    assert old in files[file]
    return read(tmp_path, {**files, file: files[file].replace(old, new, 1)})


def told(roster: Roster) -> list[tuple[str, str, str, str]]:
    """File, column, value and severity of each fault."""
    return [(one.file, one.column, one.value, one.severity) for one in roster.faults]


def test_a_district_is_no_school_unless_there_is_nothing_else(tmp_path: Path) -> None:
    assert [one.source_id for one in read(tmp_path / "a", sds_v2()).schools] == ["S1"]
    only = changed(tmp_path / "b", sds_v2(), "orgs.csv", "S1,Hill School,school", "S1,Hill School,district")
    assert [one.source_id for one in only.schools] == ["D", "S1"]


def test_a_school_keeps_its_number(tmp_path: Path) -> None:
    assert dict(read(tmp_path, oneroster_11()).schools[0].identifiers)["identifier"] == "9990001"


def test_a_term_that_ends_before_it_begins_is_left_out(tmp_path: Path) -> None:
    roster = changed(tmp_path, sds_v21(), "academicSessions.csv", "2027-08-31", "2026-08-31")
    assert roster.terms == ()
    assert ("academicSessions.csv", "endDate", "2026-08-31", "error") in told(roster)


def test_birthday_and_sex_stand_in_their_own_file(tmp_path: Path) -> None:
    pupil = read(tmp_path, sds_v21()).pupils[0]
    assert (pupil.date_of_birth, pupil.sex) == (date(2010, 1, 1), "F")


@pytest.mark.parametrize("files", [sds_v2(), sds_v21(), oneroster_11(), oneroster_12()])
def test_every_spelling_gives_the_same_people_and_places(tmp_path: Path, files: dict[str, str]) -> None:
    roster = read(tmp_path, files)
    assert [(one.source_id, one.school_id, one.given) for one in roster.pupils] == [
        ("P0", "S1", "Amina"),
        ("P1", "S1", "Callum"),
        ("P2", "S1", "Zoë"),
    ]
    assert [(one.source_id, one.role) for one in roster.staff] == [("T0", "teacher"), ("T1", "teacher")]
    assert {(one.group, one.person) for one in roster.enrolments if one.role == "teacher"} == {
        ("G0", "T0"),
        ("G1", "T1"),
    }
    assert roster.errors == ()


def test_a_group_takes_its_subject_from_its_course(tmp_path: Path) -> None:
    groups = read(tmp_path, oneroster_11()).groups
    assert [(one.subject, one.kind, one.terms, one.code) for one in groups] == [
        ("Maths", "tutor", ("Y",), "g0"),
        ("Maths", "class", ("Y",), "g1"),
    ]


def test_without_columns_for_names_usernames_stand_in_and_a_note_says_so(tmp_path: Path) -> None:
    users = lines(
        "sourcedId,orgSourcedIds,username,role,grade",
        *(f"P{n},S1,u{n},student,9" for n in range(3)),
        *(f"T{n},S1,t{n},teacher," for n in range(2)),
    )
    roster = read(tmp_path, {**sds_v2(), "users.csv": users})
    assert [one.given for one in roster.pupils] == ["u0", "u1", "u2"]
    assert roster.notes == ("users.csv: no columns for names, so usernames stand in for them.",)


@pytest.mark.parametrize(
    ("new", "column", "value"),
    [
        ("G0,P0,visitor", "role", "visitor"),
        (",P0,student", "classSourcedId", ""),
        ("G0,,student", "userSourcedId", ""),
    ],
)
def test_a_place_that_cannot_be_read_is_left_out(tmp_path: Path, new: str, column: str, value: str) -> None:
    whole = len(read(tmp_path / "whole", sds_v2()).enrolments)
    roster = changed(tmp_path / "broken", sds_v2(), "enrollments.csv", "G0,P0,student", new)
    assert told(roster) == [("enrollments.csv", column, value, "error")]
    assert len(roster.enrolments) == whole - 1


@pytest.mark.parametrize("word", ["aide", "faculty", "Teacher"])
def test_whoever_works_in_a_class_teaches_it(tmp_path: Path, word: str) -> None:
    roster = changed(tmp_path, sds_v2(), "enrollments.csv", "G0,T0,teacher", f"G0,T0,{word}")
    assert [one.person for one in roster.enrolments if one.role == "teacher"] == ["T0", "T1"]


def test_a_user_without_any_role_is_left_out_with_a_fault(tmp_path: Path) -> None:
    roster = changed(tmp_path, sds_v2(), "users.csv", "hunter0,Student", "hunter0,")
    assert [one.source_id for one in roster.pupils] == ["P1", "P2"]
    expected = "a role for this user, in users.csv or roles.csv"
    assert [one.line for one in roster.errors if one.expected == expected] == [2]
    assert "P0" not in {one.person for one in roster.enrolments}


def test_a_contact_is_a_user_whom_a_pupil_names(tmp_path: Path) -> None:
    roster = read(tmp_path, sds_v21())
    assert roster.contacts == (
        RosterContact("P0", "Ada Okafor", "guardian", "01632 960001", "ada@x.org", "C1"),
    )
    assert "C1" not in ({one.source_id for one in roster.pupils} | {one.source_id for one in roster.staff})
