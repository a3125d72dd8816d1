"""Which roles the school's policy counts on, and which of them nobody holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import NamedTuple

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.access.roles import in_force
from evenhand.apps.people.models import Group, Pupil, Teaching
from evenhand.engine.pack.schema import Pack

SCHOOL_WIDE = ("principal", "behaviour_lead", "removal_manager")
PER_YEAR = ("year_link", "head_of_year")
PER_YEAR_ELSE = "pastoral_lead"
PER_FORM = "tutor"
NOT_GIVEN = frozenset({"author", "witness", "teacher", *PER_YEAR, PER_FORM})
ROLE_FIELDS = {"role": "cites", "confirm_role": "confirm_cites", "gap_role": "gap_cites"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A role that somebody must hold and nobody does: for the school, or for the years or forms named."""

    role: str
    title: str
    missing: tuple[str, ...] = ()
    cite: str = ""
    needed: bool = False
    per: str = "school"


class Form(NamedTuple):
    """A form with its tutors and co-tutors."""

    name: str
    year_group: int | None
    tutors: tuple[str, ...]


class Held(NamedTuple):
    """A role held today."""

    role: str
    year_group: int | None
    group: str
    name: str


def held_on(day: date) -> list[Held]:
    """Every role held on that day in the school whose scope is open."""
    rows = RoleGrant.objects.filter(in_force(day), membership__user__is_active=True)
    related = rows.select_related("membership__user", "membership__staff", "group")
    return [
        Held(
            row.role,
            row.year_group,
            row.group.name if row.group else "",
            row.membership.staff.short_name if row.membership.staff else row.membership.user.name,
        )
        for row in related.order_by("pk")
    ]


def year_groups() -> list[int]:
    """The year groups that have pupils."""
    rows = Pupil.objects.filter(left_on__isnull=True, year_group__isnull=False)
    return sorted({year for year in rows.values_list("year_group", flat=True) if year is not None})


def forms_on(day: date, held: list[Held]) -> list[Form]:
    """The forms of the school, each with who tutors it: by role, or as teacher of its tutor group."""
    rows = Pupil.objects.filter(left_on__isnull=True).exclude(form="").values_list("form", "year_group")
    years: dict[str, int | None] = dict(sorted(rows.distinct(), key=str))
    for name, year in Group.objects.filter(kind="tutor").values_list("name", "year_group"):
        years.setdefault(name, year)
    tutors: dict[str, list[str]] = {name: [] for name in years}
    for one in held:
        if one.role == PER_FORM and one.group in tutors:
            tutors[one.group].append(one.name)
    teaching = Teaching.objects.filter(in_force(day), group__kind="tutor").select_related("staff", "group")
    for row in teaching.order_by("-primary", "pk"):
        known = tutors.setdefault(row.group.name, [])
        if row.staff.short_name not in known:
            known.append(row.staff.short_name)
    ordered = sorted(tutors, key=lambda name: (years.get(name) or 0, name))
    return [Form(name, years.get(name), tuple(tutors[name])) for name in ordered]


def gaps(pack: Pack, held: list[Held], years: list[int], forms: list[Form]) -> list[Gap]:
    """What nobody holds, what is needed before what can wait."""
    owed = owed_roles(pack)
    found = [*_school_wide(pack, held, owed), *_per_year(pack, held, years, owed), *_per_form(pack, forms)]
    return sorted(found, key=lambda gap: not gap.needed)


def title_of(pack: Pack | None, role: str) -> str:
    """What the policy calls a role; our own word where it has none."""
    titles = next((names for known, names in pack.roles.items() if known == role), ()) if pack else ()
    return titles[0] if titles else role.replace("_", " ").capitalize()


def owed_roles(pack: Pack) -> dict[str, str]:
    """The roles to which the policy's rules give an act, each with a paragraph that does so."""
    found: dict[str, str] = {}
    for role, cite in _walk(pack):
        found.setdefault(role, cite)
    return found


def _walk(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _walk(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for name, cites in ROLE_FIELDS.items():
            role = getattr(value, name, None)
            if role:
                yield str(role), next(iter(getattr(value, cites, ())), "")
        for column in fields(value):
            yield from _walk(getattr(value, column.name))


def _school_wide(pack: Pack, held: list[Held], owed: dict[str, str]) -> Iterator[Gap]:
    titled = {str(role) for role in pack.roles}
    somebody = {one.role for one in held}
    per_year = _yearly(pack)
    for role in (*SCHOOL_WIDE, *sorted(set(owed) - NOT_GIVEN - set(SCHOOL_WIDE))):
        if role in titled and role not in somebody and role not in per_year:
            yield Gap(role, title_of(pack, role), (), owed.get(role, ""), role in SCHOOL_WIDE)


def _yearly(pack: Pack) -> list[str]:
    titled = {str(role) for role in pack.roles}
    return [role for role in PER_YEAR if role in titled] or [
        role for role in (PER_YEAR_ELSE,) if role in titled
    ]


def _per_year(pack: Pack, held: list[Held], years: list[int], owed: dict[str, str]) -> Iterator[Gap]:
    for role in _yearly(pack):
        covered = {one.year_group for one in held if one.role == role}
        missing = [] if None in covered else [year for year in years if year not in covered]
        if missing:
            words = tuple(f"{pack.vocabulary.get('year', 'Year').capitalize()} {year}" for year in missing)
            yield Gap(role, title_of(pack, role), words, owed.get(role, ""), per="year")


def _per_form(pack: Pack, forms: list[Form]) -> Iterator[Gap]:
    missing = tuple(form.name for form in forms if not form.tutors)
    if missing and PER_FORM in {str(role) for role in pack.roles}:
        yield Gap(PER_FORM, title_of(pack, PER_FORM), missing, per="form")
