"""The profile and what is agreed: a form asks for what the choice needs, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast, build_cast
from tests.journeys.conftest import CheckAccessibility, OpenPage, fits
from tests.journeys.signing_in import signed_in


@pytest.fixture
def school(transactional_db: Any) -> Iterator[SchoolCast]:
    with time_machine.travel(MOMENT, tick=True):
        yield build_cast().next_door


def test_a_form_asks_for_what_the_choice_needs(
    open_page: OpenPage, school: SchoolCast, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, school, "senco", "phone", f"/profile/{school.pupil.pk}/")
    need, document = page.get_by_label("Which need"), page.get_by_label("Which document")
    expect(page.get_by_role("heading", name="Add")).to_be_visible()
    expect(need).to_be_hidden()
    expect(document).to_be_hidden()
    page.get_by_label("What it is", exact=True).select_option("need")
    expect(need).to_be_visible()
    page.get_by_text("A document says so").click()
    expect(document).to_be_visible()
    check_accessibility(page)
    fits(page, "phone-light")

    page.goto(f"/profile/{school.pupil.pk}/agreed/")
    figure, which = page.get_by_label("The figure"), page.get_by_label("Which", exact=True)
    which.select_option(which.locator("option[data-figure]").first.get_attribute("value"))
    expect(figure).to_be_visible()
    which.select_option(which.locator("option:not([data-figure])").first.get_attribute("value"))
    expect(figure).to_be_hidden()
    check_accessibility(page)


def test_long_names_that_begin_alike_are_told_apart_at_the_door(
    open_page: OpenPage, school: SchoolCast, check_accessibility: CheckAccessibility
) -> None:
    with in_school(school.school):
        for pupil, last in zip(school.pupils[:2], ("Ashcombe", "Birkenhead"), strict=True):
            Pupil.objects.filter(pk=pupil.pk).update(
                given="Maximiliana-Anastasia", family=f"Featherstonehaugh-{last}"
            )
    page = signed_in(open_page, school, "teacher", "phone", f"/greet/{school.lesson.pk}/")
    names = page.locator(".greets .btn")
    expect(names).to_have_count(3)
    whole = (
        "all => all.every(one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight)"
    )
    assert names.evaluate_all(whole)
    assert page.locator(".greets .btn > span:first-child").evaluate_all(whole)
    fits(page, "phone-light")
    check_accessibility(page)
