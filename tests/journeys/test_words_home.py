"""Words home: held by a gate, looked at in two languages, released, sent once; and a call kept in three taps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from evenhand.apps.casework.models import Task
from evenhand.apps.casework.services import complete
from evenhand.apps.letters import sending
from evenhand.apps.letters.models import ContactEntry
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import by_mail, mail_server, parent, say
from tests.cast import SchoolCast
from tests.journeys.conftest import SIZES, CheckAccessibility, OpenPage, TakePicture
from tests.journeys.signing_in import signed_in

LATE = {"until": "16:00", "day": "2026-11-17"}


@pytest.mark.parametrize("size", list(SIZES))
def test_a_message_is_held_by_a_gate_and_then_released(
    open_page: OpenPage,
    live_server: object,
    here: SchoolCast,
    moment: Any,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
    size: str,
) -> None:
    with mail_server() as post, by_mail(post):
        with in_school(here.school):
            parent(here.pupil, lang="pl")
            gate = Task.objects.create(
                school=here.school, pupil=here.pupil, kind="family_call", label="Ask", role="office"
            )
            message = say(here, "late_finish", values=LATE, gate=("task", str(gate.pk)))
        page = signed_in(open_page, here, "pastoral_lead", size, "/outbox/?show=held")
        expect(page.locator("main")).to_contain_text("Asha Khan")
        check_accessibility(page)
        take_picture(page, f"outbox-{size}-held")
        page.get_by_role("link", name="leaves school at 16:00 today").click()
        expect(page.locator("main")).to_contain_text("Waits for a task to be done")
        expect(page.locator("main")).to_contain_text("zostaje w szkole")
        page.get_by_text("In English").click()
        expect(page.locator("main")).to_contain_text("stays in school after the bell")
        check_accessibility(page)
        take_picture(page, f"outbox-{size}-message")
        moment.shift(timedelta(minutes=1))
        sending.tick()
        assert post.taken == []
        with in_school(here.school):
            complete(here.actor("office"), task_id=gate.pk, note="Asked", note_needed=True)
        sending.tick()
        assert [mail["To"] for mail in post.taken] == ["asha@home.example"]
        page.goto(f"{live_server}/outbox/?show=gone")
        expect(page.locator("main")).to_contain_text("Sent")
        assert message.subject.split(maxsplit=1)[0] in page.locator("main").inner_text()


def test_a_call_is_kept_in_three_taps(
    open_page: OpenPage,
    live_server: object,
    here: SchoolCast,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
) -> None:
    with in_school(here.school):
        parent(here.pupil)
    page = signed_in(open_page, here, "pastoral_lead", "phone", f"/pupils/{here.pupil.pk}/")
    page.get_by_role("link", name="Contact log").click()
    check_accessibility(page)
    take_picture(page, "contact-log-phone")
    page.get_by_role("button", name="Nobody answered").click()
    expect(page.locator("main")).to_contain_text("Asha Khan, by phone, not reached")
    with in_school(here.school):
        assert ContactEntry.objects.get().who == "Asha Khan"
