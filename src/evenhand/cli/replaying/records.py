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
HEAD = 4096
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00")
"""How a text in 16 or 32 bits begins."""
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
LONGEST = 1_000_000
READ_AT_ONCE = 1 << 15
NO_TEXT = "holds what is no text (not UTF-8, or a NUL)"
UTF8 = "UTF-8 text"

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
        path: a CSV file with a header, or JSON Lines (`.jsonl`, `.ndjson`, or a file that begins with an object).
        needed: the columns that every row gets.
        optional: columns that may be there.
        others: whether all other columns are handed on too, in the order in which they stand.
        empty: those of `needed` that a file may lack; they are then empty in every row.
    """

    def __init__(
        self,
        path: Path,
        needed: Sequence[str],
        optional: Sequence[str] = (),
        *,
        others: bool = False,
        empty: Sequence[str] = (),
    ) -> None:
        self.path = path
        self.name = path.name
        self.is_json = self._begins_as_json()
        header = [*needed, *optional] if self.is_json and not others else self._header()
        if not self.is_json:
            self._judge(header, [name for name in needed if name not in empty], (*needed, *optional))
        known = [*needed, *(name for name in optional if name in header)]
        rest = [name for name in header if name and name not in (*needed, *optional)]
        self.columns = (*known, *rest) if others else tuple(known)
        self.passed_over = () if others else tuple(rest)
        self._places = [header.index(name) if name in header else -1 for name in self.columns]
        self._header_names = header
        self._width = len(header)
        self._commas = "," * (self._width - 1)
        self._in_order = self._places == list(range(self._width))

    def _begins_as_json(self) -> bool:
        """Whether the file is JSON Lines. Raises `UnusableInput` for one that is neither that nor CSV in UTF-8."""
        try:
            with self.path.open("rb") as file:
                head = file.read(HEAD)
        except OSError as error:
            raise UnusableInput(f"{self.path}: {error.strerror or error}") from None
        if head.startswith(WIDE) or b"\0" in head[:4]:
            raise UnusableInput(f"{self.name} is UTF-16, or no text; expected UTF-8: save it as CSV UTF-8")
        first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        named = self.path.suffix.lower() in JSON_LINES
        if first == b"[" and (named or self.path.suffix.lower() == ".json"):
            raise UnusableInput(
                f"{self.name}:1 begins a list; expected JSON Lines: one object on each line, nothing around them"
            )
        return named or first == b"{"

    def _judge(self, header: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> None:
        """Raises `UnusableInput` where the header of a CSV file does not do."""
        missing = [name for name in needed if name not in header]
        between = next((sign for sign in SEPARATORS if len(header) == 1 and sign in header[0]), "")
        twice = [name for name in known if header.count(name) > 1]
        if missing and not header:
            raise UnusableInput(f"{self.name} is empty; expected a header: {', '.join(known)}")
        if missing and between:
            said = f"{self.name}:1 has {SEPARATORS[between]} between its columns"
            raise UnusableInput(f"{said}; expected commas: save it as CSV with commas")
        if missing:
            raise UnusableInput(
                f"{self.name}:1 has no column {', '.join(missing)}; expected {', '.join(needed)}"
            )
        if twice:
            raise UnusableInput(f"{self.name}:1 has the column {', '.join(twice)} twice; expected it once")

    def rows(self) -> Iterator[Record]:
        """Every row in order. A blank line is none, and neither is one of empty fields."""
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
                lines = bare.split("\n")
                if not lines[-1]:
                    lines.pop()
                rows = None if "\r" in bare or len(bare) > LONGEST else _line_by_line(bare, lines)
                if rows is None:
                    block, line = self._quoted(text, file, line)
                else:
                    block, line = self._unquoted(bare, lines, rows, line)
                yield block

    def _unquoted(self, text: str, lines: list[str], rows: list[list[str]], line: int) -> tuple[Block, int]:
        """The rows of a text in which each line end stands for itself, and the line after them."""
        after = line + len(rows)
        plain = {*map(len, rows)} == {self._width} and "" not in lines and self._commas not in lines
        plain = plain and ('"' not in text or all(map(any, rows)))  # quotes around nothing are nothing too
        if plain and is_text(text):
            if not self._in_order:
                rows = [self._ordered(row) for row in rows]
            return Block(range(line, after), rows, plain=True), after
        found = [(number, row) for number, row in enumerate(rows, line) if not is_blank(row)]
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
                    if not is_blank(row):
                        numbers.append(after)
                        found.append(self._picked(row))
                    after = line + reader.line_num
                    if reader.line_num >= len(held):
                        break
            except csv.Error as error:
                numbers.append(after)
                last, after = line + reader.line_num - 1, line + reader.line_num
                swallowed = f", and the lines up to {last} were not read" if last > numbers[-1] else ""
                found.append(BadRow("", f"not CSV: {error}{swallowed}", "one record in quotes or without"))
        return Block(numbers, found), after

    def _picked(self, row: list[str]) -> Values | BadRow:
        """The values of a row in the order of the columns, or what is wrong with it."""
        if len(row) != self._width:
            noun = "field" if len(row) == 1 else "fields"
            return BadRow("", f"{len(row)} {noun}", f"{self._width}, as in the header")
        if not is_text("".join(row)):
            field = next(
                name for name, value in zip(self._header_names, row, strict=True) if not is_text(value)
            )
            return BadRow(field, NO_TEXT, UTF8)
        return row if self._in_order else self._ordered(row)

    def _ordered(self, row: list[str]) -> list[str]:
        """The values of a row in the order of the columns; nothing for a column that the file does not have."""
        return [row[place] if place >= 0 else "" for place in self._places]

    def _object(self, line: str) -> Values | BadRow:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            return BadRow("", f"not JSON: {no_json(error)}", "one object on each line")
        if not isinstance(row, dict):
            return BadRow("", "not an object", "one object on each line")
        if not is_text(line) or ("\\u" in line and not holds_text(row)):
            return BadRow("", NO_TEXT, UTF8)
        return [row.get(name) for name in self.columns]


def is_blank(row: list[str]) -> bool:
    """Whether a row is a blank line: no field at all, nothing but empty ones, or a single one of spaces."""
    return not any(row) or (len(row) == 1 and not row[0].strip())


def no_json(error: Exception) -> str:
    """Why a text is not JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return "a number that is too long, or too many brackets within each other"


def _line_by_line(text: str, lines: list[str]) -> list[list[str]] | None:
    """The values of each line by itself; None where one goes on in the next, or is no CSV."""
    if '"' not in text:
        return [one.split(",") for one in lines]
    try:
        return [next(csv.reader((one,), strict=True)) if '"' in one else one.split(",") for one in lines]
    except csv.Error:
        return None


def is_text(text: str) -> bool:
    """Whether the text was UTF-8 in the file, and no NUL is in it."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def holds_text(value: object) -> bool:
    """Whether all texts in a JSON value can be written again: an escape may name half a character, or a NUL."""
    if isinstance(value, dict):
        return all(is_text(name) and holds_text(one) for name, one in value.items())
    if isinstance(value, list):
        return all(map(holds_text, value))
    return not isinstance(value, str) or is_text(value)


def text_of(value: object, field: str) -> str:
    """A value of a row as text without space around it: "" for nothing at all. Raises `BadRow`."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadRow(field, f"{json.dumps(value)[:60]} stands here", "a text")
