"""The cast of the tests: two schools on two packs, the same roles at both, one stated school morning.

Tuesday 17 November 2026, 11:32, in period 3. Everybody has an account, a membership and the role that names them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Final

from evenhand.apps.access.actors import Actor, actor_of, system_actor
from evenhand.apps.access.models import Membership, RoleGrant, User
from evenhand.apps.people.models import Enrolment, Group, Pupil, Staff, Teaching, YearMembership
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.tenancy.models import LessonOccurrence, School, Trust
from evenhand.apps.tenancy.occurrences import ensure_day
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import Slot, save_calendar, save_timetable
from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    Block,
    Closure,
    Period,
    SchoolCalendar,
    Term,
    weekly_cycle,
)

MOMENT: Final = datetime(2026, 11, 17, 11, 32, tzinfo=UTC)
TODAY: Final = date(2026, 11, 17)
FROM: Final = date(2026, 9, 1)
PASSWORD: Final = "a long enough phrase"

# Each person by the role that names them; a year group where the role is held for one only.
ROLES: Final[dict[str, int | None]] = {
    "teacher": None,
    "teaching_assistant": None,
    "tutor": None,
    "head_of_year": 8,
    "pastoral_lead": None,
    "removal_manager": None,
    "duty_leader": None,
    "senior_leader": None,
    "principal": None,
    "senco": None,
    "safeguarding_lead": None,
    "family_liaison": None,
    "office": None,
    "governor": None,
    "clerk": None,
    "trust_leader": None,
    "policy_author": None,
    "administrator": None,
}
SCHOOLS: Final = (
    ("Marlow Bridge Academy", "marlow", "star_binary", (8, 9)),
    ("Alder House School", "alder", "infiniti", (8, 9)),
)
CYCLE: Final = (("A1", "A2", "A3", "A4", "A5"), ("B1", "B2", "B3", "B4", "B5"))


@dataclass
class SchoolCast:
    """One school with its people. `other` is a teacher who does not teach the pupils."""

    school: School
    memberships: dict[str, Membership] = field(default_factory=dict)
    pupils: list[Pupil] = field(default_factory=list)
    groups: dict[int, Group] = field(default_factory=dict)
    lessons: dict[str, LessonOccurrence] = field(default_factory=dict)

    @property
    def pupil(self) -> Pupil:
        """A pupil of year 8, taught by the teacher."""
        return self.pupils[0]

    @property
    def lesson(self) -> LessonOccurrence:
        """The year 8 lesson that runs at the stated moment."""
        return self.lessons["P3"]

    def actor(self, role: str) -> Actor:
        """The person named by that role, as a request would find them."""
        found = actor_of(self.memberships[role].pk)
        assert found is not None
        return found[0]

    def user(self, role: str) -> User:
        """The account of the person named by that role."""
        return self.memberships[role].user


@dataclass
class Cast:
    """Both schools; `here` is the one most tests look at."""

    here: SchoolCast
    next_door: SchoolCast


def build_cast() -> Cast:
    """Make both schools with everybody in them, at the moment that the clock shows."""
    trust = Trust.objects.create(name="Northway Learning Trust")
    here, next_door = (build_school(trust, *row) for row in SCHOOLS)
    return Cast(here, next_door)


def build_school(trust: Trust, name: str, slug: str, pack: str, years: tuple[int, ...]) -> SchoolCast:
    """One school with calendar, policy, groups, pupils, lessons of today and people of every role."""
    school = School.objects.create(
        trust=trust, name=name, short_name=name.split(maxsplit=1)[0], slug=slug, demo=True
    )
    cast = SchoolCast(school)
    with in_school(school):
        worker = system_actor(school.pk, "set-up")
        save_calendar(worker, calendar=calendar())
        PolicyInForce.objects.create(
            school=school, pack_id=pack, pack_version="1", pack_digest="", valid_from=FROM
        )
        for role, year in ROLES.items():
            cast.memberships[role] = add_person(school, role, [(role, year)])
        cast.memberships["other"] = add_person(school, "other", [("teacher", None)])
        for year in years:
            add_group(cast, year)
        slots = [
            Slot(cast.groups[8].pk, "A2", period, cast.memberships["teacher"].staff_id, "12")
            for period in ("P1", "P3", "P4", "P5")
            if 8 in cast.groups
        ]
        save_timetable(worker, slots=slots, valid_from=FROM)
        cast.lessons = {lesson.period: lesson for lesson in ensure_day(school, TODAY)}
    return cast


def add_person(school: School, name: str, roles: list[tuple[str, int | None]]) -> Membership:
    """A member of staff with an account, in the scope of the school."""
    family = name.replace("_", " ").title().replace(" ", "")
    staff = Staff.objects.create(school=school, source_id=name, title="Ms", given="Nia", family=family)
    user = User.objects.create_user(f"{name}@{school.slug}.example", f"Nia {family}", PASSWORD)
    membership = Membership.objects.create(school=school, user=user, staff=staff, valid_from=FROM)
    for role, year in roles:
        RoleGrant.objects.create(
            school=school, membership=membership, role=role, year_group=year, valid_from=FROM
        )
    return membership


def add_group(cast: SchoolCast, year: int) -> None:
    """A class of three pupils; the teacher teaches that of year 8, the other teacher that of year 9."""
    school = cast.school
    group = Group.objects.create(school=school, source_id=f"{year}R", name=f"{year}R Sci", year_group=year)
    cast.groups[year] = group
    staff = cast.memberships["teacher" if year == 8 else "other"].staff
    assert staff is not None
    Teaching.objects.create(school=school, group=group, staff=staff, valid_from=FROM)
    for number, given in enumerate(("Amara", "Ben", "Chloe")):
        pupil = Pupil.objects.create(
            school=school,
            source_id=f"{year}-{number}",
            given=given,
            family=f"Year{year}",
            year_group=year,
            form=f"{year}R",
        )
        YearMembership.objects.create(
            school=school, pupil=pupil, year_group=year, form=f"{year}R", valid_from=FROM
        )
        Enrolment.objects.create(school=school, group=group, pupil=pupil, valid_from=FROM)
        cast.pupils.append(pupil)


def calendar() -> SchoolCalendar:
    """The made-up year 2026 to 2027, with two weeks of timetable; today is the second day of week A."""
    term = Term("autumn", "Autumn term")
    blocks = (
        Block("autumn-1", "Autumn 1", "autumn", date(2026, 9, 2), date(2026, 10, 23)),
        Block("autumn-2", "Autumn 2", "autumn", date(2026, 11, 2), date(2026, 12, 18)),
    )
    bells = BellSet("ordinary", _periods(), closing=time(15), midday=time(12, 10))
    bare = AcademicYear(
        id="2026-27",
        first=FROM,
        last=date(2027, 8, 31),
        terms=(term,),
        blocks=blocks,
        closures=(Closure(date(2026, 11, 27), "inset", "Training day"),),
        bell_sets=(bells,),
        bell_rules=(BellRule("ordinary"),),
    )
    cycle = weekly_cycle(bare.school_days(), CYCLE)
    return SchoolCalendar([replace(bare, cycle=cycle)])


def _periods() -> tuple[Period, ...]:
    def at(text: str) -> time:
        return time.fromisoformat(text)

    return (
        Period("REG", "Tutor time", at("08:35"), at("08:55"), "registration"),
        Period("P1", "Period 1", at("08:55"), at("09:55"), "lesson"),
        Period("P2", "Period 2", at("09:55"), at("10:55"), "lesson"),
        Period("BREAK", "Break", at("10:55"), at("11:10"), "social"),
        Period("P3", "Period 3", at("11:10"), at("12:10"), "lesson"),
        Period("LUNCH", "Lunch", at("12:10"), at("12:50"), "social"),
        Period("P4", "Period 4", at("12:50"), at("13:55"), "lesson"),
        Period("P5", "Period 5", at("13:55"), at("15:00"), "lesson"),
    )
