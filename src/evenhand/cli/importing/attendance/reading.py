"""A CSV of marks, read into what marking takes. What cannot be read is refused with its line, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from evenhand.apps.attendance.facts import Ground
from evenhand.apps.attendance.models import AM, PM
from evenhand.apps.attendance.services import Said, problems_with
from evenhand.apps.conduct.importing import Fault, PupilKey
from evenhand.apps.conduct.importing import Ground as People
from evenhand.apps.people.roster.decoding import decode
from evenhand.apps.people.roster.opening import MAX_FILE_BYTES
from evenhand.apps.people.roster.tables import Row, Table, key_of, read_table
from evenhand.cli.importing.attendance.mapping import MarkMapping
from evenhand.cli.importing.roster import Usage

ON_ROW: Final = "Correct the row, or the mapping file."
Key = tuple[int, date, str]


@dataclass(slots=True)
class Marks:
    """A file as it was read: each mark with its line, and what was refused."""

    said: dict[Key, Said] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: int = 0


class _Refused(Exception):
    def __init__(self, name: str, value: str, expected: str) -> None:
        self.name, self.value, self.expected = name, value, expected
        super().__init__(expected)


def read_marks(
    path: Path, ground: Ground, people: People, mapping: MarkMapping, encoding: str | None = None
) -> Marks:
    """Read the file for one school. Raises Usage where a column that the mapping names is not there."""
    marks = Marks()
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise Usage(f"{path}: {error.strerror or error}") from None
    if not content:
        most = f"a file with rows, of at most {MAX_FILE_BYTES // 1024 // 1024} MB"
        marks.faults.append(Fault(path.name, 0, "", "", most, "Export one half-term at a time."))
        return marks
    decoded = decode(path.name, content, encoding)
    if decoded.fault:
        marks.faults.append(decoded.fault)
        return marks
    marks.notes += [decoded.note] if decoded.note else []
    table = read_table(path.name, decoded.text)
    marks.faults += table.faults
    marks.refused += sum(fault.line > 1 and fault.severity == "error" for fault in table.faults)
    _check_columns(table, mapping)
    _Rows(table, ground, people, mapping, marks).read()
    return marks


def _check_columns(table: Table, mapping: MarkMapping) -> None:
    optional = {"minutes", "reason"}
    absent = [
        column
        for name, column in mapping.columns.items()
        if name not in optional and not table.has(key_of(column))
    ]
    if table.header and absent:
        has = ", ".join(table.header)
        raise Usage(f"{table.file} has no column {', '.join(absent)}; it has {has}")


class _Rows:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, ground: Ground, people: People, mapping: MarkMapping, marks: Marks
    ) -> None:
        self._table, self._ground, self._people = table, ground, people
        self._mapping, self._marks = mapping, marks

    def read(self) -> None:
        for row in self._table.rows:
            try:
                for said in self._said(row):
                    self._keep(row, said)
            except _Refused as no:
                self._refuse(row, no)

    def _keep(self, row: Row, said: Said) -> None:
        wrong = next(problems_with(self._ground, said, self._people.pupils), None)
        if wrong is not None:
            raise _Refused(wrong.field, said.code, wrong.message)
        key = (said.pupil_id, said.day, said.slot)
        held = self._marks.said.get(key)
        if held is not None and held != said:
            line = self._marks.lines[key]
            raise _Refused("code", said.code, f"one mark for a session; line {line} has {held.code}")
        self._marks.said[key], self._marks.lines[key] = said, row.line

    def _refuse(self, row: Row, no: _Refused) -> None:
        column = self._mapping.columns.get(no.name, no.name)
        self._marks.faults.append(
            Fault(self._table.file, row.line, column, no.value[:80], no.expected, ON_ROW)
        )
        self._marks.refused += 1

    def _said(self, row: Row) -> Iterator[Said]:
        pupil, day = self._pupil(row), self._day(row)
        minutes, reason = self._minutes(row), self._get(row, "reason")
        if not self._mapping.wide:
            slot = self._mapping.slot(self._get(row, "session"))
            code = self._mapping.code(self._get(row, "code"))
            yield Said(pupil, day, slot, code, minutes, reason)
            return
        for slot in (AM, PM):
            # An empty cell is a session that nobody has marked yet.
            code = self._mapping.code(self._get(row, slot))
            if code:
                yield Said(pupil, day, slot, code, minutes if slot == AM else 0, reason)

    def _get(self, row: Row, name: str) -> str:
        column = self._mapping.columns.get(name)
        return self._table.get(row, key_of(column)) if column and self._table.has(key_of(column)) else ""

    def _pupil(self, row: Row) -> int:
        if self._mapping.key == "name_and_form":
            key = PupilKey(
                "name_and_form", "", *(self._get(row, name) for name in ("given", "family", "form"))
            )
        else:
            key = PupilKey(self._mapping.key, self._get(row, "pupil"))
        found = self._people.pupils_named(key)
        if len(found) != 1:
            raise _Refused(
                "pupil", key.shown, "one pupil of this school" if found else "a pupil of this school"
            )
        return next(iter(found))

    def _day(self, row: Row) -> date:
        text = self._get(row, "date")
        try:
            return self._mapping.day(text)
        except ValueError:
            raise _Refused("date", text, f"a date in the format {self._mapping.date_format}") from None

    def _minutes(self, row: Row) -> int:
        text = self._get(row, "minutes")
        if text and not text.isdecimal():
            raise _Refused("minutes", text, "a whole number of minutes")
        return int(text or 0)
