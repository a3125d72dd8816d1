"""A column-mapping CSV, for files of any other system.

Lines `file,column,field`: the CSV's name, its header, and what the column is. All fields of one file begin
with the same word: school, pupil, staff, contact, group or enrolment.

    file,column,field
    pupils.csv,Admission No,pupil.id
    pupils.csv,Legal Forename,pupil.given
    pupils.csv,=10001,pupil.school

A column that begins with `=` is a value for every row. A file that the mapping does not name is not read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from evenhand.apps.people.roster.assembling import Draft
from evenhand.apps.people.roster.detecting import Sorted
from evenhand.apps.people.roster.model import DateOrder, Fault, YearSystem
from evenhand.apps.people.roster.reading import read_package
from evenhand.apps.people.roster.sds_v1 import read_sds_v1
from evenhand.apps.people.roster.tables import SECRET, Row, Table, key_of

FIELDS: dict[str, dict[str, str]] = {
    "school": {"id": "sisid", "name": "name", "urn": "urn", "dfe_number": "dfenumber"},
    "pupil": {
        "id": "sisid",
        "school": "schoolsisid",
        "given": "givenname",
        "family": "familyname",
        "preferred": "preferredname",
        "middle": "middlename",
        "year_group": "yeargroup",
        "form": "form",
        "date_of_birth": "birthdate",
        "sex": "sex",
        "upn": "upn",
        "username": "username",
        "email": "email",
        "status": "status",
        "number": "studentnumber",
        "language": "language",
    },
    "staff": {
        "id": "sisid",
        "school": "schoolsisid",
        "given": "givenname",
        "family": "familyname",
        "title": "title",
        "username": "username",
        "email": "email",
        "status": "status",
        "number": "teachernumber",
    },
    "contact": {
        "pupil": "sisid",
        "given": "givenname",
        "family": "familyname",
        "relation": "role",
        "phone": "phone",
        "email": "email",
        "language": "language",
    },
    "group": {
        "id": "sisid",
        "school": "schoolsisid",
        "name": "sectionname",
        "subject": "coursesubject",
        "code": "sectionnumber",
        "term": "termname",
        "term_begin": "termstartdate",
        "term_end": "termenddate",
    },
    "enrolment": {
        "group": "sectionsisid",
        "pupil": "sisid",
        "teacher": "sisid",
        "begin": "startdate",
        "end": "enddate",
    },
}
REQUIRED = {
    "school": ("id",),
    "pupil": ("id",),
    "staff": ("id",),
    "contact": ("pupil",),
    "group": ("id",),
    "enrolment": ("group",),
}
KINDS = {"school": "school", "pupil": "student", "staff": "teacher", "group": "section"}
MEND = "Use lines of file,column,field with a field such as pupil.given."


@dataclass(slots=True)
class Mapping:
    """For each file (its name in lower case) its lines: column, field, and the line number in the mapping."""

    file: str = ""
    lines: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, value: str, expected: str, mend: str = MEND) -> None:
        """Record what is wrong with the mapping."""
        self.faults.append(Fault(self.file, line, column, value, expected, mend))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping CSV; unknown fields and secret columns are faults."""
    package = read_package(path)
    mapping = Mapping(path.name, faults=list(package.faults))
    for table in package.tables:
        mapping.faults += table.faults
        if not (table.has("file") and table.has("column") and table.has("field")):
            mapping.fault(1, "", "", "the columns file, column and field")
            continue
        for row in table.rows:
            _add_line(mapping, table, row)
    return mapping


def _add_line(mapping: Mapping, table: Table, row: Row) -> None:
    file, column, name = (table.get(row, key) for key in ("file", "column", "field"))
    noun, _, attribute = name.partition(".")
    if attribute not in FIELDS.get(noun, {}):
        known = ", ".join(f"{noun}.{one}" for one in FIELDS[noun]) if noun in FIELDS else ", ".join(FIELDS)
        mapping.fault(row.line, "field", name[:80], f"one of {known}")
    elif SECRET.search(key_of(column)):
        mapping.fault(row.line, "column", column[:80], "a column that is not a password", "Remove this line.")
    elif not file or not column:
        mapping.fault(row.line, "file", file[:80], "a file and a column")
    else:
        mapping.lines.setdefault(_leaf(file), []).append((column, name, row.line))


def _leaf(file: str) -> str:
    return PurePosixPath(file).name.casefold().removesuffix(".csv")


def read_mapped(mapping: Mapping, tables: list[Table], order: DateOrder | None, years: YearSystem) -> Draft:
    """Read the tables that the mapping names into a draft."""
    found = Sorted("sds-v1")
    by_leaf = {_leaf(table.file): table for table in tables}
    for leaf, lines in mapping.lines.items():
        if leaf not in by_leaf:
            mapping.fault(lines[0][2], "file", leaf, "the name of a CSV file that is imported")
            continue
        _sort_mapped(mapping, by_leaf[leaf], lines, found)
    draft = read_sds_v1(found, order, years)
    draft.format, draft.version = "mapping", ""
    draft.notes[:] = [note for note in draft.notes if "--years" not in note]
    for leaf, table in by_leaf.items():
        if leaf not in mapping.lines:
            draft.note(f"{table.file}: not named in the mapping, not read.")
    return draft


def _sort_mapped(mapping: Mapping, table: Table, lines: list[tuple[str, str, int]], found: Sorted) -> None:
    """Give the table the keys of its fields and put it under its kind."""
    nouns = {name.partition(".")[0] for _, name, _ in lines}
    noun = min(nouns)
    attributes = {name.partition(".")[2] for _, name, _ in lines}
    missing = [one for one in REQUIRED[noun] if one not in attributes]
    if len(nouns) > 1:
        mapping.fault(lines[0][2], "field", ", ".join(sorted(nouns)), "fields of one kind for one file")
    elif missing:
        mapping.fault(lines[0][2], "field", noun, f"a line for {noun}.{missing[0]}")
    elif noun == "enrolment" and len(attributes & {"pupil", "teacher"}) != 1:
        mapping.fault(lines[0][2], "field", noun, "either enrolment.pupil or enrolment.teacher")
    elif _rename(mapping, table, noun, lines):
        for kind in _kinds(noun, attributes):
            found.tables.setdefault(kind, []).append(table)


def _kinds(noun: str, attributes: set[str]) -> tuple[str, ...]:
    if noun == "enrolment":
        return ("teacherroster",) if "teacher" in attributes else ("studentenrollment",)
    return ("guardian", "guardianrelationship") if noun == "contact" else (KINDS[noun],)


def _rename(mapping: Mapping, table: Table, noun: str, lines: list[tuple[str, str, int]]) -> bool:
    """Point the keys of the fields at their columns, constants appended; False after a fault."""
    positions: dict[str, int] = {}
    constants: list[str] = []
    for column, name, line in lines:
        key = FIELDS[noun][name.partition(".")[2]]
        if column.startswith("="):
            positions[key] = len(table.header) + len(constants)
            constants.append(column[1:].strip())
        elif key_of(column) in table.positions:
            positions[key] = table.positions[key_of(column)]
        else:
            mapping.fault(line, "column", column[:80], f"a column of {table.file}")
            return False
    table.rows[:] = [Row(row.line, (*row.cells, *constants)) for row in table.rows]
    table.header = (*table.header, *(f"={constant}" for constant in constants))
    table.positions = positions
    return True
