"""The head of year's late detentions: late at the gate, the register on a phone, a no-show, tomorrow's placement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from evenhand.apps.detentions import placing
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock
from tests.apps.detentions.detained import everybody_late, late, leader_of_day
from tests.cast import Cast, build_cast
from tests.classroom import seat_more
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks
from tests.journeys.signing_in import signed_in

REGISTER = "/detentions/register/late_detention/2026-11-17/after/"
LONG = "Bartholomew-Alexander Oluwaseyi"


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 17, hour, minute, tzinfo=UTC)


@pytest.fixture
def schools(transactional_db: Any) -> Iterator[Cast]:
    move_clock(to=at(8, 47))
    yield build_cast()
    clock.forget_shift()


def test_from_the_gate_to_tomorrows_placement(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    with in_school(here.school):
        leader_of_day(here)
        placing.save_room(here.actor("head_of_year"), name="Hall", capacity=20, order=1)
        late(here, here.pupils[1])
    page = signed_in(open_page, here, "office", "phone", "/gate/")
    page.get_by_label("Name, year or form").fill("Amara 8")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Amara Year8").click()
    expect(page.get_by_label("Minutes late")).to_have_value("12")
    check_accessibility(page)
    take_picture(page, "gate-phone")
    page.get_by_role("button", name="Mark late").click()
    expect(page.get_by_role("status")).to_contain_text("Late detention today, 15:05 to 15:35")

    move_clock(to=at(15, 36))
    page = signed_in(open_page, here, "head_of_year", "phone", "/now/")
    page.get_by_role("link", name="Detentions").click()
    expect(page.locator("main")).to_contain_text("Hall, 2 of 20 seats")
    expect(page.locator("main")).to_contain_text("Year 10: Ms N. HeadOfYear")
    check_accessibility(page)
    take_picture(page, "detentions-phone")
    page.get_by_role("link", name="Take the register").click()
    expect(page.locator(".duty-line")).to_have_count(2)
    page.locator(".duty-line", has_text="Amara").get_by_label("Not here").check()
    check_accessibility(page)
    take_picture(page, "detention-register-phone")
    page.get_by_role("button", name="Save and send the register").click()
    expect(page.get_by_text("Register complete and sent")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Register sent 15:36")

    page.goto("/detentions/day/")
    expect(page.locator("section", has=page.locator("#missed"))).to_contain_text("Amara Year8")
    tomorrow = page.locator("section", has=page.locator("#tomorrow"))
    expect(tomorrow).to_contain_text("On Wednesday 18 November")
    expect(tomorrow).to_contain_text("until 16:00, Wednesday 18 November")
    expect(tomorrow).to_contain_text("Did not come: late detention")
    check_accessibility(page)
    take_picture(page, "head-of-year-day")


def test_a_full_day_reads_well_at_each_size(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    with in_school(here.school):
        leader_of_day(here)
        for pupil in seat_more(here, LONG, "عمر")[3:]:
            late(here, pupil)
        everybody_late(here)
    move_clock(to=at(15, 36))
    for name, path in (("head-of-year", "/detentions/day/"), ("detention-register", REGISTER)):
        page = signed_in(open_page, here, "head_of_year", "phone", path)
        for look in looks(page):
            expect(page.get_by_text(LONG).first).to_be_visible()
            fits(page, look)
            check_accessibility(page)
            take_picture(page, f"{name}-{look}")


def test_a_class_is_registered_on_a_phone(
    open_page: OpenPage, schools: Cast, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    here = schools.here
    move_clock(to=at(12, 55))
    page = signed_in(open_page, here, "teacher", "phone", f"/class/{here.lessons['P4'].pk}/")
    page.get_by_role("link", name="Register").click()
    expect(page.locator("main")).to_contain_text("Afternoon session")
    ben = page.locator(".duty-line", has_text="Ben")
    expect(ben.get_by_label("Minutes late")).to_be_hidden()
    ben.get_by_label("Late", exact=True).check()
    expect(ben.get_by_label("Minutes late")).to_have_value("5")
    expect(ben.get_by_label("Why away")).to_be_hidden()
    with in_school(here.school):
        Pupil.objects.filter(pk=here.pupil.pk).update(family="Zed")
    page.reload()
    ben.get_by_label("Late", exact=True).check()
    expect(page.locator(".duty-line").first).to_contain_text("Amara")
    page.get_by_role("link", name="Surname").press("Enter")
    expect(page.locator(".duty-line").last).to_contain_text("Amara")
    expect(ben.get_by_label("Late", exact=True)).to_be_checked()
    check_accessibility(page)
    fits(page, "phone-light")
    take_picture(page, "register-phone")
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("Register saved: 2 here, 1 late, 0 away")).to_be_visible()
