"""users.csv and roles.csv: who is a pupil, who works where, who is a parent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.detecting import Sorted
from evenhand.apps.people.roster.model import Identifiers
from evenhand.apps.people.roster.people_columns import identifiers_of, status_of
from evenhand.apps.people.roster.tables import Row, Table

ID = ("sourcedid",)
USER = ("usersourcedid",)
ORGS = ("orgsourcedids", "orgsourcedid", "primaryorgsourcedid")
ROLE = ("role",)
NOT_STAFF = frozenset({"parent", "guardian", "relative", "contact", "child", "doctor", "alumni"})
STAFF = frozenset(
    {
        "teacher",
        "aide",
        "administrator",
        "proctor",
        "staff",
        "faculty",
        "principal",
        "counselor",
        "counsellor",
        "siteadministrator",
        "districtadministrator",
        "systemadministrator",
        "itadmin",
        "officestaff",
        "nurse",
        "coach",
        "substitute",
        "instructor",
        "assistant",
        "teacherassistant",
        "paraprofessional",
        "advisor",
        "chair",
        "professor",
        "lecturer",
        "researcher",
        "adjunct",
        "affiliate",
        "occupationaltherapist",
        "physicaltherapist",
        "speechtherapist",
        "visiontherapist",
        "specialservices",
        "other",
    }
)
RANK = {"pupil": 0, "staff": 1, "contact": 2}
USER_ID = re.compile(r"\{\s*([^:{}]+?)\s*:\s*([^{}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Role:
    """What a user is: the kind, the file's own word, the schools (main one first), and where it says so."""

    kind: Literal["pupil", "staff", "contact"]
    word: str
    schools: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class User:
    """A line of users.csv."""

    source_id: str
    where: Where
    identifiers: Identifiers


@dataclass(slots=True)
class Users:
    """The users by id, and the roles that each has."""

    people: dict[str, User] = field(default_factory=dict)
    roles: dict[str, list[Role]] = field(default_factory=dict)

    def role_of(self, source_id: str) -> Role | None:
        """Return the role that counts (pupil, staff, then contact), with the schools of all such roles."""
        roles = sorted(self.roles.get(source_id, []), key=lambda role: RANK[role.kind])
        if not roles:
            return None
        same = [school for role in roles if role.kind == roles[0].kind for school in role.schools]
        schools = tuple(dict.fromkeys(same)) or ("",)
        return Role(roles[0].kind, roles[0].word, schools, roles[0].where)


def read_users(draft: Draft, found: Sorted) -> Users:
    """Read users and their roles; a role for a user who is not in the file is a fault."""
    users = Users()
    for table in found.of("users"):
        for row in table.rows:
            _add_user(draft, users, table, row)
    for table in found.of("roles"):
        for row in table.rows:
            _add_role_line(users, table, row)
    for table in found.of("relationships"):
        for row in table.rows:
            _add_linked(users, table.get(row, "relationshipusersourcedid"), Where(table, row, USER))
    for user in list(users.people.values()):
        for agent in re.split(r"\s*,\s*", user.where.table.get(user.where.row, "agentsourcedids")):
            _add_linked(users, agent, user.where)
    return users


def _add_user(draft: Draft, users: Users, table: Table, row: Row) -> None:
    where = Where(table, row, ID, ORGS)
    source_id = draft.identified(where, "user")
    if not source_id:
        return
    first = users.people.get(source_id)
    if first is not None:
        table.fault(
            row,
            ID,
            f"an id used once; line {first.where.row.line} has it too",
            "Give the two different ids, or remove the line that is out of date.",
        )
        return
    users.people[source_id] = User(source_id, where, _user_identifiers(table, row))
    word = table.get(row, *ROLE).casefold()
    if word:
        _add_role(users, source_id, word, table.get(row, *ORGS), where, ROLE)


def _user_identifiers(table: Table, row: Row) -> Identifiers:
    """Return `userIds` ({type:id},{type:id}) and `identifier` as pairs."""
    pairs = dict(identifiers_of(table, row, {"identifier": "identifier"}))
    for kind, value in USER_ID.findall(table.get(row, "userids")):
        if value:
            pairs[kind.casefold()] = value
    return tuple(sorted(pairs.items()))


def _add_role_line(users: Users, table: Table, row: Row) -> None:
    source_id = table.get(row, *USER)
    where = Where(table, row, USER, ("orgsourcedid",))
    if source_id not in users.people:
        table.fault(row, USER, "the sourcedId of a user in users.csv", "Add the user, or remove the role.")
    elif status_of(table, row) != "removed" or _is_going(users.people[source_id]):
        _add_role(
            users, source_id, table.get(row, *ROLE).casefold(), table.get(row, "orgsourcedid"), where, ROLE
        )


def _is_going(user: User) -> bool:
    """Whether the user's own line is one of somebody who has left: their roles go with them, and say who it was."""
    return status_of(user.where.table, user.where.row) != "active"


def _add_role(
    users: Users, source_id: str, word: str, orgs: str, where: Where, keys: tuple[str, ...]
) -> None:
    if word != "student" and word not in NOT_STAFF and word.replace(" ", "") not in STAFF:
        where.table.fault(
            where.row, keys, "a role such as student, teacher, staff or parent", "Correct the role."
        )
        return
    kind: Literal["pupil", "staff", "contact"] = "staff"
    if word == "student":
        kind = "pupil"
    elif word in NOT_STAFF:
        kind = "contact"
    schools = tuple(part for part in re.split(r"\s*,\s*", orgs) if part)
    main = where.table.get(where.row, "primaryorgsourcedid")
    if main in schools:
        schools = (main, *(school for school in schools if school != main))
    first = where.table.get(where.row, "roletype", "isprimary").casefold() in {"primary", "true"}
    roles = users.roles.setdefault(source_id, [])
    roles.insert(0 if first else len(roles), Role(kind, word, schools, where))


def _add_linked(users: Users, source_id: str, where: Where) -> None:
    """A user without any role whom a pupil's line names is a contact."""
    if source_id in users.people and source_id not in users.roles:
        users.roles[source_id] = [Role("contact", "contact", (), where)]
