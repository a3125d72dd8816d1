"""A day without a network: cold start, records and help kept with both times, the lock, and what goes at sign-out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from evenhand.apps.access.pins import set_pin
from evenhand.apps.conduct.models import Event, HelpCall
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, Cast, SchoolCast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture
from tests.journeys.devices import ready, until
from tests.journeys.signing_in import enter

PIN = "2580"
STORED = "async () => (await (await import('/static/js/store.js')).all())"
NOTHING_WAITS = f"async () => (await ({STORED})()).length === 0"
NOTHING_KEPT = "async () => !(await caches.keys()).some((one) => one.startsWith('pages') || one === 'device')"


def cold(page: Page, path: str = "/") -> Page:
    """The network goes, every page is closed, and the installed app is opened anew."""
    context = page.context
    context.set_offline(True)
    fresh = context.new_page()
    page.close()
    fresh.goto(path)
    return fresh


def back(page: Page) -> None:
    """The network returns, and everything on the device is sent."""
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, NOTHING_WAITS)


@pytest.fixture
def pin(here: SchoolCast) -> str:
    with in_school(here.school):
        set_pin(here.actor("teacher"), PIN)
    return PIN


def test_a_cold_start_records_and_a_call_for_help_arrive_once_in_order_with_both_times(
    open_page: OpenPage, here: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    online = enter(open_page("phone", "/offline/"), here, "/now/")
    ready(online)
    page = cold(online)
    assert page.url.endswith(f"/class/{here.lesson.pk}/")
    expect(page.locator(".kept")).to_contain_text("As of 11:32, no network.")
    check_accessibility(page)
    for name in ("Amara", "Chloe"):
        page.locator(".tile", has_text=name).click()
        page.locator("[data-tray] .opt-praise").first.click()
    expect(page.locator("[data-queue]").first).to_contain_text("2 waiting")
    page.get_by_role("button", name="Help now").click()
    sheet = page.locator("#help-sheet")
    expect(sheet).to_contain_text("Nobody has been called yet")
    expect(sheet).to_contain_text("Help, please: room 12, 8R Sci.")
    check_accessibility(page)
    take_picture(page, "offline-help-phone")
    sheet.get_by_role("button", name="Close").click()
    expect(page.locator("[data-queue]").first).to_contain_text("3 waiting")
    take_picture(page, "offline-class-phone")
    for path, words in (("/now/", "Your lessons today"), ("/find/", "8R Sci")):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(words)
        expect(page.get_by_role("heading", name="Go to")).to_be_hidden()
        check_accessibility(page)
        take_picture(page, f"offline-{path.strip('/')}-phone")
    page.goto(f"/class/{here.lesson.pk}/")
    expect(page.locator(".tile", has_text="Amara").locator(".mark-queued")).to_be_visible()
    back(page)
    with in_school(here.school):
        rows = list(Event.objects.order_by("seq").select_related("pupil"))
        call = HelpCall.objects.get()
    assert [row.pupil.given for row in rows] == ["Amara", "Chloe"]
    assert sorted(row.happened_at for row in rows) == [row.happened_at for row in rows]
    assert all(row.device_at is not None and row.happened_at >= MOMENT - timedelta(seconds=5) for row in rows)
    assert (call.lesson_id, call.device_id is not None) == (here.lesson.pk, True)
    page.reload()
    expect(page.locator(".kept")).to_have_count(0)


def test_the_steps_open_from_a_cold_start(open_page: OpenPage, cast: Cast, take_picture: TakePicture) -> None:
    school = cast.next_door
    online = enter(open_page("phone", "/offline/"), school, "/now/")
    ready(online)
    address = f"/steps/{school.lesson.pk}/{school.pupil.pk}/"
    page = cold(online, address)
    expect(page.locator(".kept")).to_contain_text("no network")
    page.get_by_role("button", name="A nudge").filter(visible=True).first.click()
    expect(page.locator("[data-queue]").first).to_contain_text("1 waiting")
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.locator('[data-go="1"]')).to_have_class("is-done")
    take_picture(again, "offline-steps-phone")
    expect(again.locator(".kept")).to_contain_text("sent when the network is back")
    back(again)
    expect(again.get_by_text("What you record is sent at once.")).to_be_visible()
    with in_school(school.school):
        assert [event.kind for event in Event.objects.all()] == ["ladder_step"]


def test_what_is_refused_says_what_to_do_and_stays(open_page: OpenPage, here: SchoolCast) -> None:
    page = enter(open_page("phone", "/offline/", service_workers="block"), here, f"/class/{here.lesson.pk}/")
    page.route(
        "**/record/", lambda route: route.fulfill(status=409, json={"message": "Recorded before otherwise."})
    )
    page.locator(".tile", has_text="Ben").click()
    page.locator("[data-tray] .opt-praise").first.click()
    page.locator("[data-queue]").first.click()
    sheet = page.locator("#queue-sheet")
    expect(sheet).to_contain_text("Recorded before otherwise.")
    expect(sheet).to_contain_text("record it again as it should be")
    assert (
        sheet.get_by_role("link", name="the pupil’s page").get_attribute("href")
        == f"/pupils/{here.pupils[1].pk}/"
    )
    page.reload()
    expect(page.locator("[data-queue]").first).to_contain_text("1 to look at")


def test_signing_out_warns_seals_what_waits_and_forgets_the_pages(
    open_page: OpenPage, here: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = enter(open_page("phone", "/offline/"), here, "/now/")
    ready(page)
    page.goto(f"/class/{here.lesson.pk}/")
    page.route("**/record/", lambda route: route.abort())
    page.locator(".tile", has_text="Ben").click()
    page.locator("[data-tray] .opt-praise").first.click()
    expect(page.locator("[data-queue]").first).to_contain_text("1 waiting")
    page.mouse.move(0, 0)  # a toast stays for as long as the pointer is on it, and lies over the bar
    expect(page.locator("[data-toasts] > *")).to_have_count(0)
    page.get_by_role("link", name="More").click()
    page.get_by_role("button", name="Sign out").filter(visible=True).click()
    expect(page.locator("#leave-sheet")).to_contain_text("1 record has not been sent.")
    check_accessibility(page)
    take_picture(page, "offline-sign-out-phone")
    page.get_by_role("button", name="Sign out and leave them here").click()
    page.wait_for_url("**/sign-in/**")
    until(page, NOTHING_KEPT)
    (record,) = page.evaluate(STORED)
    assert record["names"] == ""
    assert "body" not in record
    enter(page, here, "/now/", "other")
    page.wait_for_timeout(1500)
    page.unroute("**/record/")
    with in_school(here.school):
        assert not Event.objects.exists()
    enter(page, here, "/now/")
    until(page, NOTHING_WAITS)
    with in_school(here.school):
        assert [event.pupil.given for event in Event.objects.all()] == ["Ben"]


def test_a_lock_hides_names_and_opens_by_the_pin_with_and_without_a_network(
    open_page: OpenPage,
    here: SchoolCast,
    pin: str,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
) -> None:
    online = enter(open_page("phone", "/offline/"), here, "/now/")
    ready(online)
    online.goto(f"/class/{here.lesson.pk}/")
    online.evaluate("localStorage.setItem('evenhand-seen', String(Date.now() - 301000))")
    cover = online.locator("[data-lock]")
    expect(cover).to_be_visible()
    expect(online.get_by_text("Amara").filter(visible=True)).to_have_count(0)
    expect(online).to_have_title("Locked")
    check_accessibility(online)
    take_picture(online, "lock-phone")
    online.reload()
    expect(cover).to_be_visible()
    online.get_by_label("Your PIN").fill("1111")
    online.get_by_role("button", name="Open").click()
    expect(cover).to_contain_text("4 more tries")
    online.get_by_label("Your PIN").fill(pin)
    online.get_by_role("button", name="Open").click()
    expect(cover).to_be_hidden()
    expect(online.locator(".tile", has_text="Amara")).to_be_visible()
    online.evaluate("localStorage.setItem('evenhand-seen', String(Date.now() - 301000))")
    page = cold(online)
    expect(page.locator("[data-lock]")).to_be_visible()
    page.get_by_label("Your PIN").fill(pin)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("[data-lock]")).to_be_hidden()
    page.get_by_role("link", name="More").click()
    page.get_by_role("button", name="Lock this device now").filter(visible=True).click()
    for left in ("4 more", "3 more", "2 more", "One more", "Sign in again"):
        page.get_by_label("Your PIN").fill("9999")
        page.get_by_role("button", name="Open").click()
        expect(page.locator("[data-lock]")).to_contain_text(left)
    until(page, NOTHING_KEPT)
    page.context.set_offline(False)
    page.get_by_role("button", name="Sign in again").click()
    page.wait_for_url("**/sign-in/**")
