"""A roster file and the schools that it names, applied together or not at all."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.people.importing import Plan, make_plan, share_of
from evenhand.apps.people.importing.share import match_schools
from evenhand.apps.people.importing.span import UnknownYear
from evenhand.apps.people.roster import Roster, read_roster
from evenhand.apps.people.roster.model import RosterSchool
from evenhand.apps.people.services import import_roster
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import SchoolTaken, create_school
from evenhand.cli.importing.report import Report, SchoolReport


def _none() -> dict[str, int]:
    return dict.fromkeys(("added", "changed", "unchanged", "absent"), 0)


@dataclass
class RosterReport(Report):
    """An import of a roster: beside what each school has of it, the figures over all schools."""

    pupils: dict[str, int] = field(default_factory=_none)
    staff: dict[str, int] = field(default_factory=_none)
    contacts: dict[str, int] = field(default_factory=_none)
    groups: dict[str, int] = field(default_factory=_none)
    enrolments: dict[str, int] = field(default_factory=_none)

    def add(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Add what one school has."""
        for noun, numbers in counts.items():
            total: dict[str, int] = getattr(self, noun)
            for word, number in numbers.items():
                total[word] += number


class Usage(ValueError):
    """The command was called in a way that cannot be carried out."""


def import_file(args: argparse.Namespace) -> RosterReport:
    """Read the file, find its schools, and compare or apply. Raises Usage."""
    roster = read_roster(
        args.path, encoding=args.encoding, date_order=args.date_order, mapping=args.mapping, years=args.years
    )
    report = RosterReport(
        args.path.name,
        roster.format,
        faults=list(roster.faults),
        questions=list(roster.questions),
        notes=list(roster.notes),
    )
    if not roster.format or (roster.errors and not roster.pupils and not roster.groups):
        return report
    # The same steps are taken for a look: what they made is then thrown away with the transaction.
    with transaction.atomic():
        for theirs in roster.schools or (RosterSchool("", args.path.name),):
            _one(args, roster, theirs, report)
        report.applied = args.apply and not report.questions and all(one.slug for one in report.schools)
        if not report.applied:
            transaction.set_rollback(True)
    return report


def _one(args: argparse.Namespace, roster: Roster, theirs: RosterSchool, report: RosterReport) -> None:
    line = SchoolReport(theirs.source_id, theirs.name)
    report.schools.append(line)
    school = _find(args, roster, theirs)
    if school is None:
        return
    line.slug = school.slug
    with in_school(school):
        try:
            plan = make_plan(school, share_of(roster, theirs.source_id), year=args.year)
        except UnknownYear as problem:
            raise Usage(str(problem)) from problem
        if not plan.questions and not roster.questions:
            actor = system_actor(school.pk, "import")
            plan = import_roster(
                actor, share=share_of(roster, theirs.source_id), year=args.year, file=args.path.name
            )
    _fill(line, report, plan)


def _fill(line: SchoolReport, report: RosterReport, plan: Plan) -> None:
    line.counts = plan.counts()
    report.add(line.counts)
    line.absent = tuple(str(row) for row in plan.pupils.absent)
    report.faults += plan.faults
    report.questions += [one for one in plan.questions if one not in report.questions]


def _find(args: argparse.Namespace, roster: Roster, theirs: RosterSchool) -> School | None:
    """The school that is meant: named on the command line, the one that matches, or a new one."""
    named = _named(args)
    if theirs.source_id in named:
        return school_of(named[theirs.source_id])
    if args.school:
        if len(roster.schools) > 1:
            known = ", ".join(one.source_id for one in roster.schools)
            raise Usage(f"the file has several schools ({known}): use --map ID=SLUG instead of --school")
        return school_of(args.school)
    matched = match_schools(roster, School.objects.all()).get(theirs.source_id)
    if matched is not None or not args.create:
        return matched
    try:
        return create_school(trust="", name=theirs.name or theirs.source_id)
    except SchoolTaken as problem:
        raise Usage(f"{problem}: use --map {theirs.source_id}=SLUG") from problem


def _named(args: argparse.Namespace) -> dict[str, str]:
    pairs = [one.partition("=") for one in args.map]
    if any(not (source and slug) for source, _, slug in pairs):
        raise Usage("write --map as ID=SLUG, such as --map 10001=marlow-bridge")
    return {source: slug for source, _, slug in pairs}


def school_of(slug: str) -> School:
    """The school of that short address; without one, the only school. Raises Usage."""
    schools = list(School.objects.order_by("slug"))
    found = [one for one in schools if one.slug == slug] if slug else schools
    if len(found) == 1:
        return found[0]
    known = ", ".join(one.slug for one in schools) or "none: run evenhand setup first"
    raise Usage(
        f"there is no school {slug!r}; known: {known}" if slug else f"name one with --school: {known}"
    )
