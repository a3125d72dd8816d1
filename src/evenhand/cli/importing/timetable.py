"""A timetable file of one school."""

from __future__ import annotations

import argparse
from datetime import date

from django.db import transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.people.importing.lessons import plan_lessons
from evenhand.apps.people.roster import read_timetable
from evenhand.apps.people.services import import_timetable
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.selectors import today
from evenhand.apps.tenancy.year_rows import read_day
from evenhand.cli.importing.report import Report, SchoolReport
from evenhand.cli.importing.roster import Usage, school_of
from evenhand.engine.school_calendar import AcademicYear


def import_lessons(args: argparse.Namespace) -> Report:
    """Read the timetable and compare or apply it. Raises Usage."""
    school = school_of(args.school)
    day = read_day(args.valid_from) if args.valid_from else today(school)
    if day is None:
        raise Usage(f"--valid-from {args.valid_from!r} is not a date: write one such as 2026-09-02")
    with in_school(school), transaction.atomic():
        plan = plan_lessons(school, _year(school, day), read_timetable(args.path, encoding=args.encoding))
        if args.apply:
            import_timetable(
                system_actor(school.pk, "import"), plan=plan, valid_from=day, file=args.path.name
            )
    counts = {"lessons": {"in the file, sound": len(plan.slots)}}
    return Report(
        args.path.name,
        "timetable",
        args.apply and bool(plan.slots),
        [SchoolReport(school.slug, school.name, school.slug, counts)],
        list(plan.faults),
        notes=list(plan.notes),
    )


def _year(school: School, day: date) -> AcademicYear:
    try:
        years = calendar_of(school).years
    except NoCalendar as problem:
        raise Usage("the school has no year yet: run evenhand setup first") from problem
    return next((year for year in years if day <= year.last), years[-1])
