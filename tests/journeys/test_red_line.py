"""A red line act is a referral at once; a starred one also asks the principal to consider, and nothing is issued."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from playwright.sync_api import Page, expect

from evenhand.apps.casework.models import Proposal
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.journeys.conftest import SIZES, CheckAccessibility, OpenPage, TakePicture
from tests.journeys.signing_in import signed_in

ISSUED = re.compile("suspen|exclusion", re.IGNORECASE)


def record_red_line(page: Page, name: str, act: str) -> None:
    """Tap a pupil, open the red lines, choose one, and see what will follow."""
    page.locator(".tile", has_text=name).click()
    page.get_by_role("button", name="Red line").click()
    everything = page.locator("[data-acts=red_line]").get_by_role("button", name=re.compile("in the policy$"))
    if everything.is_visible():
        everything.click()
    page.locator("[data-acts=red_line] [data-act]", has_text=act).click()


@pytest.mark.parametrize("size", list(SIZES))
def test_a_red_line_is_a_referral_and_a_starred_one_is_also_considered(
    open_page: OpenPage,
    live_server: object,
    here: SchoolCast,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
    size: str,
) -> None:
    page = signed_in(open_page, here, "teacher", size, f"/class/{here.lesson.pk}/")
    for name, act in (("Amara", "Cheating"), ("Ben", "Fighting")):
        record_red_line(page, name, act)
        lines = page.locator("[data-follow-lines]")
        expect(lines).to_contain_text("referral")
        expect(lines).not_to_contain_text("warning")
        check_accessibility(page)
        take_picture(page, f"red-line-{size}-{name.lower()}")
        page.locator("[data-do=decide]").click()
        expect(page.locator("[data-queue]").first).to_be_hidden()
        expect(page.locator(".tile", has_text=name)).to_have_class(re.compile("tile-away"))
    with in_school(here.school):
        assert [stay.pupil.given for stay in Stay.objects.order_by("opened_at", "pupil")] == ["Amara", "Ben"]
        considered = Proposal.objects.get()
        assert (considered.pupil.given, considered.decider_role) == ("Ben", "principal")
        assert (considered.kind, considered.status) == ("exclusion_consideration", "open")

    principal = signed_in(open_page, here, "principal", size, "/inbox/")
    card = principal.locator(".task", has_text="Ben Year8")
    expect(card).to_contain_text("Only your decision counts, with your reasons.")
    check_accessibility(principal)
    take_picture(principal, f"red-line-{size}-inbox")
    card.get_by_role("link", name="Decide").click()
    expect(principal.locator("main")).to_contain_text("Nothing is issued from here.")
    check_accessibility(principal)
    take_picture(principal, f"red-line-{size}-consider")
    with in_school(here.school):
        assert set(Event.objects.values_list("kind", flat=True)) == {"concern"}
    issued = [model for model in apps.get_models() if ISSUED.search(model.__name__)]
    assert not any(model._default_manager.exists() for model in issued)
