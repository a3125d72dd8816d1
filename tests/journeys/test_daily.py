"""The pastoral lead's daily review: from the inbox through every entry to none left, and what others are asked to do."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from playwright.sync_api import expect

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, SchoolCast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks
from tests.journeys.signing_in import signed_in

DECIDED = "Moved to set 2 from Monday"
AFTER_SCHOOL = MOMENT + timedelta(hours=5)
NEXT_MORNING = MOMENT + timedelta(hours=22)


@pytest.fixture
def logged(live_server: object, next_door: SchoolCast) -> SchoolCast:
    """A school day at whose end three pupils have an entry each."""
    with in_school(next_door.school):
        pack = policy_of(next_door.school.pk).pack
        code = next(key for key, item in pack.items.items() if pack.groups[item.group].kind == "concern")
        for pupil in next_door.pupils[:3]:
            command = Command(uuid4(), EventKind.CONCERN, pupil.pk, code, lesson_id=next_door.lesson.pk)
            record(next_door.actor("teacher"), commands=[command])
        close_due(next_door.school, AFTER_SCHOOL)
    return next_door


def test_every_entry_of_the_day_is_looked_at(
    open_page: OpenPage,
    logged: SchoolCast,
    moment: time_machine.Traveller,
    check_accessibility: CheckAccessibility,
    take_picture: TakePicture,
) -> None:
    moment.move_to(NEXT_MORNING, tick=False)
    page = signed_in(open_page, logged, "pastoral_lead", "phone", "/inbox/")
    card = page.locator(".task", has_text="Review every entry of the day")
    expect(card).to_contain_text("By 10:00")
    card.locator('a[href^="/daily/"]').first.click()
    main = page.locator("main")
    expect(main).to_contain_text("3 of 3 to look at")
    for look in looks(page):
        fits(page, look)
        check_accessibility(page)
        take_picture(page, f"daily-{look}")

    page.get_by_role("button", name="Nothing needed for Amara").click()
    expect(main).to_contain_text("2 of 3 to look at")
    ben = page.locator("section.card", has_text="Ben")
    ben.get_by_text("Something is to be done").click()
    ben.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(ben.get_by_label("What, or what is to be decided")).to_be_visible()
    check_accessibility(page)
    ben.get_by_label("What, or what is to be decided").fill("Ring home about the bus")
    ben.get_by_label("Who", exact=True).select_option(label=logged.actor("tutor").name)
    ben.get_by_label("By when").fill("2026-11-19")
    ben.get_by_role("button", name="Give it to them").click()
    expect(main).to_contain_text("1 of 3 to look at")
    chloe = page.locator("section.card", has_text="Chloe")
    chloe.get_by_text("Something is to be done").click()
    chloe.get_by_label("What, or what is to be decided").fill("Is the group right?")
    chloe.get_by_role("button", name="Ask a senior leader").click()
    expect(main).to_contain_text("all 3 looked at")
    expect(main).to_contain_text("Ring home about the bus")
    for look in looks(page):
        fits(page, look)
        check_accessibility(page)
        take_picture(page, f"daily-done-{look}")
    with in_school(logged.school):
        assert Task.objects.get(kind="daily_review").status == "done"
    what_others_owe(open_page, logged, check_accessibility)
    page.reload()
    expect(main).to_contain_text(f"Decided: {DECIDED}")


def what_others_owe(open_page: OpenPage, school: SchoolCast, check: CheckAccessibility) -> None:
    """The tutor finds what is to be done by its day; the senior leader decides, which stands on the entry."""
    tutor = signed_in(open_page, school, "tutor", "phone", "/inbox/")
    expect(tutor.locator(".task", has_text="Ring home about the bus")).to_contain_text("By tomorrow")
    leader = signed_in(open_page, school, "senior_leader", "phone", "/inbox/")
    card = leader.locator(".task", has_text="Decide about an entry of the log: Chloe")
    card.get_by_role("link", name="Defer, reassign or open").click()
    form = leader.locator("form", has=leader.locator("#note"))
    form.get_by_label("A note").fill(DECIDED)
    check(leader)
    form.get_by_role("button", name="Done").click()
    leader.wait_for_url("**/inbox/")


def test_by_keyboard_each_answer_leads_to_the_next_line(open_page: OpenPage, logged: SchoolCast) -> None:
    page = signed_in(open_page, logged, "pastoral_lead", "desktop", "/daily/")
    needless = page.get_by_role("button", name="Nothing needed")
    for left in (2, 1):
        expect(needless).to_have_count(left + 1)
        needless.nth(1).press("Enter")
        expect(page.get_by_text(f"{left} of 3 to look at")).to_be_visible()
        expect(needless.nth(min(1, left - 1))).to_be_focused()
    needless.press("Enter")
    expect(page.get_by_text("all 3 looked at")).to_be_visible()
    expect(page.locator("#main")).to_be_focused()


def test_by_keyboard_the_door_goes_on_with_the_next_pupil(open_page: OpenPage, logged: SchoolCast) -> None:
    page = signed_in(open_page, logged, "office", "desktop", "/arrivals/")
    coming = page.locator('[data-lines="coming"] > li')
    expect(coming.nth(1)).to_be_visible()
    first, second = (coming.nth(number).get_attribute("id") for number in (0, 1))
    page.locator(f"#{first}").get_by_role("button", name="None today").press("Enter")
    expect(page.locator(f'[data-lines="coming"] #{first}')).to_have_count(0)
    expect(page.locator(f"#{second}").get_by_label("Slot").first).to_be_focused()
