"""What is wrong with a row of a file that was handed in."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault: the file, the first physical line of the record, the column, what is wrong and what was expected."""

    file: str
    line: int
    field: str
    message: str
    expected: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{place} {self.field}: {self.message}" if self.field else f"{place} {self.message}"
        return f"{said}; expected {self.expected}" if self.expected else said


class BadRow(ValueError):
    """A row that cannot be used. Raised while it is read; its place is added by whoever knows the file."""

    def __init__(self, field: str, message: str, expected: str = "") -> None:
        self.field = field
        self.message = message
        self.expected = expected
        super().__init__(f"{field}: {message}")

    def at(self, file: str, line: int) -> Fault:
        """The fault with its place."""
        return Fault(file, line, self.field, self.message, self.expected)


class UnusableInput(ValueError):
    """Files that no run can start with. `problems` says each in words."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))
