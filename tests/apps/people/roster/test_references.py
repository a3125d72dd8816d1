"""References that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apps.people.roster.packages import (
    oneroster_11,
    oneroster_12,
    read,
    sds_v1,
    sds_v2,
    sds_v21,
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


def test_a_file_of_changes_may_name_what_it_does_not_hold(tmp_path: Path) -> None:
    files = oneroster_11()
    files["manifest.csv"] = files["manifest.csv"].replace(",bulk", ",delta")
    files["enrollments.csv"] += "E9,active,2026,G7,S1,P7,student,false,,\r\n"
    roster = read(tmp_path, files)
    assert (roster.partial, roster.errors) == (True, ())
    assert ("G7", "P7") in [(one.group, one.person) for one in roster.enrolments]
