"""Staff with their accounts, memberships and roles: those whom the plan names, and teachers for every subject."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from evenhand.apps.access.actors import Actor, make_actor
from evenhand.apps.access.models import Membership, RoleGrant, User
from evenhand.apps.people.models import Staff
from evenhand.cli.demo.names import NameGiver
from evenhand.cli.demo.plan import Person
from evenhand.cli.demo.schools import Site

NO_PASSWORD = "!"  # noqa: S105  no password fits it: the cast signs in by a tap
DUTY_EVERY = 6


@dataclass(frozen=True, slots=True)
class Adult:
    """A member of staff with the actor that records."""

    person: Person
    staff: Staff
    actor: Actor


@dataclass(slots=True)
class Team:
    """Everyone who works at one school, in the order in which they were taken on."""

    adults: list[Adult] = field(default_factory=list)

    def with_role(self, role: str) -> list[Adult]:
        """Those who hold a role."""
        return [adult for adult in self.adults if role in adult.actor.roles]

    def one(self, role: str) -> Adult:
        """The first who holds a role."""
        return self.with_role(role)[0]

    def leader_of(self, role: str, year_group: int | None) -> Adult:
        """Who holds the role for that year group, else the first who holds it."""
        held = self.with_role(role)
        return next((adult for adult in held if adult.person.year_group == year_group), held[0])

    def teaching(self, subject: str) -> list[Adult]:
        """Those who teach a subject."""
        return [adult for adult in self.adults if adult.person.subject == subject]


def make_staff(site: Site, people: Iterable[Person]) -> Team:
    """Rows and accounts for these people. The plan's own come first, so that they are the cast."""
    people = list(people)
    at, day = site.recorded_at, site.recorded_at.date()
    emails = _emails(site, people)
    staff = Staff.objects.bulk_create(
        Staff(
            school=site.school, source_id=f"staff-{number}", title=person.title, given=person.given,
            family=person.family, email=email,
        )
        for number, (person, email) in enumerate(zip(people, emails, strict=True), 1)
    )  # fmt: skip
    users = User.objects.bulk_create(
        User(email=row.email, name=f"{row.given} {row.family}", password=NO_PASSWORD) for row in staff
    )
    memberships = Membership.objects.bulk_create(
        Membership(school=site.school, user=user, staff=row, valid_from=day, recorded_at=at)
        for user, row in zip(users, staff, strict=True)
    )
    grants = {
        membership.pk: [
            RoleGrant(
                school=site.school, membership=membership, role=role, year_group=_bound(person, role),
                valid_from=day, recorded_at=at,
            )
            for role in person.roles
        ]
        for person, membership in zip(people, memberships, strict=True)
    }  # fmt: skip
    RoleGrant.objects.bulk_create(grant for held in grants.values() for grant in held)
    return Team(
        [
            Adult(person, row, make_actor(membership, grants[membership.pk]))
            for person, row, membership in zip(people, staff, memberships, strict=True)
        ]
    )


def subject_teachers(site: Site, names: NameGiver) -> list[Person]:
    """Teachers of each subject beside those whom the plan names; the first of several also leads it."""
    made: list[Person] = []
    for subject in site.plan.subjects:
        named = sum(1 for person in site.plan.staff if person.subject == subject.name)
        for number in range(subject.teachers - named):
            title, name = names.adult()
            roles = ["teacher", "tutor"]
            if number == 0:
                roles.append("subject_lead")
            elif (len(made) + number) % DUTY_EVERY == 0:
                roles.append("duty_staff")
            made.append(Person(title, name.given, name.family, tuple(roles), subject=subject.name))
    return made


def class_teachers(site: Site, names: NameGiver, forms: Iterable[str]) -> list[Person]:
    """A class teacher for each class that has none in the plan, a teaching assistant for each, and the specialists."""
    taken = {person.form for person in site.plan.staff}
    forms = list(forms)
    made = [_one(names, ("teacher", "tutor"), form=form) for form in forms if form not in taken]
    made += [_one(names, ("teaching_assistant",), form=form) for form in forms]
    made += [_one(names, ("teacher",), subject=item.subject) for item in site.plan.specialists]
    return made


def _one(names: NameGiver, roles: tuple[str, ...], *, form: str = "", subject: str = "") -> Person:
    title, name = names.adult()
    return Person(title, name.given, name.family, roles, subject=subject, form=form)


def _bound(person: Person, role: str) -> int | None:
    return person.year_group if role == "head_of_year" else None


def _emails(site: Site, people: Iterable[Person]) -> list[str]:
    used: set[str] = set()
    made: list[str] = []
    for person in people:
        name = f"{_plain(person.given)[:1]}.{_plain(person.family)}"
        number = next(n for n in range(1, 100) if f"{name}{n if n > 1 else ''}" not in used)
        name = f"{name}{number if number > 1 else ''}"
        used.add(name)
        made.append(f"{name}@{site.plan.domain}")
    return made


def _plain(name: str) -> str:
    """A name as an address may have it."""
    letters = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L").replace("ı", "i"))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalpha())
