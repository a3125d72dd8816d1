"""Text to tables: strict CSV with comma, semicolon or tab, each record with its first physical line.

Columns that hold a secret are blanked here, at the lowest place, so that nothing above can keep or show them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from evenhand.apps.people.roster.model import Fault, Severity

SEPARATORS = (",", ";", "\t")
LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
SECRET = re.compile(r"passw|passcode|passphrase|pwd|secret|credential|kennwort|pincode|^pin$")
MAX_VALUE = 200
SHOWN = 80
CLOSED_QUOTES = "each opening quotation mark closed before the next separator or the end of the line"
NOT_SHOWN = "(not shown: next to a password column)"
REACH = 2
"""How far a row that has slipped by a column or two may have carried a password."""
UNSEEN = "\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SPACES = re.compile(r"\s+")


def key_of(header: str) -> str:
    """Return a header's key: letters and digits only, in lower case ("School SIS ID" is `schoolsisid`)."""
    return "".join(char for char in unicodedata.normalize("NFKC", header).casefold() if char.isalnum())


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `line` is its first physical line, `cells` its values trimmed and in Unicode NFC."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A CSV file that was read. `faults` is the list to which readers add what they find."""

    file: str
    header: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)
    beside_secrets: set[int] = field(default_factory=set)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending, as a key (`studentenrollment`)."""
        return key_of(PurePosixPath(self.file).stem)

    def has(self, *keys: str) -> bool:
        """Tell whether the header has at least one of the keys."""
        return any(key in self.positions for key in keys)

    def get(self, row: Row, *keys: str) -> str:
        """Return the first value that is not empty among the columns named, else ""."""
        for key in keys:
            position = self.positions.get(key)
            if position is not None and row.cells[position]:
                return row.cells[position]
        return ""

    def title(self, *keys: str) -> str:
        """Return the header, as written, of the first column that exists, else ""."""
        return next((self.header[self.positions[key]] for key in keys if key in self.positions), "")

    def fault(
        self, row: Row | None, keys: tuple[str, ...], expected: str, mend: str, severity: Severity = "error"
    ) -> None:
        """Record that a value is not what was expected; `row` None blames the header line."""
        key = next((key for key in keys if row and self.get(row, key)), "")
        value = self.get(row, key) if row and key else ""
        if key and self.positions[key] in self.beside_secrets:
            value = NOT_SHOWN
        self.blame(
            row.line if row else 1, value, expected, mend, severity, self.title(key) or self.title(*keys)
        )

    def blame(
        self, line: int, value: str, expected: str, mend: str, severity: Severity = "error", column: str = ""
    ) -> None:
        """Record what is wrong with a line as a whole, or with a column that has no key."""
        self.faults.append(Fault(self.file, line, column, value[:SHOWN], expected, mend, severity))


def read_table(file: str, text: str) -> Table:
    """Read CSV text strictly. Broken records become faults, the others stay; an empty file is one fault."""
    table = Table(file)
    lines = LINES.findall(text)
    start = _first_line(lines)
    if start == len(lines):
        table.blame(0, "", "a header line and rows", "The file is empty: export it again.")
        return table
    if "\x00" in text:
        line = 1 + len(re.findall("\r\n|\r|\n", text[: text.index("\x00")]))
        table.blame(line, "", "text without zero bytes", "It is not CSV text, or damaged: export it again.")
        return table
    separator, start = _separator(lines, start)
    records = _records(table, lines, start, separator)
    first = next(records, None)
    if first is not None and _set_header(table, first[1]):
        _add_rows(table, records, len(first[1]))
    return table


def _first_line(lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if line.strip().strip("\ufeff")), len(lines))


def _separator(lines: list[str], start: int) -> tuple[str, int]:
    """Return the separator and the line to begin at; a spreadsheet's first line `sep=;` is obeyed."""
    named = re.fullmatch(r'"?sep=([,;\t])"?', lines[start].strip("\r\n \ufeff"))
    if named and start + 1 < len(lines):
        return named[1], start + 1
    bare = re.sub(r'"[^"]*"', "", lines[start])
    return max(SEPARATORS, key=bare.count), start


