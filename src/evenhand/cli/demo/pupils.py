"""Pupils by year and form with their families, and what has been agreed for some of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evenhand.apps.people.models import Contact, Pupil, YearMembership
from evenhand.cli.demo.names import Named, NameGiver
from evenhand.cli.demo.schools import Site

SOURCE = "demonstration"
LONG_NAME = Named("Maximiliana-Anastasia", "Featherstonehaugh-Cholmondeley Papadopoulou", "F", "", "auto")
OFCOM_NUMBERS = 1_000  # 07700 900000 to 900999 are kept for fiction
FIRST_CLASS = 8
# A family in twenty each reads one of these rather than English.
HOME_LANGUAGES = {0: "pl", 1: "ur", 2: "ro"}
ADDRESSED = {"Mother": "Mrs", "Father": "Mr", "Grandmother": "Mrs", "Carer": "Mx"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of pupils; `name` as it is written ("8R")."""

    name: str
    year_group: int
    pupils: tuple[Pupil, ...]


def make_pupils(site: Site, names: NameGiver) -> list[Form]:
    """Every form with its pupils, their years and contacts."""
    shapes = list(_shapes(site))
    rows: list[Pupil] = []
    for form, year_group, count in shapes:
        rows += [_pupil(site, names, len(rows) + place, form, year_group, place) for place in range(count)]
    rows = Pupil.objects.bulk_create(rows)
    YearMembership.objects.bulk_create(
        YearMembership(
            school=site.school, pupil=pupil, year_group=pupil.year_group, form=pupil.form,
            valid_from=site.demo.first_day, recorded_at=site.recorded_at,
        )
        for pupil in rows
    )  # fmt: skip
    Contact.objects.bulk_create([contact for pupil in rows for contact in _contacts(site, pupil)])
    made, start = [], 0
    for form, year_group, count in shapes:
        made.append(Form(form, year_group, tuple(rows[start : start + count])))
        start += count
    return made


def _shapes(site: Site) -> Iterator[tuple[str, int, int]]:
    """Name, year group and number of pupils of each form."""
    plan, size = site.plan, site.size
    if plan.subjects:
        forms = plan.forms[: size.forms]
        for year_group in plan.years:
            for place, letter in enumerate(forms):
                count = plan.sizes[place % len(plan.sizes)]
                yield f"{year_group}{letter}", year_group, min(count, size.pupils or count)
        return
    forms = plan.forms[: size.forms and size.forms * len(plan.years)]
    for place, name in enumerate(forms):
        yield name, plan.years[place * len(plan.years) // len(forms)], plan.sizes[0]


def _pupil(site: Site, names: NameGiver, number: int, form: str, year_group: int, place: int) -> Pupil:
    """One pupil. The first form of year 8 holds a name in Arabic letters and the longest name."""
    special = site.plan.subjects and form == f"{FIRST_CLASS}{site.plan.forms[0]}"
    if special and place == 3:
        named = names.pupil("rtl")
    elif special and place == 7:
        named = LONG_NAME
    else:
        named = names.pupil()
    rng = site.rng
    born = date(site.demo.first_day.year - 5 - year_group, 9, 1).toordinal() + rng.randrange(365)
    return Pupil(
        school=site.school, source=SOURCE, source_id=f"pupil-{number + 1}", upn=f"Z{900_000_000_000 + number}",
        given=named.given, family=named.family,
        lang=named.lang, direction=named.direction, date_of_birth=date.fromordinal(born), sex=named.sex,
        year_group=year_group, form=form,
    )  # fmt: skip


def _contacts(site: Site, pupil: Pupil) -> Iterator[Contact]:
    rng = site.rng
    lang = HOME_LANGUAGES.get(zlib.crc32(pupil.source_id.encode()) % 20, "")
    for order, relation in enumerate(
        rng.choice((("Mother", "Father"), ("Mother",), ("Father", "Grandmother"), ("Carer",))), 1
    ):
        yield Contact(
            school=site.school, pupil=pupil, name=f"{ADDRESSED[relation]} {pupil.family}", relation=relation,
            phone=f"07700 900{rng.randrange(OFCOM_NUMBERS):03d}",
            email=f"family-{pupil.source_id}-{order}@example.org", order=order, may_be_told=rng.random() < 0.97,
            lang=lang,
        )  # fmt: skip
