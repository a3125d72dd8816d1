"""A pupil's reflection booklet on a tablet that leads nowhere else, and then the conversation, to what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock
from evenhand.engine.values import EventKind, Where
from tests.apps.removal.stays import referral
from tests.apps.restorative.conftest import told
from tests.cast import MOMENT, SchoolCast, build_cast
from tests.journeys.conftest import SIZES, CheckAccessibility, OpenPage, TakePicture, looks, press
from tests.journeys.signing_in import signed_in

WORDS = "Sam laughed and I threw the ruler"


@pytest.fixture
def school(transactional_db: Any) -> Iterator[SchoolCast]:
    move_clock(to=MOMENT)
    yield build_cast().here
    clock.forget_shift()


@pytest.fixture
def stay(school: SchoolCast) -> UUID:
    with in_school(school.school):
        ident = referral(school).pk
    told(
        school,
        "removal_manager",
        EventKind.ARRIVAL,
        about=str(ident),
        where=Where.PLACEMENT,
        lesson_id=None,
    )
    return ident


def test_the_booklet_and_then_the_conversation(
    open_page: OpenPage, school: SchoolCast, stay: UUID, take_picture: TakePicture
) -> None:
    tablet = signed_in(open_page, school, "removal_manager", "tablet", f"/board/{stay}/")
    tablet.get_by_role("link", name="The pupil’s booklet").click()
    press(tablet, "Open it on a tablet")
    press(tablet, "Sign out here and open the booklet")
    address = tablet.url
    tablet.locator("#a-happened").fill(WORDS)
    expect(tablet.get_by_text("Saved", exact=True)).to_be_visible()
    tablet.reload()
    expect(tablet.locator("#a-happened")).to_have_value(WORDS)
    assert tablet.locator("a").count() == 0
    for name, (width, height) in SIZES.items():
        tablet.set_viewport_size({"width": width, "height": height})
        take_picture(tablet, f"booklet-{name}")
    tablet.goto(f"/board/{stay}/")
    expect(tablet.get_by_role("heading", name="Sign in")).to_be_visible()
    tablet.goto(address)
    press(tablet, "I have finished")
    expect(tablet.get_by_role("heading", name="Thank you")).to_be_visible()
    tablet.go_back()
    assert WORDS not in tablet.content()

    room = signed_in(open_page, school, "removal_manager", "tablet", f"/booklet/answers/{stay}/")
    expect(room.get_by_text(WORDS)).to_be_visible()
    take_picture(room, "booklet-answers-tablet")
    press(room, "Mark the booklet as done")
    expect(room.get_by_text("Done", exact=False).first).to_be_visible()
    converse(open_page, school, take_picture)


def converse(open_page: OpenPage, school: SchoolCast, take_picture: TakePicture) -> None:
    """The teacher reads it, holds the conversation with what was forgotten told once, and prints the agreement."""
    teacher = signed_in(open_page, school, "teacher", "phone", "/talks/")
    take_picture(teacher, "talks-phone")
    teacher.get_by_role("link", name=school.pupil.display_name).click()
    teacher.get_by_text("wrote beforehand").click()
    expect(teacher.get_by_text(WORDS)).to_be_visible()
    press(teacher, "Ready: begin")
    expect(teacher.locator(".talk-prompt textarea")).to_have_count(5)
    for box in teacher.locator(".talk-prompt textarea").all():
        box.fill("Said, and heard")
    teacher.get_by_label("The relationship is mended").check()
    press(teacher, "Record the conversation")
    expect(teacher.get_by_role("alert")).to_contain_text("at least one thing that the pupil can do instead")
    expect(teacher.locator(".talk-prompt textarea").first).to_have_value("Said, and heard")
    expect(teacher.get_by_label("The relationship is mended")).to_be_checked()
    teacher.get_by_label("What the pupil can do instead").fill("Ask for a minute outside")
    for name, (width, height) in SIZES.items():
        teacher.set_viewport_size({"width": width, "height": height})
        take_picture(teacher, f"talk-{name}")
    press(teacher, "Record the conversation")
    teacher.get_by_role("link", name="Print what was agreed").click()
    expect(teacher.get_by_text("Ask for a minute outside")).to_be_visible()
    take_picture(teacher, "talk-agreement-desktop")


def test_accessibility(
    open_page: OpenPage, school: SchoolCast, stay: UUID, check_accessibility: CheckAccessibility
) -> None:
    tablet = signed_in(open_page, school, "removal_manager", "tablet", f"/booklet/answers/{stay}/")

    def check(page: Page, size: str = "tablet") -> None:
        for _ in looks(page, f"{size}-light", f"{size}-dark"):
            check_accessibility(page)

    check(tablet)
    press(tablet, "Open it on a tablet")
    check(tablet)
    press(tablet, "Sign out here and open the booklet")
    check(tablet)
    press(tablet, "I have finished")
    check(tablet)
    teacher = signed_in(open_page, school, "teacher", "phone", "/talks/")
    check(teacher, "phone")
    teacher.goto(f"/talks/{stay}/restorative/")
    check(teacher, "phone")
    press(teacher, "Ready: begin")
    check(teacher, "phone")
    press(teacher, "Record the conversation")
    check(teacher, "phone")
