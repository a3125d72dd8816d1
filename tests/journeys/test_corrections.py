"""An author takes an entry back; a leader corrects; the review shows what would have been different."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from evenhand.apps.casework import counting
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, PASSWORD, SchoolCast, build_cast
from tests.incidents import concern
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture


@pytest.fixture
def school(transactional_db: Any) -> Iterator[SchoolCast]:
    counting.forget()
    with time_machine.travel(MOMENT, tick=True):
        yield build_cast().here


def sign_in(open_page: OpenPage, school: SchoolCast, role: str, size: str = "tablet") -> Page:
    page = open_page(size, "/sign-in/")
    page.get_by_label("Email").fill(school.user(role).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def test_an_author_undoes_a_leader_corrects_and_the_review_shows_it(
    open_page: OpenPage,
    school: SchoolCast,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
) -> None:
    with in_school(school.school):
        concern(school)
        concern(school)
        mistap = concern(school, pupil=school.pupils[1].pk).event
    author = sign_in(open_page, school, "teacher")
    author.goto(f"/pupils/{mistap.pupil_id}/")
    author.get_by_role("button", name="Why").click()
    author.get_by_role("link", name="Correct this").click()
    expect(author.get_by_label("The right pupil")).to_be_hidden()
    author.get_by_label("It was another pupil").check()
    expect(author.get_by_label("The right pupil")).to_be_visible()
    expect(author.get_by_label("The right act")).to_be_hidden()
    author.get_by_label("It did not happen").check()
    check_accessibility(author)
    author.get_by_label("Reason").fill("A mis-tap.")
    author.get_by_role("button", name="Put it right").click()
    expect(author.locator(".entry-struck")).to_contain_text("A mis-tap.")

    leader = sign_in(open_page, school, "head_of_year", "desktop")
    leader.goto("/pupils/?q=amara y")
    leader.get_by_role("link", name="Amara Year8").click()
    expect(leader.get_by_role("heading", name="Amara Year8", level=1)).to_be_visible()
    check_accessibility(leader)
    take_picture(leader, "pupil")
    leader.get_by_role("button", name="a warning: Why").click()
    leader.get_by_role("link", name="Correct this").click()
    leader.get_by_label("Reason").fill("It was somebody else.")
    leader.get_by_role("button", name="Put it right").click()

    leader.get_by_role("link", name="Inbox").first.click()
    check_accessibility(leader)
    take_picture(leader, "inbox-with-review")
    leader.get_by_role("link", name="Look").click()
    expect(leader.locator("main")).to_contain_text("As it would have been")
    expect(leader.locator("main")).to_contain_text("a warning")
    check_accessibility(leader)
    take_picture(leader, "review")
    leader.get_by_label("Your reason").fill("The warning was not theirs.")
    leader.get_by_role("button", name="Undo this consequence").click()
    expect(leader.locator("main")).to_contain_text("Nothing is waiting for you")
