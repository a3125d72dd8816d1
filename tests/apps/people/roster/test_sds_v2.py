"""What is particular to School Data Sync versions 2 and 2.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.people.roster import read_roster
from tests.apps.people.roster.packages import lines, sds_v2, sds_v21, write


def test_a_contact_is_joined_by_relationships_and_needs_no_role(tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, sds_v21()))
    (contact,) = roster.contacts
    assert (contact.pupil, contact.name, contact.relation) == ("P0", "Ada Okafor", "guardian")
    assert (contact.phone, contact.email) == ("01632 960001", "ada@x.org")
    assert all(member.source_id != "C1" for member in roster.staff)


def test_demographics_and_courses_are_joined(tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, sds_v21()))
    assert (str(roster.pupils[0].date_of_birth), roster.pupils[0].sex) == ("2010-01-01", "F")
    assert (roster.groups[0].subject, roster.groups[0].code, roster.groups[0].terms) == (
        "Maths",
        "g0",
        ("Y",),
    )
    assert [term.source_id for term in roster.terms] == ["Y"]
    assert "userFlags.csv: not part of a roster, not read." in roster.notes


def test_a_trust_above_the_schools_is_no_school(tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, sds_v2()))
    assert [school.name for school in roster.schools] == ["Hill School"]


def test_two_roles_at_two_schools_are_one_person_with_the_primary_first(tmp_path: Path) -> None:
    files = sds_v21()
    files["orgs.csv"] = lines("sourcedId,name,type", "S1,Hill,school", "S2,Dale,school")
    files["roles.csv"] += lines("T0,S2,teacher,Y,,TRUE,,").replace("T0", "T1")
    files["roles.csv"] = files["roles.csv"].replace("T1,S1,teacher,Y,,TRUE", "T1,S1,teacher,Y,,FALSE")
    member = read_roster(write(tmp_path, files)).staff[1]
    assert (member.school_id, member.other_school_ids) == ("S2", ("S1",))


def test_a_user_with_no_role_anywhere_is_a_fault(tmp_path: Path) -> None:
    files = sds_v21()
    files["roles.csv"] = files["roles.csv"].replace("P2,S1", "P1,S1")
    faults = [fault for fault in read_roster(write(tmp_path, files)).faults if fault.file == "users.csv"]
    assert [(fault.line, fault.value, fault.expected) for fault in faults] == [
        (4, "P2", "a role for this user, in users.csv or roles.csv")
    ]


@pytest.mark.parametrize("grade", ["R", "reception"])
def test_reception_is_a_year_of_its_own_not_an_absent_one(grade: str, tmp_path: Path) -> None:
    files = sds_v2()
    files["users.csv"] = files["users.csv"].replace("Student,7", f"Student,{grade}")
    assert read_roster(write(tmp_path, files)).pupils[0].year_group == 0
