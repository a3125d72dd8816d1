"""A referral from the lesson to the way back: on the board at once, missed at five minutes, told, repaired, released."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from evenhand.apps.casework import clockwork
from evenhand.apps.people.models import Contact
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock
from tests.apps.removal.stays import referral, referral_outside, time_out
from tests.cast import Cast, SchoolCast, build_cast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks
from tests.journeys.signing_in import signed_in

LONG = ("Bartholomew-Alexander Oluwaseyi", "Montgomery-Papadopoulou Khan")


def at(hour: int, minute: int, second: int = 0, *, day: int = 17) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


@pytest.fixture
def schools(transactional_db: Any) -> Iterator[Cast]:
    move_clock(to=at(11, 32))
    yield build_cast()
    clock.forget_shift()


def fire(school: SchoolCast) -> None:
    with in_school(school.school):
        clockwork.fire_due(school.school)


def test_from_the_lesson_to_the_way_back(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    move_clock(to=at(11, 32, day=26))  # a Thursday; Friday is a training day, then comes the weekend
    page = signed_in(open_page, here, "removal_manager", "tablet", "/board/")
    expect(page.get_by_text("Nobody is on the way.")).to_be_visible()
    move_clock(to=at(11, 32, day=26))  # the page took its time, which is no part of the five minutes
    with in_school(here.school):
        stay = referral_outside(here)
    expect(page.locator("#list-expected .ring")).to_be_visible()
    expect(page.locator("#list-expected")).to_contain_text("Amara Year8")
    expect(page.locator("[data-figure]")).to_have_text(re.compile(r"^[2-5]:\d\d$"))
    move_clock(to=at(11, 37, 20, day=26))
    fire(here)
    expect(page.locator("#list-expected")).to_contain_text("Not here after 5 minutes")
    expect(page.locator("#list-expected")).to_contain_text("Ms N. DutyLeader was told at 11:37")
    check_accessibility(page)
    take_picture(page, "board-missed")

    page.get_by_role("button", name="Arrived").click()
    expect(page.get_by_text("Amara is here")).to_be_visible()
    expect(page.locator("#list-here .tell")).to_contain_text("Tell the family by 15:00")
    page.get_by_role("link", name="Call the family").click()
    page.get_by_label("Who was told").fill("Mrs Year")
    page.get_by_role("button", name="Record this call").click()
    expect(page.locator("main")).to_contain_text("Family told")
    check_accessibility(page)
    take_picture(page, "board-stay")

    move_clock(to=at(11, 45, day=30))
    page.goto("/board/")
    expect(page.locator("#list-leaving")).to_contain_text("Back to lessons 12:10")
    expect(page.locator("#list-leaving")).to_contain_text("Restorative conversation first")
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("alert")).to_contain_text("Restorative conversation comes first")
    page.get_by_label("Reason to go back without it").fill("The family agreed on tomorrow morning")
    page.get_by_role("button", name="Release").click()
    expect(page.locator("#list-released")).to_contain_text("Back in lessons since 11:45")
    with in_school(here.school):
        assert Stay.objects.get(pk=stay.pk).override_reason == "The family agreed on tomorrow morning"


def test_a_full_board_reads_well_at_each_size(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    fill(here)
    page = signed_in(open_page, here, "removal_manager", "phone", "/board/")
    expect(page.locator("#list-here > li")).to_have_count(2)
    for look in looks(page):
        fits(page, look)
        assert low_targets(page) == [], look
        check_accessibility(page)
        take_picture(page, f"board-{look}")
        page.get_by_role("button", name="Why then?").first.click()
        expect(page.get_by_text("School’s choice").locator("visible=true").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_text("School’s choice").locator("visible=true")).to_have_count(0)
    for path in ("/board/call-list/", "/board/who-is-where/"):
        page.goto(path)
        for look in looks(page):
            check_accessibility(page)
            take_picture(page, f"board-{path.split('/')[-2]}-{look}")


def test_time_out_is_looked_in_on(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    there = schools.next_door
    with in_school(there.school):
        time_out(there)
    move_clock(to=at(11, 43))
    page = signed_in(open_page, there, "teacher", "phone", "/board/")
    expect(page.locator("#list-time-out")).to_contain_text("Look in by 11:42")
    check_accessibility(page)
    take_picture(page, "board-time-out")
    page.get_by_role("button", name="Looked in").click()
    expect(page.locator("#list-time-out")).to_contain_text("Look in by 11:53")
    page.get_by_role("button", name="Back in class").click()
    expect(page.get_by_text("Nobody is in time out.")).to_be_visible()


def fill(here: SchoolCast) -> None:
    """One pupil on the way, two here (one family told), with a long name and one from right to left."""
    with in_school(here.school):
        manager = here.actor("removal_manager")
        first, second, third = here.pupils[:3]
        first.given, first.family = LONG
        second.given, second.family, second.direction, second.lang = "نور", "الهاشمي", "rtl", "ar"
        first.save()
        second.save()
        Contact.objects.create(school=here.school, pupil=second, name="Mrs Hashimi", phone="020 7946 0018")
        for number in (0, 1):
            services.arrive(actor=manager, stay=referral(here, number=number), event_id=uuid4())
        told = Stay.objects.get(pupil=first)
        services.tell_family(actor=manager, stay=told, who="Mrs Khan", how="phone", words="")
        referral(here, number=2)
        assert third.pk


def low_targets(page: Page) -> list[str]:
    """What can be tapped in the page's main part and is lower than 48 px."""
    script = """[...document.querySelectorAll('main a, main button')]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().height > 1 && e.getBoundingClientRect().height < 47.5)
      .map(e => e.outerHTML.slice(0, 90) + ' ' + e.getBoundingClientRect().height)"""
    found: list[str] = page.evaluate(script)
    return found
