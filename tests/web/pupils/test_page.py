"""The spans that a person may look at."""

from __future__ import annotations

from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.pupils.page import Asked, is_earlier, pupil_page
from tests.cast import SchoolCast


def test_half_terms_so_far_and_earlier_years_for_some(here: SchoolCast) -> None:
    with in_school(here.school):
        teacher = pupil_page(here.actor("teacher"), here.pupil, Asked())
        senco = pupil_page(here.actor("senco"), here.pupil, Asked())
    assert [choice.words for choice in teacher.spans] == ["This year", "Autumn 1", "Autumn 2"]
    assert [choice.words for choice in senco.spans][3:] == ["Before this year"]
    assert is_earlier(here.actor("senco"), Asked(span="y:before"))
    assert not is_earlier(here.actor("teacher"), Asked(span="y:before"))
