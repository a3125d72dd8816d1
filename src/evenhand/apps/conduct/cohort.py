"""Everybody whom a close compares: the pupils on roll on its day, with year group and groups as they stood then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from evenhand.apps.people.models import Enrolment, Pupil, YearMembership
from evenhand.engine.close import Member
from evenhand.engine.facts import EMPTY_STATE, NOTHING, Fact, PupilState
from evenhand.engine.wire import to_plain as to_json

FORM = "form"
DATED = ("pupil_id", "year_group", "form", "valid_from", "valid_to")
SCHOOL = ""
"""The name of the row that stands for the school itself and only carries facts."""
NOBODY = 0


class Place(NamedTuple):
    """Where one pupil belongs on the day of a close: the year group, and the own group by its kind ("form").

    `facts` is what the rules were told of the pupil beyond that; the place of nobody (0) is the school's own.
    """

    pupil_id: int
    year_group: int | None
    groups: Mapping[str, str]
    facts: Mapping[str, Fact] = NOTHING


def places_on(day: date) -> list[Place]:
    """The pupils on roll on a day by their ids, in the scope of the school.

    Who has dated years belongs to the one of that day and is left out before the first of them.
    """
    # The year group and form of that day; None before the first of the dated years and after the last.
    years: dict[int, tuple[int | None, str] | None] = {}
    dated = YearMembership.objects.order_by("valid_from", "pk")
    for pupil_id, year_group, form, start, last in dated.values_list(*DATED):
        held = start <= day and (last is None or day <= last)
        years[pupil_id] = (year_group, form) if held else years.get(pupil_id)
    others = _other_groups(day)
    rows = Pupil.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=day)).order_by("pk")
    found = []
    for pupil_id, year_group, form in rows.values_list("pk", "year_group", "form"):
        year = years.get(pupil_id)
        if year is None and pupil_id in years:
            continue
        groups = others.get(pupil_id, {})
        own_year, own_form = year or (year_group, form)
        if own_form:
            groups[FORM] = own_form
        found.append(Place(pupil_id, own_year, groups))
    return found


def member_of(place: Place, state: PupilState) -> Member:
    """A pupil's row of the cohort."""
    return Member(str(place.pupil_id), state, place.year_group, place.groups, place.facts)


def school_row(facts: Mapping[str, Fact] = NOTHING) -> Member:
    """The school's own row."""
    return Member(SCHOOL, EMPTY_STATE, facts=facts)


def to_plain(places: list[Place], of_school: Mapping[str, Fact] = NOTHING) -> list[Any]:
    """Places as JSON has them, the school's own facts last where it has any."""
    own = [Place(NOBODY, None, {}, of_school)] if of_school else []
    return [_row(place) for place in (*places, *own)]


def from_plain(plain: list[Any]) -> tuple[list[Place], Mapping[str, Fact]]:
    """The places that `to_plain` wrote, and the school's own facts."""
    places = [_place(*row) for row in plain]
    own = next((place.facts for place in places if place.pupil_id == NOBODY), NOTHING)
    return [place for place in places if place.pupil_id != NOBODY], own


def _row(place: Place) -> list[Any]:
    row = [place.pupil_id, place.year_group, dict(place.groups)]
    return [*row, to_json(place.facts)] if place.facts else row


def _place(pupil_id: int, year_group: int | None, groups: Mapping[str, str], facts: Any = None) -> Place:
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in (facts or {}).items()}
    return Place(pupil_id, year_group, groups, told)


def _other_groups(day: date) -> dict[int, dict[str, str]]:
    """Each pupil's own group of every kind but class."""
    rows = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    ).exclude(group__kind="class")
    found: dict[int, dict[str, str]] = {}
    for pupil_id, kind, name in rows.order_by("pk").values_list("pupil_id", "group__kind", "group__name"):
        found.setdefault(pupil_id, {})[kind] = name
    return found
