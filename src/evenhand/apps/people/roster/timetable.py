"""A timetable CSV: `group,cycle_day,period,room,staff`, one line for each lesson of the cycle.

`staff` may name several people, separated by semicolons or commas. `room` and `staff` may be empty.
"""

from __future__ import annotations

import re
from pathlib import Path

from evenhand.apps.people.roster.model import Fault, Timetable, TimetableRow
from evenhand.apps.people.roster.reading import read_package
from evenhand.apps.people.roster.tables import Row, Table

NEEDED = {"group": "group", "cycleday": "cycle_day", "period": "period"}


def read_timetable(path: str | Path, *, encoding: str | None = None) -> Timetable:
    """Read a timetable. Never raises for bad content or a bad path: what is wrong is in `faults`."""
    package = read_package(Path(path), encoding)
    rows: dict[tuple[str, str, str], TimetableRow] = {}
    faults = list(package.faults)
    for table in package.tables:
        if table.header and _has_columns(table):
            for row in table.rows:
                _add(rows, table, row)
        faults += sorted(table.faults, key=lambda fault: fault.line)
    return Timetable(tuple(rows.values()), tuple(faults), tuple(package.notes))


def _has_columns(table: Table) -> bool:
    missing = [name for key, name in NEEDED.items() if not table.has(key)]
    if missing:
        table.faults.append(
            Fault(
                table.file,
                1,
                "",
                "",
                "the columns group, cycle_day, period, room and staff",
                f"Add the column {missing[0]} to the header line.",
            )
        )
    return not missing


def _add(rows: dict[tuple[str, str, str], TimetableRow], table: Table, row: Row) -> None:
    group, day, period = (table.get(row, key) for key in NEEDED)
    for key, name in NEEDED.items():
        if not table.get(row, key):
            table.fault(row, (key,), f"the {name} of the lesson", f"Fill in {name}, or remove the line.")
            return
    known = rows.get((group, day, period))
    staff = tuple(part for part in re.split(r"\s*[;,]\s*", table.get(row, "staff", "teacher")) if part)
    lesson = TimetableRow(group, day, period, table.get(row, "room"), staff, row.line)
    if known is None:
        rows[group, day, period] = lesson
    elif (known.room, known.staff) == (lesson.room, lesson.staff):
        table.fault(
            row,
            ("group",),
            f"each lesson once; line {known.line} says the same",
            "Remove one of the two lines.",
            "warning",
        )
    else:
        table.fault(
            row,
            ("group",),
            f"one lesson of a group in a period; line {known.line} has another",
            "Remove the line that is out of date, or correct the period.",
        )
