"""Where each key of a TOML text stands: the standard library's reader keeps no positions.

The scanner expects a text that `tomllib` has accepted; it skips over values and remembers where keys,
headers and the elements of arrays begin.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The keys and list indexes that lead to a value, as `tomllib.loads` nests them."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r"""
    \"{3}(?:[^\\]|\\.)*?\"{3,5}
    | '{3}.*?'{3,5}
    | "(?:[^"\\\n]|\\.)*"
    | '[^'\n]*'
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]+")


class Position(NamedTuple):
    """A line and a column of a text, both counted from 1, the column in characters."""

    line: int
    column: int


def locate(text: str) -> dict[KeyPath, Position]:
    """The position of each key path of a valid TOML text: where its key, its header or its element begins.

    A table or list named in several places has the position of the first. The empty path is the start.
    """
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.found: dict[KeyPath, Position] = {(): Position(1, 1)}
        self.tables: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, Position]:
        table: KeyPath = ()
        while self.blank() and self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
        return self.found

    def blank(self) -> bool:
        """Step over white space, line ends and comments."""
        self.skip(_BLANK)
        return True

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Step over what the pattern matches here, and return it."""
        match = pattern.match(self.text, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def keep(self, path: KeyPath, offset: int) -> None:
        """Remember where a path begins; the first mention counts."""
        if path not in self.found:
            line = bisect_right(self.lines, offset)
            self.found[path] = Position(line, offset - self.lines[line - 1] + 1)

    def header(self) -> KeyPath:
        """A `[table]` or `[[table]]` line; returns the path of the table that it opens."""
        start = self.at
        many = self.text.startswith("[[", start)
        self.at += 2 if many else 1
        keys = [key for key, _ in self.keys()]
        self.at += 2 if many else 1
        path: KeyPath = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            self.keep(path, start)
            if many and number == len(keys):
                self.tables[path] = self.tables.get(path, -1) + 1
            if path in self.tables:
                path = (*path, self.tables[path])
        self.keep(path, start)
        return path

    def keys(self) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its offset; stops behind the last."""
        parts: list[tuple[str, int]] = []
        while True:
            self.skip(_SPACE)
            start = self.at
            quoted = self.text[start] in "\"'"
            raw = self.skip(_STRING if quoted else _BARE_KEY)
            parts.append((tomllib.loads(f"key = {raw}")["key"] if quoted else raw, start))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def pair(self, table: KeyPath) -> None:
        """A `key = value`; each part of a dotted key is a path of its own."""
        path = table
        for key, offset in self.keys():
            path = (*path, key)
            self.keep(path, offset)
        self.at += 1
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: KeyPath) -> None:
        """Step over a value, keeping what lies within it."""
        opening = self.text[self.at]
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        else:
            self.skip(_STRING if opening in "\"'" else _PLAIN)

    def array(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while self.blank() and self.text[self.at] != "]":
            self.keep((*path, number), self.at)
            self.value((*path, number))
            number += 1
            self.comma()
        self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self.blank() and self.text[self.at] != "}":
            self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.blank()
        if self.text[self.at] == ",":
            self.at += 1
