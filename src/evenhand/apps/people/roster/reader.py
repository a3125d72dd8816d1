"""The one entry: a path to a Roster, whatever the format."""

from __future__ import annotations

from pathlib import Path

from evenhand.apps.people.roster.assembling import Draft
from evenhand.apps.people.roster.detecting import Sorted, sort_tables
from evenhand.apps.people.roster.mapping import Mapping, read_mapped, read_mapping
from evenhand.apps.people.roster.model import DateOrder, Roster, YearSystem
from evenhand.apps.people.roster.oneroster import is_oneroster, read_oneroster
from evenhand.apps.people.roster.reading import Package, read_package
from evenhand.apps.people.roster.references import finish
from evenhand.apps.people.roster.sds_v1 import read_sds_v1
from evenhand.apps.people.roster.sds_v2 import read_sds_v2


def read_roster(
    path: str | Path,
    *,
    encoding: str | None = None,
    date_order: DateOrder | None = None,
    mapping: str | Path | None = None,
    years: YearSystem = "uk",
) -> Roster:
    """Read a roster from a folder, a zip or a CSV file.

    `encoding` names the encoding of every file instead of detecting it; `date_order` answers
    `needs_date_order`; `mapping` is the path of a column-mapping CSV; `years` says whether a bare number is
    an English year group or an American grade. Never raises for bad content or a bad path: whatever is
    wrong is in the roster's `faults`.
    """
    package = read_package(Path(path), encoding)
    if mapping is not None:
        return _finish(package, *_read_mapped(package, Path(mapping), date_order, years))
    found = sort_tables(package.tables)
    return _finish(package, _read_found(found, date_order, years), found.notes)


def _read_mapped(
    package: Package, path: Path, order: DateOrder | None, years: YearSystem
) -> tuple[Draft, list[str]]:
    mapping: Mapping = read_mapping(path)
    draft = read_mapped(mapping, package.tables, order, years)
    draft.faults += mapping.faults
    return draft, []


def _read_found(found: Sorted, order: DateOrder | None, years: YearSystem) -> Draft:
    if found.family == "sds-v1":
        return read_sds_v1(found, order, years)
    if found.family == "sourced":
        return (
            read_oneroster(found, order, years) if is_oneroster(found) else read_sds_v2(found, order, years)
        )
    for table in found.of("timetable"):
        table.fault(None, ("group",), "a roster; this is a timetable", "Import it as a timetable.")
    return Draft("", "")


def _finish(package: Package, draft: Draft, notes: list[str]) -> Roster:
    draft.faults[:0] = package.faults
    for note in (*package.notes, *notes):
        draft.note(note)
    return finish(draft, package.tables)
