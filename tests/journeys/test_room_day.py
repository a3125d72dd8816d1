"""The day of whoever runs the removal room: arrival, reading, a chance, lunch, a handover, the way back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from evenhand.apps.people.models import Contact
from evenhand.apps.removal import services
from evenhand.apps.removal.room.services import save_meal
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock
from tests.apps.removal.room.days import name_subject
from tests.apps.removal.stays import referral
from tests.cast import Cast, SchoolCast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks
from tests.journeys.signing_in import signed_in
from tests.journeys.test_board import LONG, at, fire, low_targets, schools

__all__ = ["schools"]

READY = "/board/ready/"


def test_the_day_from_arrival_to_the_way_back(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    with in_school(here.school):
        Contact.objects.create(school=here.school, pupil=here.pupil, name="Mrs Year", phone="020 7946 0018")
        referral(here)
    page = signed_in(open_page, here, "removal_manager", "tablet", "/board/")
    page.get_by_role("button", name="Arrived").click()
    page.locator("#list-here .name a").click()
    reading(page, here)
    check_accessibility(page)
    take_picture(page, "room-stay")
    a_chance(page, check_accessibility, take_picture)
    lunch_and_handover(page, here)
    check_accessibility(page)
    take_picture(page, "room-day")
    the_way_back(open_page, here)


def test_the_second_of_two_chooses_with_the_keyboard_alone(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility
) -> None:
    here = schools.here
    name_subject(here)
    pages = [signed_in(open_page, here, who, "phone", READY) for who in ("removal_manager", "senior_leader")]
    for page, words in zip(pages, ("Forces", "Energy"), strict=True):
        page.get_by_label("Subject", exact=True).select_option("Science")
        page.get_by_label("What to do").fill(words)
        page.keyboard.press("Tab")
        expect(page.get_by_label("Where it is found")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("body")).to_contain_text(
            "work is ready" if words == "Forces" else "saved this first"
        )
    second = pages[1]
    expect(second.locator(".head[role=alert]")).to_be_focused()
    check_accessibility(second)
    second.keyboard.press("Tab")
    expect(second.get_by_label("You wrote")).to_be_focused()
    second.keyboard.press("Control+End")
    second.keyboard.type(" and forces")
    second.keyboard.press("Tab")
    expect(second.get_by_role("button", name="Save yours in its place")).to_be_focused()
    second.keyboard.press("Tab")
    expect(second.get_by_role("link", name="Leave theirs as it is")).to_be_focused()
    second.keyboard.press("Shift+Tab")
    second.keyboard.press("Enter")
    expect(second.locator("main")).to_contain_text("Energy and forces")


def reading(page: Page, here: SchoolCast) -> None:
    """The timer counts down, and the station is done by itself at its end."""
    expect(page.locator("#timer [data-figure]")).to_have_text(re.compile(r"^(30:00|29:\d\d)$"))
    expect(page.locator("#work")).to_contain_text("The teacher is asked")
    move_clock(to=at(12, 3))
    fire(here)
    page.reload()
    expect(page.locator("#timer")).to_have_count(0)
    expect(page.locator(".stations .is-done")).to_contain_text(["Registered", "Calm reading"])


def a_chance(page: Page, check_accessibility: CheckAccessibility, take_picture: TakePicture) -> None:
    """What follows stands above the button, with its paragraph; then it is recorded."""
    page.get_by_role("link", name="Conduct here").click()
    first = page.locator(".chance").first
    expect(first).to_contain_text("¶ 122")
    check_accessibility(page)
    take_picture(page, "room-conduct")
    first.get_by_label("What happened").select_option(label="Calling out")
    page.get_by_role("button", name="Record: First chance: the manager's warning").click()
    expect(page.locator("section", has=page.locator("#so-far"))).to_contain_text("First chance")
    page.get_by_role("link", name="The stay").click()


def lunch_and_handover(page: Page, here: SchoolCast) -> None:
    """Lunch is noted on the stay and stands on the kitchen's list; the next adult finds a note."""
    page.locator("#lunch summary").click()
    page.get_by_label("Dietary needs").fill("No nuts")
    page.get_by_role("button", name="Note what is eaten").click()
    page.goto("/board/day/")
    expect(page.locator("section", has=page.locator("#lunch"))).to_contain_text("No nuts")
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("Register saved: 1 here")).to_be_visible()
    page.get_by_label("Handover note").fill("Amara has read two chapters")
    page.get_by_role("button", name="Leave this note").click()
    expect(page.locator("section", has=page.locator("#notes"))).to_contain_text("Amara has read two chapters")


def the_way_back(open_page: OpenPage, here: SchoolCast) -> None:
    """On the next day the conversation and the reflection come first; then the pupil goes back."""
    with in_school(here.school):
        stay = here.pupil.stays.get()
        services.record_repair(actor=here.actor("removal_manager"), stay=stay, who="Both", words="Agreed")
    move_clock(to=at(12, 5, day=18))
    page = signed_in(open_page, here, "removal_manager", "tablet", "/board/")
    page.get_by_role("button", name="Release").click()
    expect(page.locator("#release")).to_contain_text("Reflection booklet: not done")
    page.locator("#release").get_by_role("button", name="Release").click()
    expect(page.locator("#list-released")).to_contain_text("Back in lessons since 12:05")


def test_the_day_reads_well_at_each_size(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    with in_school(here.school):
        manager = here.actor("removal_manager")
        first, second = here.pupils[:2]
        first.given, first.family = LONG
        second.given, second.family, second.direction, second.lang = "نور", "الهاشمي", "rtl", "ar"
        first.save()
        second.save()
        for number in (0, 1):
            services.arrive(actor=manager, stay=referral(here, number=number))
        save_meal(actor=manager, stay=first.stays.get(), school_lunch=True, diet="Vegetarian, no nuts")
    page = signed_in(open_page, here, "removal_manager", "phone", "/board/day/")
    expect(page.locator(".day-tick")).to_have_count(2)
    for look in looks(page):
        fits(page, look)
        assert low_targets(page) == [], look
        check_accessibility(page)
        take_picture(page, f"room-day-{look}")
    for path in ("/board/day/lunch/", "/board/reports/", "/board/reports/referral_update/"):
        page.goto(path)
        for look in looks(page):
            fits(page, look)
            check_accessibility(page)