def _records(table: Table, lines: list[str], start: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (first line, cells); after a broken record go on at the line below the one where it began."""
    while start < len(lines):
        ahead = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(ahead, delimiter=separator, strict=True)
        begun = 0
        try:
            for cells in reader:
                yield start + begun + 1, cells
                begun = reader.line_num
        except csv.Error:
            start += begun + 1
            table.blame(start, "", CLOSED_QUOTES, f"Correct the quotation marks that begin on line {start}.")
        else:
            return


def _set_header(table: Table, cells: list[str]) -> bool:
    header = [_clean(cell) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        table.blame(1, "", "a header line", "Put the names of the columns on line 1.")
        return False
    table.header = tuple(header)
    for position, name in enumerate(header):
        key = key_of(name)
        if key and key not in table.positions:
            table.positions[key] = position
        elif key in KEYS_THAT_MUST_BE_SINGLE:
            mend = f'Remove or rename the second column "{name}".'
            table.blame(1, name, "each column once", mend, column=name)
            return False
    return True


KEYS_THAT_MUST_BE_SINGLE = frozenset(
    {
        "sourcedid",
        "sisid",
        "id",
        "schoolsisid",
        "schooldfenumber",
        "dfenumber",
        "sectionsisid",
        "sectionid",
        "givenname",
        "familyname",
        "firstname",
        "lastname",
        "username",
        "birthdate",
        "grade",
        "grades",
        "role",
        "usersourcedid",
        "classsourcedid",
        "orgsourcedid",
        "orgsourcedids",
        "schoolsourcedid",
        "group",
        "cycleday",
        "period",
    }
)


def _add_rows(table: Table, records: Iterator[tuple[int, list[str]]], widest: int) -> None:
    """Add the rows that are as wide as the header; `widest` counts the header's empty last cells too."""
    width = len(table.header)
    secret = [number for number, name in enumerate(table.header) if SECRET.search(key_of(name))]
    table.beside_secrets = {number + step for number in secret for step in range(-REACH, REACH + 1)}
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if not width <= len(cells) <= widest or any(cell.strip() for cell in cells[width:]):
            _wrong_width(table, line, cells)
            continue
        for number in secret:
            cells[number] = ""
        row = Row(line, tuple(_clean(cell) for cell in cells[:width]))
        if _values_fit(table, row):
            table.rows.append(row)
    if not table.rows and not table.faults:
        mend = "The file has only its header: export it again, or leave it out."
        table.blame(1, "", "at least one row below the header", mend, "warning")


def _wrong_width(table: Table, line: int, cells: list[str]) -> None:
    mend = "Put values that contain the separator in quotation marks, and give empty columns their separator."
    if any("\n" in cell or "\r" in cell for cell in cells):
        mend = f"A quotation mark opened on line {line} is closed on a later line: correct it."
    table.blame(line, f"{len(cells)} values", f"{len(table.header)} values, one per column", mend)


def _values_fit(table: Table, row: Row) -> bool:
    for number, cell in enumerate(row.cells):
        name = table.header[number]
        if len(cell) > MAX_VALUE and key_of(name) in KEYS_THAT_MUST_BE_SINGLE:
            value = NOT_SHOWN if number in table.beside_secrets else cell
            mend = "Shorten the value, or correct the quotation marks near it."
            table.blame(row.line, value, f"at most {MAX_VALUE} characters", mend, column=name)
            return False
    return True


def _clean(cell: str) -> str:
    """Trim, drop control and direction marks and byte order marks, make whitespace single, compose (NFC)."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    kept = "".join(" " if char in "\t\r\n" else char for char in cell)
    kept = "".join(
        char for char in kept if unicodedata.category(char) not in {"Cc", "Cs"} and char not in UNSEEN
    )
    return unicodedata.normalize("NFC", SPACES.sub(" ", kept).strip())
