"""A file of attendance marks for one school: compared by a dry run, or applied."""

from __future__ import annotations

import argparse
from itertools import groupby
from operator import attrgetter

from django.db import transaction

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.attendance.services import Said, mark
from evenhand.apps.conduct.importing import ground_of as people_of
from evenhand.apps.policy.selectors import NoPolicy
from evenhand.apps.tenancy.calendars import NoCalendar
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.attendance.mapping import MarkMapping, read_mapping
from evenhand.cli.importing.attendance.reading import Marks, read_marks
from evenhand.cli.importing.report import Report, SchoolReport
from evenhand.cli.importing.roster import Usage, school_of

AT_ONCE = 200
SOURCE = "import"


def import_attendance(args: argparse.Namespace) -> Report:
    """Read the marks and compare or apply them. Raises Usage."""
    if not args.path.is_file():
        raise Usage(f"there is no file {args.path}")
    school = school_of(args.school)
    mapping = read_mapping(args.mapping) if args.mapping else MarkMapping()
    with in_school(school), transaction.atomic():
        marks = _read(args, school, mapping)
        counts = _mark(system_actor(school.pk, SOURCE), marks)
        # A dry run takes the same steps: what it wrote is thrown away with the transaction.
        if not args.apply:
            transaction.set_rollback(True)
    return Report(
        args.path.name,
        "attendance, a day in a row" if mapping.wide else "attendance, a mark in a row",
        args.apply and bool(marks.said),
        [SchoolReport(school.slug, school.name, school.slug, {"marks": counts})],
        list(marks.faults),
        notes=list(marks.notes),
    )


def _read(args: argparse.Namespace, school: School, mapping: MarkMapping) -> Marks:
    try:
        ground, people = ground_of(school.pk), people_of(school)
    except (NoCalendar, NoPolicy) as problem:
        raise Usage(f"{school.slug} has no year or no policy yet: run evenhand setup first") from problem
    return read_marks(args.path, ground, people, mapping, args.encoding)


def _mark(actor: Actor, marks: Marks) -> dict[str, int]:
    """Mark in order of day; the sessions of one pupil and day stand together, so that they are told together."""
    in_order = sorted(marks.said.values(), key=attrgetter("day", "pupil_id", "slot"))
    counts = {"added": 0, "corrected": 0, "unchanged": 0, "refused": marks.refused, "late arrivals": 0}
    for batch in batched_days(in_order):
        done = mark(actor, said=batch, source=SOURCE)
        counts["added"] += sum(one.number == 1 for one in done.made)
        counts["corrected"] += sum(one.number > 1 for one in done.made)
        counts["unchanged"] += done.unchanged
        counts["late arrivals"] += sum(one.event.kind == "late" for one in done.followed)
    return counts


def batched_days(said: list[Said]) -> list[list[Said]]:
    """Batches of one day each, in order, that never part the sessions of one pupil."""
    batches: list[list[Said]] = []
    for _, of_day in groupby(said, key=attrgetter("day")):
        batches.append([])
        for _, mine in groupby(of_day, key=attrgetter("pupil_id")):
            marks = list(mine)
            if len(batches[-1]) + len(marks) > AT_ONCE:
                batches.append([])
            batches[-1] += marks
    return batches
