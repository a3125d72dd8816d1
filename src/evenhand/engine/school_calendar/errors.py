"""What the school calendar says instead of guessing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


class CalendarEnds(Exception):
    """The answer would need days that the calendar does not hold.

    `date` is the date that was asked about, `known_from` and `known_until` the first and the last date that
    the calendar holds, both inclusive.
    """

    def __init__(self, asked: date, known_until: date, known_from: date | None = None) -> None:
        super().__init__(asked, known_until, known_from)
        self.date = asked
        self.known_until = known_until
        self.known_from = known_from

    def __str__(self) -> str:
        since = f"from {self.known_from.isoformat()} " if self.known_from else ""
        return (
            f"the question about {self.date.isoformat()} needs days outside the calendar, "
            f"which is known {since}until {self.known_until.isoformat()}"
        )


class NotASchoolDay(Exception):
    """A bell was asked for on a date on which no bell rings; `date` is that date."""

    def __init__(self, asked: date) -> None:
        super().__init__(asked)
        self.date = asked

    def __str__(self) -> str:
        return f"{self.date.isoformat()} is not a school day"


class CalendarInvalid(ValueError):
    """A calendar that contradicts itself or a document that cannot be read, with all its `problems`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))
