"""Photographs of one school's pupils."""

from __future__ import annotations

import argparse

from evenhand.apps.access.actors import system_actor
from evenhand.apps.people.photographs import keep_photographs, plan_photographs
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.report import Report, SchoolReport
from evenhand.cli.importing.roster import school_of


def import_photographs(args: argparse.Namespace) -> Report:
    """Match a folder, a zip or one picture with the pupils, and keep what is sound where asked. Raises Usage."""
    school = school_of(args.school)
    with in_school(school):
        plan = plan_photographs(args.path)
        kept = 0
        if args.apply:
            kept = keep_photographs(system_actor(school.pk, "import"), plan=plan, file=args.path.name)
    counts = {"photographs": plan.counts()}
    about = SchoolReport(school.slug, school.name, school.slug, counts, tuple(plan.absent))
    return Report(args.path.name, "photographs", bool(kept), [about], list(plan.faults))
