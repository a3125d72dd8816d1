"""The normalised roster: what every format is read into, and what was wrong with the file.

All records are frozen and hold text as the school wrote it (trimmed, Unicode NFC). No record has a place
for a password: the reader blanks such columns before anything else sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Identifiers = tuple[tuple[str, str], ...]
"""Pairs of kind and value, sorted by kind: `(("urn", "100001"),)`."""

Severity = Literal["error", "warning", "question"]
"""error: the record is left out; warning: kept without the value; question: kept, an option is needed."""

Status = Literal["active", "inactive", "removed"]
DateOrder = Literal["dmy", "mdy"]
YearSystem = Literal["uk", "us"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file.

    `line` is the first physical line of the record (1 is the header; 0 means the file as a whole), `column`
    the header's own name ("" when no single column is at fault), `value` what stood there, never a
    password.
    """

    file: str
    line: int
    column: str
    value: str
    expected: str
    how_to_mend: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can answer; `name` is the option that answers it, `choices` its values."""

    name: Literal["needs_date_order", "needs_year", "needs_school"]
    file: str
    text: str
    choices: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterSchool:
    """A school named in the file."""

    source_id: str
    name: str
    identifiers: Identifiers = ()


@dataclass(frozen=True, slots=True)
class RosterTerm:
    """A term, semester or year named in the file; dates inclusive, None when not given."""

    source_id: str
    name: str
    begin: date | None = None
    end: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RosterPupil:
    """A pupil. `year_group` counts English years: 0 is Reception, -1 Nursery, None unknown; `language` is spoken at home."""

    source_id: str
    school_id: str
    given: str = ""
    family: str = ""
    preferred: str = ""
    middle: str = ""
    year_group: int | None = None
    form: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    upn: str = ""
    identifiers: Identifiers = ()
    username: str = ""
    email: str = ""
    status: Status = "active"
    other_school_ids: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class RosterStaff:
    """An adult who works at the school; `role` is the file's own word in lower case."""

    source_id: str
    school_id: str
    given: str = ""
    family: str = ""
    title: str = ""
    role: str = "teacher"
    identifiers: Identifiers = ()
    username: str = ""
    email: str = ""
    status: Status = "active"
    other_school_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterContact:
    """A parent, carer or other contact of one pupil (`pupil` is the pupil's source id), written to in `language`."""

    pupil: str
    name: str
    relation: str = ""
    phone: str = ""
    email: str = ""
    source_id: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class RosterGroup:
    """A teaching group or tutor group; `terms` are the source ids of its terms."""

    source_id: str
    school_id: str
    name: str
    subject: str = ""
    kind: Literal["class", "tutor"] = "class"
    terms: tuple[str, ...] = ()
    code: str = ""
    status: Status = "active"


@dataclass(frozen=True, slots=True)
class RosterEnrolment:
    """A person's place in a group; `group` and `person` are source ids."""

    group: str
    person: str
    role: Literal["pupil", "teacher"]
    primary: bool = False
    begin: date | None = None
    end: date | None = None
    status: Status = "active"


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """One lesson of the cycle; `staff` holds source ids or usernames as written, `line` its line."""

    group: str
    cycle_day: str
    period: str
    room: str
    staff: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """What a timetable file says, and what was wrong with it."""

    rows: tuple[TimetableRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything read.

    `format` is one of sds-v1-uk, sds-v1-us, sds-v2, sds-v2.1, oneroster, mapping, or "" when nothing was
    recognised. `partial` is true when the file says that it holds only changes, so that absence means
    nothing.
    """

    format: str = ""
    version: str = ""
    schools: tuple[RosterSchool, ...] = ()
    terms: tuple[RosterTerm, ...] = ()
    pupils: tuple[RosterPupil, ...] = ()
    staff: tuple[RosterStaff, ...] = ()
    contacts: tuple[RosterContact, ...] = ()
    groups: tuple[RosterGroup, ...] = ()
    enrolments: tuple[RosterEnrolment, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    partial: bool = False

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that left a record or a file out."""
        return tuple(fault for fault in self.faults if fault.severity == "error")
