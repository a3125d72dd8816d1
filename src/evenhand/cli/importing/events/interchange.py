"""Events in the interchange format (CSV or JSON Lines), read by the same reader as a replay's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evenhand.apps.conduct.importing import Fault, Ground, Involved, PupilKey, Reading
from evenhand.apps.conduct.importing.told import Told
from evenhand.cli.importing.events.mapping import EventMapping
from evenhand.cli.replaying.events import EventReader
from evenhand.cli.replaying.events import Told as Row
from evenhand.cli.replaying.faults import BadRow, UnusableInput
from evenhand.cli.replaying.people import People
from evenhand.cli.replaying.records import Table
from evenhand.cli.replaying.survey import events_table
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.values import Where

FORMAT = "interchange"
NOBODY_GIVEN = People(None, None)
MEND = "Correct the row, and import the file again: what is in already stays as it is."


def read_interchange(path: Path, ground: Ground, mapping: EventMapping) -> Reading:
    """Read a file for one school; its faults are in the reading."""
    reading = Reading(FORMAT, in_order=True)
    try:
        table = events_table(path)
        if table.passed_over:
            reading.notes.append(f"{table.name}: columns passed over: {', '.join(table.passed_over)}")
        _rows(table, ground, mapping, reading)
    except UnusableInput as problem:
        reading.faults += [Fault(path.name, 0, "", "", "a file of events", text) for text in problem.problems]
    return reading


def _rows(table: Table, ground: Ground, mapping: EventMapping, reading: Reading) -> None:
    columns = table.columns
    zone = Zone(ground.school.zone)
    reader = EventReader(ground.policy, ground.calendar, zone, NOBODY_GIVEN, "", columns)
    for record in table.rows():
        values = record.values
        try:
            if isinstance(values, BadRow):
                raise values
            row = reader.read(values)
        except BadRow as problem:
            value = "" if isinstance(values, BadRow) else _shown(columns, values, problem.field)
            expected = problem.expected or problem.message
            mend = f"{problem.message[:1].upper()}{problem.message[1:]}. {MEND}"
            reading.refuse(Fault(table.name, record.line, problem.field, value, expected, mend))
        else:
            reading.told.append(
                _told(table.name, record.line, row, dict(zip(columns, values, strict=True)), mapping)
            )


def _told(file: str, line: int, row: Row, values: dict[str, Any], mapping: EventMapping) -> Told:
    event = row.event
    given = bool(values.get("where")) or event.spot.where != Where.OUT_OF_CLASS
    return Told(
        file,
        line,
        mapping.source,
        event.id,
        PupilKey(mapping.key if mapping.key != "name_and_form" else "id", row.pupil),
        event.at.day,
        event.at.time,
        event.at.fold,
        school=str(values.get("school") or "").strip(),
        kind=event.kind,
        code=event.code,
        where=event.spot.where if given else None,
        lesson=str(values.get("lesson") or "").strip(),
        place=event.spot.place,
        about=event.about,
        reporter=event.by,
        details=event.details,
        answers=event.answers,
        involved=(Involved("witness", event.witness, adult=True),) if event.witness else (),
    )


def _shown(columns: tuple[str, ...], values: Any, name: str) -> str:
    return str(values[columns.index(name)] or "")[:80] if name in columns else ""
