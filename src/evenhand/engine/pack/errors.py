"""What is wrong with a pack: every finding with its file, line, column and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class PackError(NamedTuple):
    """One fault of a pack's text. Lines and columns count from 1, list indexes in `path` from 0."""

    file: str
    line: int
    column: int
    path: str
    message: str
    expected: str = ""
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        parts = [f"{self.path}: {self.message}" if self.path else self.message]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.mend:
            parts.append(f"write {self.mend}")
        return f"{place} {'; '.join(parts)}"


class PackErrors(ValueError):
    """A pack that cannot be used; `errors` holds every fault, in order of file and line."""

    def __init__(self, errors: Iterable[PackError]) -> None:
        self.errors = tuple(sorted(errors))
        super().__init__("\n".join(str(error) for error in self.errors))


def near(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, in quotes, or nothing."""
    names = [name for name in known if name]
    same = [name for name in names if name.casefold() == word.casefold()]
    close = same or get_close_matches(word, names, n=1, cutoff=0.6)
    return f'"{close[0]}"' if close else ""


def listed(known: Iterable[str], most: int = 12) -> str:
    """The known words for a message, shortened when there are many."""
    words = [word for word in known if word]
    if not words:
        return "those declared, and there are none"
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" and {rest} more" if rest > 0 else "")
