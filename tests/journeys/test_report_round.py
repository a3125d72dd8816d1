"""A round of a report: begun with a target, marked in one tap by whoever teaches, seen, reviewed, and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import time_machine
from playwright.sync_api import Page, expect

from evenhand.apps.support.models import ReportCard
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks
from tests.journeys.signing_in import signed_in

TARGET = "Start within a minute"
See = Callable[[Page, str], None]


def test_begun_marked_seen_reviewed_and_ended(
    open_page: OpenPage,
    live_server: object,
    next_door: SchoolCast,
    moment: time_machine.Traveller,
    check_accessibility: CheckAccessibility,
    take_picture: TakePicture,
) -> None:
    def see(page: Page, name: str) -> None:
        for look in looks(page):
            fits(page, look)
            check_accessibility(page)
            take_picture(page, f"report-{name}-{look}")

    start = f"/reports/start/{next_door.pupil.pk}/"
    lead = signed_in(open_page, next_door, "pastoral_lead", "tablet", start)
    lead.get_by_label("Daily report").check()
    lead.get_by_label("Why").fill("Agreed with the pupil")
    lead.get_by_role("button", name="Put on report").click()
    expect(lead.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(lead.get_by_label("Why")).to_have_value("Agreed with the pupil")
    see(lead, "start")
    lead.get_by_label("Target 1").fill(TARGET)
    lead.get_by_role("button", name="Put on report").click()
    expect(lead.locator("main")).to_contain_text(TARGET)
    with in_school(next_door.school):
        path = f"/reports/{ReportCard.objects.get().pk}/"
    expect(lead.locator(f'main a[href="{path}"]')).to_contain_text("Amara")

    marked(open_page, next_door, see)
    # The day is seen with its marks; the lessons that nobody marked say so when it is over.
    lead.goto("/reports/")
    lead.get_by_role("link", name="Amara").click()
    expect(lead.locator("main")).to_contain_text("Target met")
    expect(lead.locator("main")).to_contain_text(next_door.actor("teacher").name)
    moment.move_to(MOMENT + timedelta(days=1), tick=False)
    lead = signed_in(open_page, next_door, "pastoral_lead", "tablet", path)
    expect(lead.locator("main")).to_contain_text("Not marked")
    see(lead, "seen")
    closed(lead, path)
    see(lead, "ended")
    lead.goto("/reports/")
    expect(lead.locator("main")).to_contain_text("Nobody is on report")


def marked(open_page: OpenPage, school: SchoolCast, see: See) -> None:
    """From the class, one tap gives the mark; one that needs words is refused without them."""
    teacher = signed_in(open_page, school, "teacher", "phone", f"/class/{school.lesson.pk}/")
    teacher.get_by_role("link", name="1 on report").click()
    expect(teacher.locator("main")).to_contain_text(TARGET)
    see(teacher, "lesson")
    teacher.get_by_role("button", name="Not yet").click()
    expect(teacher.get_by_role("status")).to_contain_text("omment")
    teacher.get_by_role("button", name="Target met").click()
    expect(teacher.locator("section.card b")).to_contain_text("Target met")


def closed(lead: Page, path: str) -> None:
    """Reviewed with a reason, then ended with one: without it nothing changes."""
    lead.get_by_label("Why").fill("Four lessons of five")
    lead.get_by_role("button", name="Review", exact=True).click()
    expect(lead.get_by_role("status")).to_contain_text("Reviewed")
    lead.goto(path)
    lead.get_by_role("button", name="End the report").click()
    expect(lead.get_by_role("alert")).to_contain_text("Nothing was changed")
    lead.get_by_label("Why").fill("Five good days")
    lead.get_by_role("button", name="End the report").click()
    expect(lead.locator("header.head")).to_contain_text("ended")
