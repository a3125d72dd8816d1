"""Builds the whole demonstration into an empty database."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from evenhand.apps.policy.selectors import pack
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock
from evenhand.cli.demo import timetable
from evenhand.cli.demo.assistants import name_assistants
from evenhand.cli.demo.centres import tell_sessions
from evenhand.cli.demo.detaining import make_rooms_and_commitments, mark_late_arrivals
from evenhand.cli.demo.duties import tell_duties
from evenhand.cli.demo.history.telling import tell_history
from evenhand.cli.demo.names import NameGiver
from evenhand.cli.demo.plan import FULL, DemoPlan, Person, Size, read_plan
from evenhand.cli.demo.profiles import greet_morning, write_profiles
from evenhand.cli.demo.pupils import Form, make_pupils
from evenhand.cli.demo.room import tell_room
from evenhand.cli.demo.schools import Site, adopt, make_school, make_trust
from evenhand.cli.demo.staffing import Team, class_teachers, make_staff, subject_teachers
from evenhand.cli.demo.support import agree_adjustments, plan_seats

ROOM = 200_000  # kilobytes: the whole demonstration takes a third of it

Say = Callable[[str], None]


def is_built() -> bool:
    """Whether a made-up school is there already."""
    return School.objects.filter(demo=True).exists()


def build(size: Size = FULL, say: Say = lambda _line: None) -> None:
    """Build trust, schools, people, timetable and history, and set the clock to the plan's opening.

    All of it or nothing: whoever stops it half-way finds no school that looks whole the next time.
    """
    # Millions of small values live until the end: looking for rubbish among them costs a fifth of the time.
    gc.disable()
    try:
        with roomy(), transaction.atomic():
            _build(size, say)
    finally:
        gc.enable()


@contextmanager
def roomy() -> Iterator[None]:
    """On SQLite, keep the pages of one large transaction in memory until it is written."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def _build(size: Size, say: Say) -> None:
    demo = read_plan()
    trust = None
    for plan in demo.schools:
        trust = trust or make_trust(demo)
        site = make_school(trust, demo, plan, size)
        if plan is demo.schools[0]:
            move_clock(to=site.opens)
        with in_school(site.school):
            _build_school(site, demo, say)
    move_clock(to=site.opens)


@dataclass(frozen=True, slots=True)
class People:
    """Everyone at one school before anything has happened: `taught` by the group's id, `adjustments` by the pupil's."""

    site: Site
    team: Team
    forms: list[Form]
    taught: dict[int, timetable.Taught]
    adjustments: dict[int, tuple[AgreedAdjustment, ...]]


def _build_school(site: Site, demo: DemoPlan, say: Say) -> None:
    people = make_people(site, demo)
    pupils = sum(len(form.pupils) for form in people.forms)
    say(
        f"{site.school.name}: {pupils:,} pupils, {len(people.team.adults)} staff, {len(people.taught)} groups"
    )
    make_rooms_and_commitments(site, people.forms)
    tell_history(site, people.team, people.forms, people.taught, people.adjustments, say)
    mark_late_arrivals(site)
    tell_room(site, people.team)
    write_profiles(site, people.team, people.forms, people.adjustments)
    greet_morning(site, people.team, people.forms)
    tell_duties(site, people.team, people.forms[0].pupils)
    name_assistants(site, people.team, people.forms, people.adjustments)
    tell_sessions(site, people.team, people.forms, people.adjustments)


def make_people(site: Site, demo: DemoPlan) -> People:
    """Policy, pupils, staff, timetable, adjustments and seats of one school. Needs its scope."""
    names = NameGiver(site.rng, demo.origins)
    with transaction.atomic():
        adopt(site)
        for person in site.plan.staff:
            names.take(person.given, person.family)
        forms = make_pupils(site, names)
        team = make_staff(site, [*site.plan.staff, *_more_staff(site, names, forms)])
        taught = timetable.write_timetable(site, _taught(site, team, forms))
        adjustments = agree_adjustments(site, team, pack(site.plan.pack), forms)
        plan_seats(site, taught)
    return People(site, team, forms, taught, adjustments)


def _more_staff(site: Site, names: NameGiver, forms: list[Form]) -> list[Person]:
    if site.plan.subjects:
        return subject_teachers(site, names)
    return class_teachers(site, names, [form.name for form in forms])


def _taught(site: Site, team: Team, forms: list[Form]) -> list[timetable.Taught]:
    make = timetable.by_subject if site.plan.subjects else timetable.by_class
    return make(site, team, forms)
