"""A file of events for one school or several: compared by a dry run, or applied."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.conduct.importing import Carried, Fault, Ground, Reading, ground_of, import_events
from evenhand.apps.people.importing.share import SOURCE
from evenhand.apps.policy.selectors import NoPolicy
from evenhand.apps.tenancy.calendars import NoCalendar
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.events.edfi import read_edfi
from evenhand.cli.importing.events.interchange import read_interchange
from evenhand.cli.importing.events.mapped_csv import read_mapped
from evenhand.cli.importing.events.mapping import EventMapping, read_mapping
from evenhand.cli.importing.report import FEW, Report, SchoolReport
from evenhand.cli.importing.roster import Usage, school_of
from evenhand.cli.replaying.records import JSON_LINES

COUNTS = ("added", "decided", "kept_undecided", "flagged", "refused", "unchanged")
MARKUP = b"<"
HEAD = 256


@dataclass
class EventsReport(Report):
    """An import of events. `events` are the figures over all schools."""

    events: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))


def import_happenings(args: argparse.Namespace) -> EventsReport:
    """Read the file for each school that is meant, and compare or apply. Raises Usage."""
    if not args.path.exists():
        raise Usage(f"there is no {args.path}")
    mapping = read_mapping(args.mapping) if args.mapping else EventMapping()
    report = EventsReport(args.path.name)
    with transaction.atomic():
        for slug, theirs in _targets(args).items():
            _one(args, school_of(slug), theirs, mapping, report)
        report.applied = args.apply and bool(report.events["added"] or report.events["unchanged"])
        # A dry run takes the same steps: what it wrote is thrown away with the transaction.
        if not args.apply:
            transaction.set_rollback(True)
    return report


def _targets(args: argparse.Namespace) -> dict[str, frozenset[str] | None]:
    """Which schools are meant, each with the ids it has in the file; None: all of the file."""
    pairs = [one.partition("=") for one in args.map]
    if any(not (source and slug) for source, _, slug in pairs):
        raise Usage("write --map as ID=SLUG, such as --map 10001=marlow-bridge")
    found: dict[str, frozenset[str] | None] = {}
    for source, _, slug in pairs:
        found[slug] = (found.get(slug) or frozenset()) | {source}
    return found or {school_of(args.school).slug: None}


def _one(
    args: argparse.Namespace,
    school: School,
    theirs: frozenset[str] | None,
    mapping: EventMapping,
    report: EventsReport,
) -> None:
    with in_school(school):
        try:
            ground = ground_of(school)
        except (NoCalendar, NoPolicy) as problem:
            raise Usage(f"{school.slug} has no year or no policy yet: run evenhand setup first") from problem
        reading = _read(args, ground, mapping)
        _share(reading, school, theirs)
        carried = import_events(system_actor(school.pk, "import"), ground, reading, file=args.path.name)
    _fill(report, school, reading, carried)


def _read(args: argparse.Namespace, ground: Ground, mapping: EventMapping) -> Reading:
    path: Path = args.path
    if path.is_dir() or path.suffix.lower() == ".xml" or _is_markup(path):
        return read_edfi(path, ground, mapping)
    if mapping.columns and path.suffix.lower() not in JSON_LINES:
        return read_mapped(path, ground, mapping, args.encoding)
    return read_interchange(path, ground, mapping)


def _is_markup(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(HEAD).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(MARKUP)


def _share(reading: Reading, school: School, theirs: frozenset[str] | None) -> None:
    """Leave out what belongs to other schools of the file."""
    named = {one.school for one in reading.told if one.school}
    if theirs is None:
        known = {school.slug, str(school.identifiers.get(SOURCE, ""))} & named
        theirs = frozenset(known) if known else None
    if theirs is None:
        if len(named) > 1:
            ids = ", ".join(sorted(named))
            reading.notes.append(
                f"The file has several schools ({ids}): all their pupils were looked for here. "
                f"To take one school's events only, add --map ID={school.slug}."
            )
        return
    rest = [one for one in reading.told if one.school and one.school not in theirs]
    reading.told = [one for one in reading.told if not one.school or one.school in theirs]
    for school_id, count in sorted(Counter(one.school for one in rest).items()):
        reading.notes.append(f"left out: {count} events of the school {school_id}")


def _fill(report: EventsReport, school: School, reading: Reading, carried: Carried) -> None:
    counts = carried.counts()
    report.format = reading.format
    report.schools.append(SchoolReport(school.slug, school.name, school.slug, {"events": counts}))
    for name, count in counts.items():
        report.events[name] += count
    report.faults += _new(report.faults, carried.faults)
    report.notes += [note for note in reading.notes if note not in report.notes]
    report.notes += _often(carried.faults)


def _often(faults: list[Fault]) -> list[str]:
    """The reasons that many rows share, each once, since a long list of faults hides them."""
    if len(faults) <= FEW:
        return []
    alike = Counter((one.severity, one.column, one.expected) for one in faults)
    return [
        f"{count} times {severity}: {column or 'the row'}, expected {expected}"
        for (severity, column, expected), count in alike.most_common(FEW)
    ]


def _new(known: list[Fault], faults: list[Fault]) -> list[Fault]:
    seen = set(known)
    return [fault for fault in faults if fault not in seen]
