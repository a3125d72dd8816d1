"""Finding a pupil: few rows, the forms by year, nobody who has left."""

from __future__ import annotations

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.pupils.finding import MOST, find_page
from tests.cast import TODAY, SchoolCast


def test_forms_stand_by_year_and_those_who_left_are_not_found(here: SchoolCast) -> None:
    with in_school(here.school):
        Pupil.objects.filter(pk=here.pupil.pk).update(left_on=TODAY)
        page = find_page(here.actor("teacher"), "year8", "")
    assert [pupil.first_name for pupil in page.pupils] == ["Ben", "Chloe"]
    assert page.forms == (("8", ("8R",)), ("9", ("9R",)))


def test_more_than_a_screen_is_said(here: SchoolCast) -> None:
    with in_school(here.school):
        Pupil.objects.bulk_create(
            Pupil(school=here.school, source_id=f"n{n}", given="Nia", family=f"Nn{n}", form="7A")
            for n in range(MOST + 5)
        )
        page = find_page(here.actor("teacher"), "nia", "")
    assert len(page.pupils) == MOST
    assert page.more
