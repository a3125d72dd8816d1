"""Collects the records of a roster, each with where it came from; a second record with an id is a fault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from evenhand.apps.people.roster.model import (
    Fault,
    Question,
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
    RosterTerm,
    YearSystem,
)
from evenhand.apps.people.roster.tables import Row, Table
from evenhand.apps.people.roster.years import year_group


@dataclass(frozen=True, slots=True)
class Where:
    """A record's place: its table, its row, and the keys of its id column and its school column."""

    table: Table
    row: Row
    id_keys: tuple[str, ...]
    ref_keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """A roster under construction. Ids are case sensitive; pupils and staff have separate ids."""

    format: str
    version: str
    years: YearSystem = "uk"
    partial: bool = False
    schools: dict[str, tuple[RosterSchool, Where | None]] = field(default_factory=dict)
    terms: dict[str, tuple[RosterTerm, Where]] = field(default_factory=dict)
    pupils: dict[str, tuple[RosterPupil, Where]] = field(default_factory=dict)
    staff: dict[str, tuple[RosterStaff, Where]] = field(default_factory=dict)
    groups: dict[str, tuple[RosterGroup, Where]] = field(default_factory=dict)
    enrolments: dict[tuple[str, str, str], tuple[RosterEnrolment, Where]] = field(default_factory=dict)
    contacts: dict[tuple[str, ...], tuple[RosterContact, Where]] = field(default_factory=dict)
    left_out: set[tuple[str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Add a note once."""
        if text not in self.notes:
            self.notes.append(text)

    def ask(self, question: Question | None) -> None:
        """Add a question, if there is one."""
        if question is not None:
            self.questions.append(question)

    def identified(self, where: Where, noun: str) -> str:
        """Return the record's id, or "" after a fault when the row has none."""
        source_id = where.table.get(where.row, *where.id_keys)
        if not source_id:
            where.table.fault(
                where.row,
                where.id_keys,
                f"the id of the {noun}",
                f"Give each {noun} an id that stays the same in every export.",
            )
        return source_id

    def year(self, where: Where, *keys: str) -> int | None:
        """Return the year group in the columns named; an unknown one is a warning and None."""
        value = where.table.get(where.row, *keys)
        if not value:
            return None
        found = year_group(value.split(",")[0], self.years)
        if found is None:
            where.table.fault(
                where.row,
                keys,
                "a year group (N, R or 1 to 14)",
                'Write the year group as a number, R or N, for example "9".',
                "warning",
            )
        return found

    def add_school(self, school: RosterSchool, where: Where) -> None:
        """Add a school; a second line with its id is a fault unless it is the same."""
        known = self.schools.get(school.source_id)
        if known is None:
            self.schools[school.source_id] = (school, where)
        elif known[1] is not None:
            _repeated(where, known[1], same=known[0] == school, noun="school")

    def add_term(self, term: RosterTerm, where: Where) -> None:
        """Add a term once; SDS v1 repeats it on each section, so only different dates are a fault."""
        known = self.terms.get(term.source_id)
        if known is None:
            self.terms[term.source_id] = (term, where)
        elif known[0] != term:
            where.table.fault(
                where.row,
                where.id_keys,
                f"the term as on line {known[1].row.line}",
                "Give a term the same name and dates wherever it is named.",
                "warning",
            )

    def add_pupil(self, pupil: RosterPupil, where: Where) -> None:
        """Add a pupil; the same pupil at a second school is one pupil with two schools."""
        known = self.pupils.get(pupil.source_id)
        if known is None:
            self.pupils[pupil.source_id] = (pupil, where)
            return
        schools = known[0].other_school_ids
        same = replace(pupil, school_id=known[0].school_id, other_school_ids=schools) == known[0]
        if same and pupil.school_id not in (known[0].school_id, *schools):
            self.pupils[pupil.source_id] = (
                replace(known[0], other_school_ids=(*schools, pupil.school_id)),
                known[1],
            )
        else:
            _repeated(where, known[1], same=same, noun="pupil")

    def add_staff(self, member: RosterStaff, where: Where) -> None:
        """Add a member of staff; the same person at a second school is one person with two schools."""
        known = self.staff.get(member.source_id)
        if known is None:
            self.staff[member.source_id] = (member, where)
            return
        schools = known[0].other_school_ids
        same = replace(member, school_id=known[0].school_id, other_school_ids=schools) == known[0]
        if same and member.school_id not in (known[0].school_id, *schools):
            self.staff[member.source_id] = (
                replace(known[0], other_school_ids=(*schools, member.school_id)),
                known[1],
            )
        else:
            _repeated(where, known[1], same=same, noun="member of staff")

    def add_group(self, group: RosterGroup, where: Where) -> None:
        """Add a group."""
        known = self.groups.get(group.source_id)
        if known is None:
            self.groups[group.source_id] = (group, where)
        else:
            _repeated(where, known[1], same=known[0] == group, noun="group")

    def add_enrolment(self, enrolment: RosterEnrolment, where: Where) -> None:
        """Add a place in a group; a repeated line counts once."""
        key = (enrolment.group, enrolment.person, enrolment.role)
        known = self.enrolments.get(key)
        if known is None:
            self.enrolments[key] = (enrolment, where)
        elif known[0] != enrolment:
            _repeated(where, known[1], same=False, noun="place in this group")

    def add_contact(self, contact: RosterContact, where: Where) -> None:
        """Add a contact of a pupil, once for each way to reach the person."""
        key = (contact.pupil, contact.source_id or contact.email or contact.name, contact.phone)
        self.contacts.setdefault(key, (contact, where))


def _repeated(where: Where, first: Where, *, same: bool, noun: str) -> None:
    if same:
        where.table.fault(
            where.row,
            where.id_keys,
            f"each {noun} once; line {first.row.line} says the same",
            "Remove one of the two lines.",
            "warning",
        )
    else:
        where.table.fault(
            where.row,
            where.id_keys,
            f"an id used once; line {first.row.line} has it too",
            "Give the two different ids, or remove the line that is out of date.",
        )
