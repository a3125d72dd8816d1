"""Files of any other system, described by a column mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.people.roster import Roster, read_roster
from tests.apps.people.roster.packages import write

FILES = {
    "pupils.csv": "Adm;Forename;Surname;NC;DoB;Reg;Secret Word\n007;Ann;Lee;Year 8;13/05/2013;8B;hunter2\n"
    "008;Bo;Roy;Year 7;04/06/2014;7A;hunter2\n",
    "adults.csv": "Code;Name1;Name2\nABC;Cy;Poe\n",
    "sets.csv": "Set;Title\n8x/Ma1;8x maths 1\n",
    "members.csv": "Set;Adm\n8x/Ma1;007\n8x/Ma1;099\n",
    "leaders.csv": "Set;Code\n8x/Ma1;ABC\n",
    "homes.csv": "Adm;N;Tel;Mail;Rel\n007;Di Lee;01632 960002;di@x.org;Mother\n",
}
LINES = """file,column,field
pupils.csv,Adm,pupil.id
pupils.csv,Forename,pupil.given
pupils.csv,surname,pupil.family
pupils.csv,NC,pupil.year_group
pupils.csv,DoB,pupil.date_of_birth
pupils.csv,Reg,pupil.form
pupils.csv,=100001,pupil.school
adults.csv,Code,staff.id
adults.csv,Name1,staff.given
adults.csv,=100001,staff.school
sets.csv,Set,group.id
sets.csv,Title,group.name
sets.csv,=100001,group.school
members.csv,Set,enrolment.group
members.csv,Adm,enrolment.pupil
leaders.csv,Set,enrolment.group
leaders.csv,Code,enrolment.teacher
homes.csv,Adm,contact.pupil
homes.csv,N,contact.given
homes.csv,Tel,contact.phone
homes.csv,Mail,contact.email
homes.csv,Rel,contact.relation
"""


def read(tmp_path: Path, text: str = LINES) -> Roster:
    mapping = tmp_path / "mapping.csv"
    mapping.write_text(text)
    return read_roster(write(tmp_path / "export", FILES), mapping=mapping)


def test_every_kind_of_record_can_be_mapped(tmp_path: Path) -> None:
    roster = read(tmp_path)
    ann = roster.pupils[0]
    assert (roster.format, [school.source_id for school in roster.schools]) == ("mapping", ["100001"])
    assert (ann.source_id, ann.given, ann.family, ann.year_group, ann.form) == ("007", "Ann", "Lee", 8, "8B")
    assert str(ann.date_of_birth) == "2013-05-13"
    assert [(group.source_id, group.name) for group in roster.groups] == [("8x/Ma1", "8x maths 1")]
    assert [(place.person, place.role) for place in roster.enrolments] == [
        ("007", "pupil"),
        ("ABC", "teacher"),
    ]
    (home,) = roster.contacts
    assert (home.pupil, home.name, home.relation, home.phone) == ("007", "Di Lee", "mother", "01632 960002")


def test_faults_name_the_columns_of_the_school_not_ours(tmp_path: Path) -> None:
    (fault,) = read(tmp_path).faults
    assert (fault.file, fault.line, fault.column, fault.value) == ("members.csv", 3, "Adm", "099")


def test_a_file_that_is_not_mapped_is_noted(tmp_path: Path) -> None:
    roster = read(tmp_path, "\n".join(line for line in LINES.splitlines() if "homes" not in line))
    assert "homes.csv: not named in the mapping, not read." in roster.notes


@pytest.mark.parametrize(
    ("line", "column", "value", "expected"),
    [
        ("pupils.csv,Adm,pupil.shoe_size", "field", "pupil.shoe_size", "one of pupil.id, pupil.school, "),
        (
            "pupils.csv,Adm,dog.id",
            "field",
            "dog.id",
            "one of school, pupil, staff, contact, group, enrolment",
        ),
        ("pupils.csv,Secret Word,pupil.username", "column", "Secret Word", "a column that is not a password"),
        ("pupils.csv,Nothing,pupil.id", "column", "Nothing", "a column of pupils.csv"),
        ("absent.csv,A,pupil.id", "file", "absent", "the name of a CSV file that is imported"),
        ("pupils.csv,NC,pupil.year_group", "field", "pupil", "a line for pupil.id"),
        (
            "members.csv,Set,enrolment.group",
            "field",
            "enrolment",
            "either enrolment.pupil or enrolment.teacher",
        ),
        ("pupils.csv,,pupil.id", "file", "pupils.csv", "a file and a column"),
    ],
)
def test_a_faulty_mapping_line_is_named(
    line: str, column: str, value: str, expected: str, tmp_path: Path
) -> None:
    roster = read(tmp_path, f"file,column,field\n{line}\n")
    (fault,) = roster.faults
    assert (fault.file, fault.line, fault.column, fault.value) == ("mapping.csv", 2, column, value)
    assert fault.expected.startswith(expected)
    assert roster.pupils == ()


def test_a_mapping_that_is_not_there_or_not_a_mapping(tmp_path: Path) -> None:
    folder = write(tmp_path / "export", FILES)
    (absent, *_) = read_roster(folder, mapping=tmp_path / "none.csv").faults
    (other, *_) = read_roster(folder, mapping=folder / "sets.csv").faults
    assert (absent.file, absent.how_to_mend) == ("none.csv", "Check the path.")
    assert (other.file, other.expected) == ("sets.csv", "the columns file, column and field")


def test_the_language_at_home_and_that_of_a_contact_are_read(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.csv"
    mapping.write_text(
        "file,column,field\npupils.csv,Adm,pupil.id\npupils.csv,Home,pupil.language\npupils.csv,=100001,pupil.school\n"
        "homes.csv,Adm,contact.pupil\nhomes.csv,N,contact.given\nhomes.csv,Mail,contact.email\nhomes.csv,Says,contact.language\n"
    )
    files = {
        "pupils.csv": "Adm,Home\n007,Urdu\n008,Elvish\n",
        "homes.csv": "Adm,N,Mail,Says\n007,Di Lee,di@x.org,POL\n008,Jo Roy,jo@x.org,\n",
    }
    roster = read_roster(write(tmp_path / "export", files), mapping=mapping)
    assert [pupil.language for pupil in roster.pupils] == ["ur", ""]
    assert [(one.name, one.language) for one in roster.contacts] == [("Di Lee", "pl"), ("Jo Roy", "")]
    (fault,) = [fault for fault in roster.faults if "language" in fault.expected]
    assert (fault.file, fault.line, fault.value, fault.severity) == ("pupils.csv", 3, "Elvish", "warning")
