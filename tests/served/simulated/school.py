"""The school of a simulated day as the database has it: built, told to the clients, and looked at. Needs Django."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock
from evenhand.cli.commands.demo import unmigrated
from evenhand.cli.demo.build import People, make_people
from evenhand.cli.demo.detaining import make_rooms_and_commitments
from evenhand.cli.demo.history.catalogue import event_kind, shelve
from evenhand.cli.demo.plan import FULL, SMALL, read_plan
from evenhand.cli.demo.schools import Site, make_school, make_trust
from evenhand.cli.migrating import migrate
from evenhand.engine.values import EventKind

EARLY = time(6)


def prepare(*, small: bool) -> dict[str, Any]:
    """Build the demonstration's secondary without a past, at six in the morning before its day, and tell of it."""
    if unmigrated():
        migrate(verbosity=0)
    demo = read_plan()
    with transaction.atomic():
        site = make_school(make_trust(demo), demo, demo.schools[0], SMALL if small else FULL)
    eve = site.calendar.school_days_before(demo.opens.date(), 1)[0]
    # Everything begins that morning, so that the worker has no earlier days to close.
    taken_on = datetime.combine(eve, EARLY)
    site = replace(site, demo=replace(demo, roster_day=taken_on))
    move_clock(to=site.instant(taken_on))
    with in_school(site.school):
        people = make_people(site, site.demo)
        make_rooms_and_commitments(site, people.forms)
        return _guide(people, [eve, demo.opens.date(), site.calendar.next_school_day(demo.opens.date())])


def _guide(people: People, days: list[date]) -> dict[str, Any]:
    """What the clients have to know: times, lessons, people by role, codes, and the pupils of each year."""
    site = people.site
    roles: dict[str, list[int]] = defaultdict(list)
    for adult in people.team.adults:
        for role in sorted(adult.actor.roles):
            roles[role].append(adult.actor.membership_id or 0)
    led = RoleGrant.objects.filter(role="head_of_year").order_by("pk")
    return {
        "school": site.school.pk,
        "days": [_day(people, day) for day in days],
        "roles": roles,
        "leaders": {str(grant.year_group): grant.membership_id for grant in led},
        "places": list(site.plan.places),
        "pupils": {
            str(pupil.pk): pupil.year_group
            for form in people.forms
            for pupil in form.pupils
            if pupil.pk not in people.adjustments
        },
        **_codes(site),
    }


def _day(people: People, day: date) -> dict[str, Any]:
    site = people.site
    lessons: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for lesson in LessonOccurrence.objects.filter(day=day).order_by("pk"):
        taught = people.taught[lesson.group_id]
        lessons[lesson.period].append(
            {
                "id": lesson.pk,
                "teacher": taught.adult.actor.membership_id,
                "pupils": [pupil.pk for pupil in taught.form.pupils],
            }
        )
    return {
        "day": day.isoformat(),
        "periods": [
            {
                "key": period.key,
                "kind": period.kind,
                "start": to_instant(site.school, day, period.start).isoformat(),
                "end": to_instant(site.school, day, period.end).isoformat(),
                "lessons": lessons[period.key],
            }
            for period in site.calendar.periods_on(day)
        ],
        "midnight": to_instant(site.school, day, time()).isoformat(),
    }


def _codes(site: Site) -> dict[str, Any]:
    """The policy's codes by what they bring about, so that the day names none of its own."""
    policy = policy_of(site.school.pk)
    shelf = shelve(policy, site.demo.opens.date(), site.plan.everyday)
    homework = shelf.routed_to("task")
    words = [form for form in policy.pack.messages.values() if "email" in form.channels]
    return {
        "praised": sorted({item.code for item in shelf.praised}),
        "counted": [item.code for item in shelf.counted if not item.details],
        "straight": [item.code for item in shelf.straight if not item.details],
        "asked": [item.code for item in shelf.straight_anywhere],
        "homework": homework.code if homework else "",
        "homework_kind": str(event_kind("task") if homework else EventKind.HOMEWORK_MISSED),
        "written": {form.about: form.id for form in words if form.about},
        "owed": next(owed.id for owed in policy.pack.time_owed.values() if owed.form == "slot"),
    }
