"""Dates as school systems write them, and whether a file puts the day or the month first.

ISO dates and dates with a month's name need no order. For 4/2/2010 the order is inferred from the file's own
unambiguous values (13/2/2010 can only be day first); without one, or when they disagree, it has to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evenhand.apps.people.roster.model import DateOrder, Question
from evenhand.apps.people.roster.tables import Row, Table

ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?", re.ASCII)
NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[T ]\d.*)?", re.ASCII)
NAMED = re.compile(r"(\d{1,2})[-\s/]([A-Za-z]{3,9})[-\s/,]+(\d{4})", re.ASCII)
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
MONTHS_A_YEAR = 12
EARLIEST, LATEST = 1900, 2100
MEND = "Write dates as YYYY-MM-DD, for example 2010-04-02."


@dataclass(frozen=True, slots=True)
class Votes:
    """What a file's values say: one example that only fits each order, and examples that fit both."""

    day_first: str = ""
    month_first: str = ""
    open: tuple[str, ...] = ()


def count_votes(values: Iterable[str]) -> Votes:
    """Sort numeric dates by the order that they allow; 4/4/2010 reads the same both ways and asks nothing."""
    day_first = month_first = ""
    undecided: list[str] = []
    for value in values:
        match = NUMERIC.fullmatch(value)
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if first > MONTHS_A_YEAR >= second:
            day_first = day_first or value
        elif second > MONTHS_A_YEAR >= first:
            month_first = month_first or value
        elif first != second and max(first, second) <= MONTHS_A_YEAR:
            undecided.append(value)
    return Votes(day_first, month_first, tuple(undecided))


def infer_order(votes: Votes) -> DateOrder | None:
    """Return the one order that the votes allow, or None when there is none or they disagree."""
    if votes.day_first and not votes.month_first:
        return "dmy"
    if votes.month_first and not votes.day_first:
        return "mdy"
    return None


def parse_date(value: str, order: DateOrder | None) -> date | None:
    """Return the date, or None when it is impossible, not a date, or needs an order that is not known."""
    match = ISO.fullmatch(value)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    named = NAMED.fullmatch(value)
    if named:
        return _date(int(named[3]), MONTHS.get(named[2][:3].lower(), 0), int(named[1]))
    numeric = NUMERIC.fullmatch(value)
    if numeric is None:
        return None
    first, second, year = int(numeric[1]), int(numeric[2]), int(numeric[3])
    if order is None and first != second:
        return None
    return _date(year, first, second) if order == "mdy" else _date(year, second, first)


def _date(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DateReader:
    """Reads the date columns of one table with one order; `question` is set when the order must be asked."""

    def __init__(self, table: Table, columns: tuple[str, ...], chosen: DateOrder | None) -> None:
        positions = [table.positions[key] for key in columns if key in table.positions]
        votes = count_votes(row.cells[position] for row in table.rows for position in positions)
        self.table = table
        self.inferred = infer_order(votes)
        self.order = chosen or self.inferred
        self.question = self._ask(votes)

    def _ask(self, votes: Votes) -> Question | None:
        conflict = bool(votes.day_first and votes.month_first)
        if self.order is not None or not (votes.open or conflict):
            return None
        if conflict:
            examples: tuple[str, ...] = (votes.day_first, votes.month_first)
            text = f"{self.table.file} has dates in both orders. Which one is meant where both fit?"
        else:
            examples = tuple(dict.fromkeys(votes.open))[:3]
            text = f"{self.table.file} does not show whether the day or the month comes first. Which is it?"
        return Question("needs_date_order", self.table.file, text, ("dmy", "mdy"), examples)

    def read(self, row: Row, *keys: str) -> date | None:
        """Return the date in the first of the columns that has a value; one that is no date is a fault."""
        value = self.table.get(row, *keys)
        if not value:
            return None
        found = parse_date(value, self.order)
        if found is not None:
            return found
        if self.order is None and NUMERIC.fullmatch(value) and _fits_some_order(value):
            self.table.fault(
                row,
                keys,
                "a date whose order of day and month is known",
                "Say with --date-order dmy or mdy which comes first. " + MEND,
                "question",
            )
        else:
            self.table.fault(row, keys, self._expected(), MEND, "warning")
        return None

    def _expected(self) -> str:
        orders = {"dmy": "a possible date, day before month", "mdy": "a possible date, month before day"}
        return orders[self.order] if self.order else "a possible date"


def _fits_some_order(value: str) -> bool:
    return parse_date(value, "dmy") is not None or parse_date(value, "mdy") is not None
