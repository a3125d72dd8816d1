"""What School Data Sync v2 and v2.1 and OneRoster 1.1 and 1.2 share: records joined by sourcedId.

The formats differ in where a person's role and school stand (on the user, or in roles.csv), in how contacts
are joined (relationships.csv, or agentSourcedIds), and in a few headers; `read_sourced` takes either
spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.dates import DateReader
from evenhand.apps.people.roster.detecting import Sorted
from evenhand.apps.people.roster.model import (
    DateOrder,
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
    RosterTerm,
)
from evenhand.apps.people.roster.people_columns import (
    FORM,
    GIVEN,
    MIDDLE,
    PREFERRED,
    email_of,
    language_of,
    names_of,
    sex_of,
    status_of,
    upn_of,
)
from evenhand.apps.people.roster.sourced_users import Role, Users, read_users

ID = ("sourcedid",)
USER = ("usersourcedid",)
CLASS = ("classsourcedid",)
SCHOOL = ("schoolsourcedid", "orgsourcedid", "orgsourcedids")
TERMS = ("termsourcedids", "sessionsourcedids", "termsourcedid", "sessionsourcedid")
NOT_SCHOOLS = frozenset(
    {"department", "district", "local", "state", "national", "ministryofeducation", "localeducationagency"}
)
TUTOR_TYPES = frozenset({"homeroom", "registration", "tutor", "form"})
TEACHING = frozenset(
    {
        "teacher",
        "instructor",
        "aide",
        "ta",
        "faculty",
        "substitute",
        "teacherassistant",
        "assistant",
        "professor",
        "lecturer",
        "proctor",
        "administrator",
    }
)


def read_sourced(draft: Draft, found: Sorted, order: DateOrder | None) -> Users:
    """Read every table of the family into the draft, contacts excepted, and return the users for those."""
    _schools(draft, found)
    _terms(draft, found, order)
    users = read_users(draft, found)
    births = _births(draft, found, order)
    for user in users.people.values():
        _add_person(draft, users, user.source_id, births)
    _groups(draft, found)
    _enrolments(draft, found, order)
    return users


@dataclass(frozen=True, slots=True)
class Birth:
    """Date of birth and sex from demographics.csv, with its place."""

    where: Where
    dates: DateReader


def _schools(draft: Draft, found: Sorted) -> None:
    for table in found.of("orgs"):
        everything = [row for row in table.rows if table.get(row, "type").casefold() not in NOT_SCHOOLS]
        for row in everything or table.rows:
            where = Where(table, row, ID)
            source_id = draft.identified(where, "school")
            if source_id and status_of(table, row) != "removed":
                number = table.get(row, "identifier")
                identifiers = (("identifier", number),) if number else ()
                draft.add_school(RosterSchool(source_id, table.get(row, "name"), identifiers), where)


def _terms(draft: Draft, found: Sorted, order: DateOrder | None) -> None:
    for table in found.of("academicsessions"):
        dates = DateReader(table, ("startdate", "enddate"), order)
        draft.ask(dates.question)
        for row in table.rows:
            where = Where(table, row, ID)
            source_id = draft.identified(where, "term")
            begin, end = dates.read(row, "startdate"), dates.read(row, "enddate")
            if begin and end and end < begin:
                table.fault(
                    row, ("enddate",), "a last day on or after the first day", "Correct the two dates."
                )
            elif source_id:
                draft.add_term(
                    RosterTerm(source_id, table.get(row, "title"), begin, end, table.get(row, "type")), where
                )


def _births(draft: Draft, found: Sorted, order: DateOrder | None) -> dict[str, Birth]:
    births: dict[str, Birth] = {}
    for kind in ("demographics", "users"):
        for table in found.of(kind):
            if not table.has("birthdate", "sex", "gender", "dateofbirth"):
                continue
            dates = DateReader(table, ("birthdate", "dateofbirth"), order)
            draft.ask(dates.question)
            for row in table.rows:
                births.setdefault(table.get(row, *USER, *ID), Birth(Where(table, row, ID), dates))
    return births


def _add_person(draft: Draft, users: Users, source_id: str, births: dict[str, Birth]) -> None:
    user = users.people[source_id]
    where, role = user.where, users.role_of(source_id)
    if role is None:
        where.table.fault(
            where.row,
            ("role", "sourcedid"),
            "a role for this user, in users.csv or roles.csv",
            "Give the user a role (student, teacher, parent), or leave the line out.",
        )
        draft.left_out |= {("pupil", source_id), ("staff", source_id)}
    elif role.kind == "pupil":
        draft.add_pupil(_pupil(draft, users, source_id, role, births.get(source_id)), role.where)
    elif role.kind == "staff":
        given, family = names_of(where.table, where.row)
        draft.add_staff(
            RosterStaff(
                source_id,
                role.schools[0],
                given,
                family,
                where.table.get(where.row, "title"),
                role.word,
                user.identifiers,
                where.table.get(where.row, "username"),
                email_of(where.table, where.row),
                status_of(where.table, where.row),
                role.schools[1:],
            ),
            role.where,
        )


def _pupil(draft: Draft, users: Users, source_id: str, role: Role, birth: Birth | None) -> RosterPupil:
    user = users.people[source_id]
    table, row = user.where.table, user.where.row
    given, family = names_of(table, row)
    if not table.has(*GIVEN, "familyname"):
        draft.note(f"{table.file}: no columns for names, so usernames stand in for them.")
    year = draft.year(user.where, "grades", "grade", "yeargroup")
    if year is None and role.where.table is not table:
        year = draft.year(role.where, "grade")
    born = birth.dates.read(birth.where.row, "birthdate", "dateofbirth") if birth else None
    sex = sex_of(birth.where.table, birth.where.row) if birth else ""
    return RosterPupil(
        source_id,
        role.schools[0],
        given,
        family,
        table.get(row, *PREFERRED),
        table.get(row, *MIDDLE),
        year,
        table.get(row, *FORM),
        born,
        sex,
        upn_of(table, row, dict(user.identifiers).get("upn", "")),
        user.identifiers,
        table.get(row, "username"),
        email_of(table, row),
        status_of(table, row),
        role.schools[1:],
        language_of(table, row),
    )


def _groups(draft: Draft, found: Sorted) -> None:
    courses = {table.get(row, *ID): (table, row) for table in found.of("courses") for row in table.rows}
    for table in found.of("classes"):
        for row in table.rows:
            where = Where(table, row, ID, SCHOOL)
            source_id = draft.identified(where, "class")
            if not source_id:
                continue
            subject = table.get(row, "subjects", "subject")
            course = courses.get(table.get(row, "coursesourcedid"))
            if course and not subject:
                subject = course[0].get(course[1], "subjects", "subject", "title")
            tutor = table.get(row, "classtype").casefold() in TUTOR_TYPES
            kind: Literal["class", "tutor"] = "tutor" if tutor else "class"
            draft.add_group(
                RosterGroup(
                    source_id,
                    table.get(row, *SCHOOL),
                    table.get(row, "title") or source_id,
                    subject,
                    kind,
                    _parts(table.get(row, *TERMS)),
                    table.get(row, "classcode", "code"),
                    status_of(table, row),
                ),
                where,
            )


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\s*,\s*", value) if part)


def _enrolments(draft: Draft, found: Sorted, order: DateOrder | None) -> None:
    for table in found.of("enrollments"):
        dates = DateReader(table, ("begindate", "enddate", "startdate"), order)
        draft.ask(dates.question)
        for row in table.rows:
            word = table.get(row, "role").casefold()
            if word != "student" and word not in TEACHING:
                table.fault(row, ("role",), "student or teacher", "Correct the role, or remove the line.")
                continue
            group, person = table.get(row, *CLASS), table.get(row, *USER)
            if not group or not person:
                table.fault(
                    row,
                    USER if group else CLASS,
                    "the id of a class and the id of a user",
                    "Fill in both ids, or remove the line.",
                )
                continue
            draft.add_enrolment(
                RosterEnrolment(
                    group,
                    person,
                    "pupil" if word == "student" else "teacher",
                    table.get(row, "primary", "isprimary").casefold() == "true",
                    dates.read(row, "begindate", "startdate"),
                    dates.read(row, "enddate"),
                    status_of(table, row),
                ),
                Where(table, row, CLASS, USER),
            )


def link_contact(draft: Draft, users: Users, pupil: str, adult: str, relation: str, where: Where) -> None:
    """Add the user `adult` as a contact of `pupil`; an adult who is not in the file is a fault."""
    known = users.people.get(adult)
    if known is None:
        where.table.fault(
            where.row,
            where.id_keys,
            "the sourcedId of a user in users.csv",
            "Add the contact to users.csv, or remove the link.",
        )
        return
    table, row = known.where.table, known.where.row
    name = " ".join(part for part in names_of(table, row) if part)
    phone = table.get(row, "phone", "sms")
    contact = RosterContact(
        pupil, name, relation, phone, email_of(table, row), adult, language_of(table, row)
    )
    draft.add_contact(contact, where)
