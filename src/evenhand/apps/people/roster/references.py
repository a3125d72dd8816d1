"""Checks that what records refer to exists, and makes the Roster.

A record whose own line is faulty is left out; the sound ones stay. What refers to a record that was left out
is left out too, and its fault says so.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import TypeVar

from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.model import (
    Fault,
    Roster,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
    Severity,
)
from evenhand.apps.people.roster.tables import Table

Key = TypeVar("Key")
Record = TypeVar("Record")
Person = TypeVar("Person", RosterPupil, RosterStaff)
NOUNS = {"staff": "member of staff"}
EXPECTED_SCHOOL = "the id of a school in the file of schools"
MEND_SCHOOL = "Add the school to the file of schools, or correct the id."


def finish(draft: Draft, tables: list[Table]) -> Roster:
    """Check the draft's references and return the roster, faults in the order of files and lines."""
    _schools_from_records(draft)
    _place_people(draft, "pupil", draft.pupils)
    _place_people(draft, "staff", draft.staff)
    _drop_unplaced_groups(draft)
    _drop_dangling_enrolments(draft)
    _drop_dangling_contacts(draft)
    _forms_from_tutor_groups(draft)
    return Roster(
        format=draft.format,
        version=draft.version,
        schools=tuple(school for school, _ in draft.schools.values()),
        terms=_values(draft.terms),
        pupils=_values(draft.pupils),
        staff=_values(draft.staff),
        contacts=_values(draft.contacts),
        groups=_values(draft.groups),
        enrolments=_values(draft.enrolments),
        faults=_in_order(draft.faults, tables),
        notes=tuple(draft.notes),
        questions=tuple(draft.questions),
        partial=draft.partial,
    )


def _values(store: Mapping[Key, tuple[Record, Where]]) -> tuple[Record, ...]:
    return tuple(record for record, _ in store.values())


def _in_order(faults: list[Fault], tables: list[Table]) -> tuple[Fault, ...]:
    """Return the faults of the import as a whole first, then those of each file by line."""
    found = list(faults)
    for table in tables:
        found += sorted(table.faults, key=lambda fault: fault.line)
    return tuple(found)


def _schools_from_records(draft: Draft) -> None:
    """Without a file of schools, take the school ids that the other records use."""
    if draft.schools:
        return
    ids = [pupil.school_id for pupil, _ in draft.pupils.values()]
    ids += [member.school_id for member, _ in draft.staff.values()]
    ids += [group.school_id for group, _ in draft.groups.values()]
    for school_id in dict.fromkeys(ids):
        draft.schools[school_id] = (RosterSchool(school_id, ""), None)
    if ids:
        draft.note("No file of schools: the school ids are those that pupils, staff and groups name.")


def _place_people(draft: Draft, noun: str, store: dict[str, tuple[Person, Where]]) -> None:
    """Keep each person at the schools that exist; one without any is left out."""
    for source_id, record in list(store.items()):
        placed = _placed(draft, *record)
        if placed is None:
            del store[source_id]
            draft.left_out.add((noun, source_id))
        else:
            store[source_id] = (placed, record[1])


def _placed(draft: Draft, person: Person, where: Where) -> Person | None:
    named = (person.school_id, *person.other_school_ids)
    known = tuple(school for school in named if school in draft.schools)
    if known == named:
        return person
    severity: Severity = "warning" if known else "error"
    where.table.fault(where.row, where.ref_keys, EXPECTED_SCHOOL, MEND_SCHOOL, severity)
    return replace(person, school_id=known[0], other_school_ids=known[1:]) if known else None


def _drop_unplaced_groups(draft: Draft) -> None:
    for source_id, (group, where) in list(draft.groups.items()):
        if group.school_id not in draft.schools:
            where.table.fault(where.row, where.ref_keys, EXPECTED_SCHOOL, MEND_SCHOOL)
            del draft.groups[source_id]
            draft.left_out.add(("group", source_id))


def _drop_dangling_enrolments(draft: Draft) -> None:
    if not draft.partial and not draft.groups and not any(noun == "group" for noun, _ in draft.left_out):
        _drop_all_enrolments(draft)
    for key, (enrolment, where) in list(draft.enrolments.items()):
        noun, people = ("pupil", draft.pupils) if enrolment.role == "pupil" else ("staff", draft.staff)
        sound = _resolves(draft, "group", draft.groups, enrolment.group, where, where.id_keys)
        if not sound or not _resolves(draft, noun, people, enrolment.person, where, where.ref_keys):
            del draft.enrolments[key]


def _drop_all_enrolments(draft: Draft) -> None:
    """Say once for each file that there are no groups at all, not once for each of its lines."""
    tables = {where.table.file: where for _, where in draft.enrolments.values()}
    for file, where in tables.items():
        column = where.table.title(*where.id_keys)
        mend = "Import the file of groups together with this one."
        draft.faults.append(Fault(file, 0, column, "", "a file of groups with these ids", mend))
    draft.enrolments.clear()


def _resolves(
    draft: Draft, noun: str, store: Container[str], source_id: str, where: Where, keys: tuple[str, ...]
) -> bool:
    if source_id in store:
        return True
    called = NOUNS.get(noun, noun)
    if draft.partial and (noun, source_id) not in draft.left_out:
        # Only what has changed is in the file: the rest is known from before, which whoever compares must see to.
        return True
    if (noun, source_id) in draft.left_out:
        expected, mend = f"a {called} that was not left out", f"Mend the fault on the {called}'s own line."
    else:
        expected, mend = f"the id of a {called} in the file", f"Add the {called}, or remove this line."
    where.table.fault(where.row, keys, expected, mend)
    return False


def _drop_dangling_contacts(draft: Draft) -> None:
    for key, (contact, where) in list(draft.contacts.items()):
        if not _resolves(draft, "pupil", draft.pupils, contact.pupil, where, where.ref_keys):
            del draft.contacts[key]


def _forms_from_tutor_groups(draft: Draft) -> None:
    """Fill a pupil's form from the tutor group where the file has no form of its own."""
    for enrolment, _ in draft.enrolments.values():
        if enrolment.group not in draft.groups or enrolment.person not in draft.pupils:
            continue
        group: RosterGroup = draft.groups[enrolment.group][0]
        if enrolment.role == "pupil" and group.kind == "tutor" and group.status == "active":
            pupil, where = draft.pupils[enrolment.person]
            if not pupil.form:
                draft.pupils[enrolment.person] = (replace(pupil, form=group.code or group.name), where)
