"""A school morning: whoever owes something is told once on the inbox, opens it, and puts the notice away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from playwright.sync_api import expect

from evenhand.apps.casework.digest import tell_morning
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks
from tests.journeys.signing_in import signed_in

MORNING = datetime(2026, 11, 17, 7, 45, tzinfo=UTC)


def test_the_morning_digest_is_read_and_put_away(
    open_page: OpenPage,
    live_server: object,
    here: SchoolCast,
    moment: time_machine.Traveller,
    check_accessibility: CheckAccessibility,
    take_picture: TakePicture,
) -> None:
    moment.move_to(MORNING, tick=False)
    with in_school(here.school):
        for words, hours in (
            ("Ring the bus company", -2),
            ("Meet the new pupil", 3),
            ("Write to the clerk", 30),
        ):
            Task.objects.create(
                school=here.school,
                kind="x",
                label=words,
                role="tutor",
                due_at=MORNING + timedelta(hours=hours),
            )
        assert tell_morning(here.school, MORNING) == 1
        assert tell_morning(here.school, MORNING + timedelta(minutes=5)) == 0
    page = signed_in(open_page, here, "tutor", "phone", "/inbox/")
    known = page.locator("aside", has=page.locator("#known"))
    expect(known).to_contain_text("This morning: 1 past its time, 1 due today, 1 on the next school day")
    for words in ("Ring the bus company", "Meet the new pupil", "Write to the clerk"):
        expect(page.locator(".task", has_text=words)).to_be_visible()
    for look in looks(page):
        fits(page, look)
        check_accessibility(page)
        take_picture(page, f"morning-{look}")
    known.get_by_role("button", name="Seen").click()
    expect(page.locator("#known")).to_have_count(0)
    expect(page.locator(".task")).to_have_count(3)
    with in_school(here.school):
        assert Alert.objects.get(kind="digest").seen_at is not None
    other = signed_in(open_page, here, "office", "phone", "/inbox/")
    expect(other.locator("main")).not_to_contain_text("This morning")
