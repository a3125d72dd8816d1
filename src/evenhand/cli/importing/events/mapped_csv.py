"""Any CSV of events by a mapping file. What the mapping does not name is refused with the reason, never guessed."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from evenhand.apps.conduct.importing import Fault, Ground, PupilKey, Reading
from evenhand.apps.conduct.importing.told import Told
from evenhand.apps.people.roster.decoding import decode
from evenhand.apps.people.roster.opening import MAX_FILE_BYTES
from evenhand.apps.people.roster.tables import Row, Table, key_of, read_table
from evenhand.apps.tenancy.clock import local
from evenhand.cli.importing.events.mapping import Act, EventMapping
from evenhand.cli.importing.mapping_file import folded
from evenhand.cli.importing.roster import Usage
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import digest

FORMAT = "CSV by mapping"
ON_MAPPING = "Correct the row, or the mapping file."


class _Refused(Exception):
    def __init__(self, name: str, value: str, expected: str, mend: str = ON_MAPPING) -> None:
        self.name, self.value, self.expected, self.mend = name, value, expected, mend
        super().__init__(expected)


def read_mapped(path: Path, ground: Ground, mapping: EventMapping, encoding: str | None = None) -> Reading:
    """Read a CSV for one school. Raises Usage where the mapping names columns that the file does not have."""
    reading = Reading(FORMAT)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise Usage(f"{path}: {error.strerror or error}") from None
    if size > MAX_FILE_BYTES:
        most = f"at most {MAX_FILE_BYTES // 1024 // 1024} MB"
        reading.faults.append(Fault(path.name, 0, "", "", most, "Export one term at a time."))
        return reading
    decoded = decode(path.name, content, encoding)
    if decoded.fault:
        reading.faults.append(decoded.fault)
        return reading
    reading.notes += [decoded.note] if decoded.note else []
    table = read_table(path.name, decoded.text)
    reading.faults += table.faults
    reading.refused += sum(fault.line > 1 and fault.severity == "error" for fault in table.faults)
    _check_columns(table, mapping)
    _note_unread(table, mapping, reading)
    _Rows(table, ground, mapping, reading).read()
    return reading


def _check_columns(table: Table, mapping: EventMapping) -> None:
    if not table.header:
        return
    named = [*mapping.columns.values(), *mapping.details.values()]
    absent = [name for name in named if not table.has(key_of(name))]
    if absent:
        has = ", ".join(table.header)
        raise Usage(f"{table.file} has no column {', '.join(absent)}, which the mapping names; it has {has}")
    if not {"at", "date"} & set(mapping.columns) or "code" not in mapping.columns:
        raise Usage("the mapping needs [columns] code and at, or date and time")
    needed = {"given", "family", "form"} if mapping.key == "name_and_form" else {"pupil"}
    if not needed <= set(mapping.columns):
        raise Usage(f"the mapping needs [columns] {', '.join(sorted(needed))} to find the pupil")


def _note_unread(table: Table, mapping: EventMapping, reading: Reading) -> None:
    read = {key_of(name) for name in (*mapping.columns.values(), *mapping.details.values())}
    unread = [name for name in table.header if key_of(name) not in read]
    if unread:
        reading.notes.append(f"{table.file}: columns passed over: {', '.join(unread)}")


class _Rows:
    """Reads the rows of one table."""

    def __init__(self, table: Table, ground: Ground, mapping: EventMapping, reading: Reading) -> None:
        self._table, self._ground, self._mapping, self._reading = table, ground, mapping, reading
        self._seen: dict[str, int] = {}

    def read(self) -> None:
        for row in self._table.rows:
            try:
                self._reading.told.append(self._told(row))
            except _Refused as no:
                column = self._mapping.columns.get(no.name, no.name)
                fault = Fault(self._table.file, row.line, column, no.value[:80], no.expected, no.mend)
                self._reading.refuse(fault)

    def _get(self, row: Row, name: str) -> str:
        column = self._mapping.columns.get(name)
        return self._table.get(row, key_of(column)) if column else ""

    def _told(self, row: Row) -> Told:
        act = self._act(row)
        day, clock, fold = self._moment(row)
        pupil = self._pupil(row)
        details = {name: self._table.get(row, key_of(one)) for name, one in self._mapping.details.items()}
        return Told(
            self._table.file,
            row.line,
            self._mapping.source,
            self._id(row),
            pupil,
            day,
            clock,
            fold,
            school=self._get(row, "school"),
            kind=act.kind or self._kind(row),
            code=act.code,
            label=self._get(row, "code"),
            where=self._where(row),
            lesson=self._get(row, "lesson"),
            place=self._get(row, "place"),
            about=self._get(row, "about"),
            reporter=self._get(row, "by"),
            text=self._get(row, "text"),
            details={name: value for name, value in details.items() if value} | dict(act.details),
            columns=self._mapping.columns,
        )

    def _id(self, row: Row) -> str:
        """The row's own id, else one made of what it says; two rows alike are told apart by their order."""
        given = self._get(row, "id")
        if given:
            return given
        if "id" in self._mapping.columns:
            raise _Refused("id", "", "an id of its own for each row")
        said = digest([self._get(row, name) for name in sorted(self._mapping.columns)])
        self._seen[said] = self._seen.get(said, 0) + 1
        return f"{said}/{self._seen[said]}"

    def _pupil(self, row: Row) -> PupilKey:
        if self._mapping.key == "name_and_form":
            names = [self._get(row, name) for name in ("given", "family", "form")]
            if not (names[0] or names[1]):
                raise _Refused("family", "", "the name of a pupil")
            return PupilKey("name_and_form", "", *names)
        value = self._get(row, "pupil")
        if not value:
            raise _Refused("pupil", "", "the pupil's id")
        return PupilKey(self._mapping.key, value)

    def _act(self, row: Row) -> Act:
        """What the row's word stands for: mapped, or a code of the catalogue as it stands."""
        word = self._get(row, "code")
        act = self._mapping.act(word)
        if act is not None:
            return act
        if word in self._ground.policy.pack.items or any(
            word in one.aliases for one in self._ground.policy.pack.items.values()
        ):
            return Act(word)
        mend = f'Add it under [codes] in the mapping: "{word}" = "…".' if word else ON_MAPPING
        raise _Refused("code", word, "a word that the mapping or the catalogue names", mend)

    def _kind(self, row: Row) -> EventKind | None:
        word = self._get(row, "kind")
        if not word:
            return None
        kind = self._mapping.kinds.get(folded(word))
        if kind is None:
            raise _Refused("kind", word, "a word that [kinds] in the mapping names")
        return kind

    def _where(self, row: Row) -> Where | None:
        word = self._get(row, "where")
        if not word:
            return None
        where = self._mapping.places.get(folded(word))
        if where is None:
            raise _Refused("where", word, "a word that [places] in the mapping names")
        return where

    def _moment(self, row: Row) -> tuple[date, time | None, int]:
        """The school's local day and time; no time where none is told."""
        if "at" in self._mapping.columns:
            text = self._get(row, "at")
            try:
                at = self._mapping.moment(text)
            except ValueError:
                raise _Refused(
                    "at", text, f"a date and time in the format {self._mapping.date_format}"
                ) from None
            if at.tzinfo is None:
                return at.date(), at.time(), 0
            there = local(self._ground.school, at)
            return there.day, there.time, there.fold
        day, clock = self._get(row, "date"), self._get(row, "time")
        try:
            when = self._mapping.day(day)
        except ValueError:
            raise _Refused("date", day, f"a date in the format {self._mapping.date_format}") from None
        try:
            return when, self._mapping.clock(clock) if clock else None, 0
        except ValueError:
            raise _Refused("time", clock, f"a time in the format {self._mapping.time_format}") from None
