"""School Data Sync, version 1: School, Section, Student, Teacher, StudentEnrollment, TeacherRoster, and the
guardian files `user.csv` and `guardianrelationship.csv`.

Two spellings of the headers: elsewhere "SIS ID", "School SIS ID", "Section SIS ID"; in the United Kingdom
"ID", "School DfE Number", "Section ID".
"""

from __future__ import annotations

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
    YearSystem,
)
from evenhand.apps.people.roster.people_columns import (
    FAMILY,
    FORM,
    GIVEN,
    MIDDLE,
    PREFERRED,
    YEAR,
    email_of,
    identifiers_of,
    language_of,
    names_of,
    sex_of,
    status_of,
    upn_of,
)
from evenhand.apps.people.roster.tables import Table

ID = ("sisid", "id")
SCHOOL_ID = ("sisid", "dfenumber", "id")
SCHOOL = ("schoolsisid", "schooldfenumber")
SECTION = ("sectionsisid", "sectionid")
TUTOR_WORDS = frozenset({"tutor", "tutor group", "tutorial", "registration", "form", "homeroom"})


def read_sds_v1(found: Sorted, order: DateOrder | None, years: YearSystem) -> Draft:
    """Read the tables of an SDS v1 set into a draft; any of the files may be absent."""
    tables = [table for tables in found.tables.values() for table in tables]
    british = any(table.has("schooldfenumber", "dfenumber", "sectionid") for table in tables)
    draft = Draft("sds-v1-uk" if british else "sds-v1-us", "1", years)
    if years == "uk" and not british and any(table.has("grade") for table in found.of("student")):
        draft.note("Grades were read as English year groups; if they are American grades, say --years us.")
    for table in found.of("school"):
        _schools(draft, table)
    for table in found.of("student"):
        _pupils(draft, table, order)
    for table in found.of("teacher"):
        _staff(draft, table)
    for table in found.of("section"):
        _groups(draft, table, order)
    for table in found.of("studentenrollment"):
        _enrolments(draft, table, "pupil", order)
    for table in found.of("teacherroster"):
        _enrolments(draft, table, "teacher", order)
    _contacts(draft, found)
    return draft


def _schools(draft: Draft, table: Table) -> None:
    kinds = {"dfenumber": "dfe", "schoolnumber": "number", "urn": "urn"}
    for row in table.rows:
        where = Where(table, row, SCHOOL_ID)
        source_id = draft.identified(where, "school")
        if source_id:
            school = RosterSchool(source_id, table.get(row, "name"), identifiers_of(table, row, kinds))
            draft.add_school(school, where)


def _pupils(draft: Draft, table: Table, order: DateOrder | None) -> None:
    dates = DateReader(table, ("birthdate", "dateofbirth", "dob"), order)
    draft.ask(dates.question)
    _note_missing_names(draft, table)
    for row in table.rows:
        where = Where(table, row, ID, SCHOOL)
        source_id = draft.identified(where, "pupil")
        if not source_id:
            continue
        given, family = names_of(table, row)
        draft.add_pupil(
            RosterPupil(
                source_id,
                table.get(row, *SCHOOL),
                given,
                family,
                table.get(row, *PREFERRED),
                table.get(row, *MIDDLE),
                draft.year(where, *YEAR),
                table.get(row, *FORM),
                dates.read(row, "birthdate", "dateofbirth", "dob"),
                sex_of(table, row),
                upn_of(table, row),
                identifiers_of(table, row, {"studentnumber": "number"}),
                table.get(row, "username"),
                email_of(table, row),
                status_of(table, row),
                language=language_of(table, row),
            ),
            where,
        )


def _staff(draft: Draft, table: Table) -> None:
    _note_missing_names(draft, table)
    for row in table.rows:
        where = Where(table, row, ID, SCHOOL)
        source_id = draft.identified(where, "teacher")
        if not source_id:
            continue
        given, family = names_of(table, row)
        draft.add_staff(
            RosterStaff(
                source_id,
                table.get(row, *SCHOOL),
                given,
                family,
                table.get(row, "title"),
                "teacher",
                identifiers_of(table, row, {"teachernumber": "number"}),
                table.get(row, "username"),
                email_of(table, row),
                status_of(table, row),
            ),
            where,
        )


def _note_missing_names(draft: Draft, table: Table) -> None:
    if not table.has(*GIVEN, *FAMILY):
        draft.note(f"{table.file}: no columns for names, so usernames stand in for them.")


def _groups(draft: Draft, table: Table, order: DateOrder | None) -> None:
    dates = DateReader(table, ("termstartdate", "termenddate"), order)
    draft.ask(dates.question)
    for row in table.rows:
        where = Where(table, row, ID, SCHOOL)
        source_id = draft.identified(where, "group")
        if not source_id:
            continue
        term = table.get(row, "termsisid", "termid", "termname")
        if term:
            record = RosterTerm(
                term,
                table.get(row, "termname"),
                dates.read(row, "termstartdate"),
                dates.read(row, "termenddate"),
                "term",
            )
            draft.add_term(record, Where(table, row, ("termsisid", "termid", "termname")))
        subject = table.get(row, "coursesubject")
        kind: Literal["class", "tutor"] = "tutor" if subject.casefold() in TUTOR_WORDS else "class"
        name = table.get(row, "sectionname") or source_id
        subject = subject or table.get(row, "coursename")
        draft.add_group(
            RosterGroup(
                source_id,
                table.get(row, *SCHOOL),
                name,
                subject,
                kind,
                (term,) if term else (),
                table.get(row, "sectionnumber"),
                status_of(table, row),
            ),
            where,
        )


def _enrolments(
    draft: Draft, table: Table, role: Literal["pupil", "teacher"], order: DateOrder | None
) -> None:
    dates = DateReader(table, ("startdate", "enddate", "begindate"), order)
    draft.ask(dates.question)
    for row in table.rows:
        group, person = table.get(row, *SECTION), table.get(row, *ID)
        if not group or not person:
            table.fault(
                row,
                ID if group else SECTION,
                "the id of a group and the id of a person",
                "Fill in both ids, or remove the line.",
            )
            continue
        enrolment = RosterEnrolment(
            group,
            person,
            role,
            begin=dates.read(row, "startdate", "begindate"),
            end=dates.read(row, "enddate"),
            status=status_of(table, row),
        )
        draft.add_enrolment(enrolment, Where(table, row, SECTION, ID))


def _contacts(draft: Draft, found: Sorted) -> None:
    """Join guardians to pupils by e-mail, as the guardian files of version 1 do."""
    people = {}
    for table in found.of("guardian"):
        for row in table.rows:
            name = " ".join(part for part in names_of(table, row) if part)
            people[table.get(row, "email").casefold()] = (
                name,
                table.get(row, "phone"),
                table.get(row, *ID),
                language_of(table, row),
            )
    for table in found.of("guardianrelationship"):
        for row in table.rows:
            email = table.get(row, "email")
            if email.casefold() not in people:
                table.fault(
                    row,
                    ("email",),
                    "the e-mail of a person in the file of guardians",
                    "Add the person to user.csv, or correct the e-mail.",
                )
                continue
            name, phone, source_id, language = people[email.casefold()]
            contact = RosterContact(
                table.get(row, *ID),
                name,
                table.get(row, "role").casefold(),
                phone,
                email,
                source_id,
                language,
            )
            draft.add_contact(contact, Where(table, row, ("email",), ID))
