"""Who is a pupil, who works where, and who is a parent."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from evenhand.apps.people.roster import Roster
from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.detecting import Sorted
from evenhand.apps.people.roster.sourced_users import Role, Users, read_users
from evenhand.apps.people.roster.tables import Table, read_table
from tests.apps.people.roster.packages import lines, oneroster_12, read, sds_v2

HEADER = "sourcedId,orgSourcedIds,primaryOrgSourcedId,role,userIds,agentSourcedIds"


def users_of(*rows: str, roles: tuple[str, ...] = ()) -> tuple[Users, list[str]]:
    """The users of these lines, and what was expected wherever something was not."""
    tables: dict[str, list[Table]] = {"users": [read_table("users.csv", lines(HEADER, *rows))]}
    if roles:
        head = "userSourcedId,orgSourcedId,role,roleType,status"
        tables["roles"] = [read_table("roles.csv", lines(head, *roles))]
    found = read_users(Draft("oneroster", "1.2"), Sorted("sourced", tables))
    return found, [fault.expected for kind in tables.values() for one in kind for fault in one.faults]


def role(kind: Literal["pupil", "staff", "contact"], word: str, *schools: str) -> Role:
    table = read_table("users.csv", lines(HEADER, "U1,,,,,"))
    return Role(kind, word, schools, Where(table, table.rows[0], ("sourcedid",)))


def test_a_pupil_who_also_helps_is_a_pupil_of_the_schools_of_that_role_alone() -> None:
    users = Users(
        roles={
            "U1": [role("contact", "parent", "C"), role("staff", "aide", "B"), role("pupil", "student", "A")]
        }
    )
    found = users.role_of("U1")
    assert found is not None
    assert (found.kind, found.schools) == ("pupil", ("A",))


def test_schools_of_several_roles_of_a_kind_are_joined_each_once() -> None:
    users = Users(roles={"U1": [role("staff", "teacher", "B", "A"), role("staff", "aide", "A", "C")]})
    found = users.role_of("U1")
    assert found is not None
    assert (found.word, found.schools) == ("teacher", ("B", "A", "C"))


def test_a_role_without_a_school_has_an_unnamed_one_and_nobody_has_none() -> None:
    users = Users(roles={"U1": [role("staff", "teacher")]})
    found = users.role_of("U1")
    assert found is not None
    assert found.schools == ("",)
    assert users.role_of("U2") is None


def test_the_main_school_comes_first() -> None:
    users, _ = users_of('U1,"A,B,C",B,teacher,,')
    found = users.role_of("U1")
    assert found is not None
    assert found.schools == ("B", "A", "C")


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Student", "pupil"), ("office staff", "staff"), ("Guardian", "contact"), ("other", "staff")],
)
def test_the_word_says_what_somebody_is(word: str, kind: str) -> None:
    users, faults = users_of(f"U1,A,,{word},,")
    found = users.role_of("U1")
    assert found is not None
    assert (found.kind, faults) == (kind, [])


def test_a_word_that_is_no_role_is_a_fault() -> None:
    users, faults = users_of("U1,A,,wizard,,")
    assert users.role_of("U1") is None
    assert faults == ["a role such as student, teacher, staff or parent"]


def test_a_second_line_with_an_id_is_a_fault_and_the_first_counts() -> None:
    users, faults = users_of("U1,A,,student,,", "U1,A,,teacher,,", ",A,,student,,")
    assert [one.kind for one in users.roles["U1"]] == ["pupil"]
    assert faults == ["an id used once; line 2 has it too", "the id of the user"]


def test_ids_of_other_systems_are_kept_by_their_kind() -> None:
    users, _ = users_of('U1,A,,student,"{MIS: 12},{UPN:A1},{empty:}",')
    assert users.people["U1"].identifiers == (("mis", "12"), ("upn", "A1"))


def test_roles_in_a_file_of_their_own() -> None:
    users, faults = users_of(
        "U1,,,,,",
        "U2,,,,,",
        roles=(
            "U1,A,teacher,secondary,active",
            "U1,B,principal,primary,active",
            "U2,A,student,primary,tobedeleted",
            "U9,A,student,primary,active",
        ),
    )
    found = users.role_of("U1")
    assert found is not None
    assert (found.word, found.schools) == ("principal", ("B", "A"))
    assert users.role_of("U2") is None
    assert faults == ["the sourcedId of a user in users.csv"]


def test_whom_a_pupil_names_is_a_contact_unless_there_is_a_role() -> None:
    users, _ = users_of('P1,A,,student,,"U1, U2,nobody"', "U1,,,,,", "U2,A,,teacher,,")
    kinds = {name: found.kind for name in ("U1", "U2") if (found := users.role_of(name))}
    assert kinds == {"U1": "contact", "U2": "staff"}
    assert "nobody" not in users.roles


def names(roster: Roster) -> set[str]:
    return {one.source_id for one in roster.pupils} | {one.source_id for one in roster.staff}


@pytest.mark.parametrize("files", [sds_v2(), oneroster_12()])
def test_a_parent_is_neither_pupil_nor_staff(tmp_path: Path, files: dict[str, str]) -> None:
    assert names(read(tmp_path, files)) == {"P0", "P1", "P2", "T0", "T1"}


def test_who_has_left_keeps_the_role_that_goes_with_them(tmp_path: Path) -> None:
    files = oneroster_12()
    files["users.csv"] = files["users.csv"].replace("P0,active", "P0,tobedeleted")
    files["roles.csv"] = files["roles.csv"].replace("R0,active", "R0,tobedeleted")
    roster = read(tmp_path, files)
    assert (roster.pupils[0].source_id, roster.pupils[0].status) == ("P0", "removed")
    assert roster.errors == ()
