"""Who is compared at a close: those on roll on its day, with the year group and groups of that day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from evenhand.apps.conduct.cohort import from_plain, member_of, places_on, school_row, to_plain
from evenhand.apps.people.models import Enrolment, Group, Pupil, YearMembership
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.facts import EMPTY_STATE
from tests.cast import FROM, TODAY, SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_everybody_on_roll_by_id_with_year_and_form(school: SchoolCast) -> None:
    places = places_on(TODAY)
    assert [place.pupil_id for place in places] == sorted(pupil.pk for pupil in school.pupils)
    assert {(place.year_group, place.groups["form"]) for place in places} == {(8, "8R"), (9, "9R")}


def test_who_left_is_compared_until_the_last_day(school: SchoolCast) -> None:
    Pupil.objects.filter(pk=school.pupil.pk).update(left_on=TODAY)
    assert school.pupil.pk in {place.pupil_id for place in places_on(TODAY)}
    assert school.pupil.pk not in {place.pupil_id for place in places_on(TODAY + timedelta(days=1))}


def test_the_year_of_the_day_counts_and_nobody_comes_before_the_first(school: SchoolCast) -> None:
    YearMembership.objects.filter(pupil=school.pupil).update(valid_to=date(2026, 10, 31))
    later = {"school": school.school, "pupil": school.pupil, "valid_from": date(2026, 11, 1)}
    YearMembership.objects.create(year_group=9, form="9R", **later)

    def found(day: date) -> list[tuple[int | None, str]]:
        mine = [place for place in places_on(day) if place.pupil_id == school.pupil.pk]
        return [(place.year_group, place.groups["form"]) for place in mine]

    assert found(date(2026, 10, 31)) == [(8, "8R")]
    assert found(date(2026, 11, 1)) == [(9, "9R")]
    assert found(FROM - timedelta(days=1)) == []


def test_groups_of_other_kinds_come_along_and_classes_do_not(school: SchoolCast) -> None:
    house = Group.objects.create(school=school.school, source_id="h", name="Ash", kind="house")
    Enrolment.objects.create(school=school.school, group=house, pupil=school.pupil, valid_from=FROM)
    [mine] = [place for place in places_on(TODAY) if place.pupil_id == school.pupil.pk]
    assert mine.groups == {"house": "Ash", "form": "8R"}


def test_a_cohort_is_kept_as_json_has_it(school: SchoolCast) -> None:
    places = places_on(TODAY)
    assert from_plain(to_plain(places)) == (places, {})
    told = places[0]._replace(facts={"lessons": ("P1", "P3"), "attendance": "96.5"})
    of_school = {"lacking:work_ethic": ("7",)}
    assert from_plain(json.loads(json.dumps(to_plain([told, places[1]], of_school)))) == (
        [told, places[1]],
        of_school,
    )
    member = member_of(places[0], EMPTY_STATE)
    assert (member.pupil, member.year_group) == (str(places[0].pupil_id), places[0].year_group)
    assert school_row().pupil == ""
