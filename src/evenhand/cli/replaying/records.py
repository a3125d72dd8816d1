"""Rows of CSV and JSON Lines files, each with its line, streamed: a file may be larger than the memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from evenhand.cli.replaying.faults import BadRow, UnusableInput

JSON_LINES = (".jsonl", ".ndjson")
LONGEST = 1_000_000
READ_AT_ONCE = 1 << 15
NOT_UTF8 = BadRow("", "this row is not UTF-8", "UTF-8 text")

Values = Sequence[Any]


class Record(NamedTuple):
    """One row: its first physical line, and its values in the order of the table's columns, or what is wrong with it."""

    line: int
    values: Values | BadRow


class Block(NamedTuple):
    """Some rows that follow each other, with the first physical line of each.

    `plain`: none of them is wrong, and each value is a text.
    """

    lines: Sequence[int]
    rows: Sequence[Values | BadRow]
    plain: bool = False


class Table:
    """A file of rows. Raises `UnusableInput` where it cannot be opened or a needed column is not there.

    Args:
        path: a CSV file with a header, or JSON Lines (`.jsonl`, `.ndjson`).
        needed: the columns that must be there.
        optional: columns that may be there.
        others: whether all other columns are handed on too, in the order in which they stand.
    """

    def __init__(
        self, path: Path, needed: Sequence[str], optional: Sequence[str] = (), *, others: bool = False
    ) -> None:
        self.path = path
        self.name = path.name
        self.is_json = path.suffix in JSON_LINES
        header = [*needed, *optional] if self.is_json and not others else self._header()
        missing = [name for name in needed if name not in header]
        if missing and not self.is_json:
            raise UnusableInput(
                f"{self.name}:1 has no column {', '.join(missing)}; expected {', '.join(needed)}"
            )
        known = [*needed, *(name for name in optional if name in header)]
        rest = [name for name in header if name and name not in (*needed, *optional)]
        self.columns = (*known, *rest) if others else tuple(known)
        self.passed_over = () if others else tuple(rest)
        self._places = [header.index(name) if name in header else -1 for name in self.columns]
        self._width = len(header)
        self._in_order = self._places == list(range(self._width))

    def rows(self) -> Iterator[Record]:
        """Every row in order. A blank line is none."""
        for lines, rows, _ in self.blocks():
            yield from map(Record, lines, rows)

    def blocks(self) -> Iterator[Block]:
        """Every row in order, many at a time."""
        return self._json() if self.is_json else self._csv()

    def _json(self) -> Iterator[Block]:
        with self._open() as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield Block((number,), (self._object(line),))

    def _open(self) -> Any:
        try:
            return self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
        except OSError as error:
            raise UnusableInput(f"{self.path}: {error.strerror or error}") from None

    def _header(self) -> list[str]:
        with self._open() as file:
            if self.is_json:
                return self._names(file)
            csv.field_size_limit(LONGEST)
            try:
                return [name.strip().lower() for name in next(csv.reader(file), [])]
            except csv.Error as error:
                raise UnusableInput(f"{self.name}:1 {error}") from None

    def _names(self, file: Any) -> list[str]:
        """The keys that any object of the file has, in the order in which they first come."""
        found: dict[str, None] = {}
        for line in file:
            try:
                row = json.loads(line) if line.strip() else {}
            except ValueError:
                continue
            if isinstance(row, dict):
                found.update(dict.fromkeys(row))
        return list(found)

    def _csv(self) -> Iterator[Block]:
        with self._open() as file:
            header = csv.reader(file, strict=True)
            next(header, None)
            line = header.line_num + 1
            while text := file.read(READ_AT_ONCE):
                text += file.readline()
                bare = text.replace("\r\n", "\n") if "\r" in text else text
                if '"' in bare or "\r" in bare or len(bare) > LONGEST:
                    block, line = self._quoted(text, file, line)
                else:
                    block, line = self._unquoted(bare, line)
                yield block

    def _unquoted(self, text: str, line: int) -> tuple[Block, int]:
        """The rows of a text in which each comma and each line end stands for itself, and the line after them."""
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        rows = [one.split(",") for one in lines]
        after = line + len(rows)
        if {*map(len, rows)} == {self._width} and "" not in lines and is_text(text):
            if not self._in_order:
                rows = [[row[place] for place in self._places] for row in rows]
            return Block(range(line, after), rows, plain=True), after
        found = [
            (number, row) for number, (one, row) in enumerate(zip(lines, rows, strict=True), line) if one
        ]
        return Block([number for number, _ in found], [self._picked(row) for _, row in found]), after

    def _quoted(self, text: str, file: Any, line: int) -> tuple[Block, int]:
        """The rows that begin in a text, and the line after them: the last one may go on in the file."""
        held = list(StringIO(text, newline=""))
        reader = csv.reader(chain(held, file), strict=True)
        numbers: list[int] = []
        found: list[Values | BadRow] = []
        after = line
        while reader.line_num < len(held):
            try:
                for row in reader:
                    if row:
                        numbers.append(after)
                        found.append(self._picked(row))
                    after = line + reader.line_num
                    if reader.line_num >= len(held):
                        break
            except csv.Error as error:
                numbers.append(after)
                found.append(BadRow("", f"not CSV: {error}", "one record in quotes or without"))
                after = line + reader.line_num
        return Block(numbers, found), after

    def _picked(self, row: list[str]) -> Values | BadRow:
        """The values of a row in the order of the columns, or what is wrong with it."""
        if len(row) != self._width:
            return BadRow("", f"{len(row)} fields", f"{self._width}, as in the header")
        whole = "".join(row)
        if not (whole.isascii() or is_text(whole)):
            return NOT_UTF8
        return row if self._in_order else [row[place] for place in self._places]

    def _object(self, line: str) -> Values | BadRow:
        try:
            row = json.loads(line)
        except ValueError as error:
            return BadRow("", f"not JSON: {error}", "one object on each line")
        if not isinstance(row, dict):
            return BadRow("", "not an object", "one object on each line")
        return [row.get(name) for name in self.columns] if is_text(line) else NOT_UTF8


def is_text(text: str) -> bool:
    """Whether the text was UTF-8 in the file."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def text_of(value: object, field: str) -> str:
    """A value of a row as text without space around it: "" for nothing at all. Raises `BadRow`."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadRow(field, f"{json.dumps(value)[:60]} stands here", "a text")
