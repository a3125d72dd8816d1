"""A teacher's day around a lesson: places by the keyboard alone, an incident with two parts, and what helps one pupil."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from evenhand.apps.conduct import seating
from evenhand.apps.conduct.models import Incident
from evenhand.apps.support.models import Strategy
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast
from tests.classroom import LONG, seat_more
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture
from tests.journeys.signing_in import signed_in
from tests.journeys.test_class import NAMES


@pytest.fixture
def room(live_server: object, here: SchoolCast) -> SchoolCast:
    """A class of thirty-four without a seating plan, with something that helps the first pupil."""
    seat_more(here, *NAMES, *(f"Ada{number}" for number in range(6)))
    with in_school(here.school):
        Strategy.objects.create(school=here.school, pupil=here.pupil, words="Offer the seat by the door")
    return here


def test_a_plan_by_keyboard_and_by_dragging(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, room, "teacher", "tablet", f"/class/{room.lesson.pk}/")
    page.get_by_role("link", name="Seating plan").click()
    check_accessibility(page)
    waiting = page.locator("[data-waiting] .desk")
    expect(waiting).to_have_count(34)
    page.locator("[data-waiting] .desk", has_text="Amara").focus()
    page.keyboard.press("Enter")
    page.locator('[data-seat="A1"]').focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator('[data-seat="B3"]')).to_contain_text("Amara")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator('[data-seat="B2"]')).to_contain_text("Amara")
    expect(page.locator("[data-said]")).to_contain_text("Amara has B2")
    page.locator("[data-waiting] .desk", has_text="Ben").drag_to(page.locator('[data-seat="A4"]'))
    page.locator("[data-waiting] .desk", has_text=LONG).click()
    page.locator('[data-seat="F6"]').click()
    expect(waiting).to_have_count(31)
    take_picture(page, "seats-tablet")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator('[data-seat="B2"]')).to_contain_text("Amara")
    check_accessibility(page)
    with in_school(room.school):
        kept = seating.places(seating.in_force(room.groups[8], TODAY))
    assert kept[room.pupils[0].pk] == (2, 2)
    assert kept[room.pupils[1].pk] == (1, 4)


def test_two_parts_of_one_incident_and_what_helps(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, room, "teacher", "phone", f"/class/{room.lesson.pk}/")
    page.locator(".tile", has_text="Amara").click()
    page.get_by_role("link", name="What helps").click()
    page.get_by_role("button", name=re.compile("^Helped")).click()
    expect(page.get_by_text("Helped 1 of 1 times")).to_be_visible()
    check_accessibility(page)
    take_picture(page, "profile-phone")
    page.goto(f"/class/{room.lesson.pk}/")
    page.locator(".tile", has_text="Amara").click()
    page.locator(".tile", has_text="Ben").click()
    page.get_by_role("link", name="Incident with several").click()
    check_accessibility(page)
    amara = page.get_by_role("group", name="Amara Year8")
    ben = page.get_by_role("group", name="Ben Year8")
    amara.get_by_role("radio", name="Took part").check()
    amara.get_by_label("What Amara did").select_option(label="Calling out")
    amara.get_by_label("About Amara alone").fill("Shouted at Ben.")
    ben.get_by_role("radio", name="Was harmed").check()
    ben.get_by_label("About Ben alone").fill("Was frightened.")
    page.get_by_label("Once, for the whole of it").fill("A quarrel over a ruler.")
    page.get_by_role("button", name="See what will follow").click()
    expect(page.locator(".follow")).to_contain_text("a warning")
    check_accessibility(page)
    take_picture(page, "incident-phone-follows")
    page.get_by_role("button", name="Record the incident").click()
    expect(page.get_by_role("heading", name="Incident", exact=True)).to_be_visible()
    check_accessibility(page)
    take_picture(page, "incident-phone")
    page.get_by_role("link", name="Copy for the family of Amara Year8").click()
    expect(page.get_by_role("main")).to_contain_text("Shouted at Pupil B.")
    expect(page.get_by_role("main")).not_to_contain_text("frightened")
    with in_school(room.school):
        assert Incident.objects.count() == 1
