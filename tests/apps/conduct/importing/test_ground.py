"""Who and which lesson a source means."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from evenhand.apps.conduct.importing import Ground, Involved, PupilKey, ground_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast


@pytest.fixture
def ground(here: SchoolCast) -> Iterator[Ground]:
    with in_school(here.school):
        Pupil.objects.filter(pk=here.pupil.pk).update(upn="A1", preferred="Mara")
        yield ground_of(here.school)


@pytest.mark.parametrize(
    "key",
    [
        PupilKey("id", "8-0"),
        PupilKey("id", " a1 "),
        PupilKey("upn", "A1"),
        PupilKey("source_id", "8-0"),
        PupilKey("name_and_form", "", "AMARA", "year8", "8r"),
        PupilKey("name_and_form", "", "Mara", "Year8", "8R"),
    ],
)
def test_a_pupil_is_found_by_any_key(ground: Ground, here: SchoolCast, key: PupilKey) -> None:
    assert ground.pupils_named(key) == {here.pupil.pk}


@pytest.mark.parametrize(
    "key",
    [
        PupilKey("upn", "8-0"),
        PupilKey("source_id", "A1"),
        PupilKey("upn", ""),
        PupilKey("name_and_form", "", "Amara", "Year8", "9R"),
    ],
)
def test_another_key_finds_nobody(ground: Ground, key: PupilKey) -> None:
    assert ground.pupils_named(key) == set()


def test_two_of_one_name_and_form_are_both_found(here: SchoolCast) -> None:
    with in_school(here.school):
        Pupil.objects.filter(pk=here.pupils[1].pk).update(given="Amara")
        found = ground_of(here.school).pupils_named(PupilKey("name_and_form", "", "Amara", "Year8", "8R"))
    assert found == {here.pupils[0].pk, here.pupils[1].pk}


def test_staff_and_others_are_found_by_their_id(ground: Ground, here: SchoolCast) -> None:
    assert ground.staff_named("Teacher") == here.actor("teacher").staff_id
    assert ground.staff_named("nobody") is None
    assert ground.pupil_involved(Involved("witness", "8-1")) == here.pupils[1].pk
    assert ground.pupil_involved(Involved("witness", "nobody")) is None


def test_the_lesson_is_the_one_the_pupil_was_in(ground: Ground, here: SchoolCast) -> None:
    assert ground.lesson(here.pupil.pk, TODAY, "P3", "") == here.lessons["P3"]
    assert ground.lesson(here.pupil.pk, TODAY, "P3", "8R") == here.lessons["P3"]
    assert ground.lesson(here.pupil.pk, TODAY, "P2", "") is None
    assert ground.lesson(here.pupils[3].pk, TODAY, "P3", "") is None
    assert ground.lesson(here.pupil.pk, date(2026, 11, 10), "P3", "") is None
