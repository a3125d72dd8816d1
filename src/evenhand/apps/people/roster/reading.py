"""From a path to tables: opens, decodes and parses, and gathers what was wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from evenhand.apps.people.roster.decoding import decode
from evenhand.apps.people.roster.model import Fault
from evenhand.apps.people.roster.opening import open_bundle
from evenhand.apps.people.roster.tables import Table, read_table


@dataclass(slots=True)
class Package:
    """The tables of one import, and the faults and notes of opening and decoding."""

    name: str
    tables: list[Table] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_package(path: Path, encoding: str | None = None) -> Package:
    """Read every CSV file at `path` (folder, zip or single file). Never raises for bad content."""
    bundle = open_bundle(path)
    package = Package(path.name, faults=bundle.faults, notes=bundle.notes)
    for file, content in bundle.files:
        decoded = decode(file, content, encoding)
        if decoded.fault is not None:
            package.faults.append(decoded.fault)
            continue
        if decoded.note:
            package.notes.append(decoded.note)
        package.tables.append(read_table(file, decoded.text))
    return package
