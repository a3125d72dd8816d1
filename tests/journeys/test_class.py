"""A teacher's lesson: award five, warn one, the second act is a referral; by keyboard, in the dark, without a network."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from evenhand.apps.conduct.models import Event, SeatingPlan
from evenhand.apps.people.models import Pupil
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests import classroom
from tests.cast import TODAY, SchoolCast
from tests.classroom import LONG, agree, one, seat_more, send
from tests.journeys.conftest import PATIENCE_MS, CheckAccessibility, Complaints, OpenPage, TakePicture
from tests.journeys.devices import ready
from tests.journeys.signing_in import signed_in

NAMES = (
    "Dev", "Ella", "Farah", "Gwen", "Hamza", "Ines", "Jude", "Kwame", "Lena", "Mei", "Noor", "Otis", "Priya",
    "Quinn", "Rosa", "Sami", "Tomasz", "Uma", "Vera", "Wale", "Xin", "Yusra", "Zofia", LONG, "يوسف",
)  # fmt: skip


@pytest.fixture
def room(live_server: object, here: SchoolCast) -> SchoolCast:
    """A class of twenty-eight in rows of six; the second pupil has an agreed adjustment."""
    everybody = seat_more(here, *NAMES)
    agree(here, everybody[1], words="Ten seconds to process, then the instruction again, one to one.")
    with in_school(here.school):
        seats = {str(pupil.pk): list(divmod(n, 6)) for n, pupil in enumerate(everybody)}
        SeatingPlan.objects.create(school=here.school, group=here.groups[8], seats=seats, valid_from=TODAY)
    return here


def events(cast: SchoolCast) -> list[tuple[str, str]]:
    with in_school(cast.school):
        return list(Event.objects.order_by("seq").values_list("pupil__given", "kind"))


def arrived(page: Page, cast: SchoolCast, many: int) -> None:
    """So many records and no more have arrived: a tap is kept on the device a moment after it."""
    for _ in range(PATIENCE_MS // 200):
        if len(events(cast)) >= many:
            break
        page.wait_for_timeout(200)
    page.wait_for_timeout(400)
    assert len(events(cast)) == many


@pytest.mark.covers("STAR-25")
def test_award_five_warn_one_and_the_second_is_a_referral(
    open_page: OpenPage,
    room: SchoolCast,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
) -> None:
    page = signed_in(
        open_page, room, "teacher", "tablet", f"/class/{room.lesson.pk}/", service_workers="allow"
    )
    check_accessibility(page)
    for name in ("Amara", "Chloe", "Dev", "Ella", "Farah"):
        page.locator(".tile", has_text=name).click()
    take_picture(page, "class-tablet-selected")
    page.locator("[data-tray] .opt-praise").first.click()
    expect(page.locator("[data-toasts]")).to_contain_text("for Amara, Chloe, Dev, Ella and Farah")
    expect(page.locator(".tile", has_text="Farah").locator(".mark-praise")).to_contain_text("1")
    for many, ordinal in enumerate(("first in this lesson, a warning", "second in this lesson, referral"), 6):
        page.locator(".tile", has_text="Amara").click()
        page.get_by_role("button", name="Calling out").click()
        expect(page.locator("[data-follow-lines]")).to_contain_text(ordinal)
        check_accessibility(page)
        take_picture(page, f"class-tablet-{ordinal.split()[0]}")
        page.get_by_role("button", name="Record calling out").click()
        expect(page.locator("[data-queue]").first).to_be_hidden()
        expect(page.locator(".tile", has_text="Amara").locator(".mark-warning")).to_be_visible()
        arrived(page, room, many)
    assert events(room)[5:] == [("Amara", "concern"), ("Amara", "concern")]
    with in_school(room.school):
        assert Stay.objects.get().pupil.given == "Amara"
    expect(page.locator(".tile", has_text="Amara")).to_have_class(re.compile("tile-away"))


@pytest.mark.covers("STAR-90", "STAR-T1b")
def test_what_is_missing_is_said_and_nothing_is_greyed_out(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, room, "teacher", "phone", f"/class/{room.lesson.pk}/")
    page.locator(".tile", has_text="Ben").click()
    page.get_by_role("button", name="All 16 in the policy").click()
    page.get_by_role("button", name="Arriving 4 or more minutes late").click()
    decide = page.locator("[data-do=decide]")
    decide.click()
    missing = page.locator("[data-missing]")
    expect(missing).to_contain_text("Minutes late: say this first.")
    expect(missing).to_contain_text("Say whether Ben’s adjustment was given.")
    page.locator("[data-follow] [data-detail=minutes_late] input").fill("3")
    expect(missing).to_contain_text("Not available. Minutes late: at least 4")
    expect(missing).to_contain_text("¶ T1")
    take_picture(page, "class-phone-missing")
    check_accessibility(page)
    page.locator("[data-follow] [data-detail=minutes_late] input").fill("4")
    page.locator("[data-follow] [data-detail=note_shown]").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Not this time").click()
    decide.click()
    expect(missing).to_contain_text("Say why not, for Ben.")
    page.get_by_label("Why not this time").fill("Fire drill")
    decide.click()
    expect(page.locator("[data-toasts]")).to_contain_text("for Ben")
    arrived(page, room, 1)
    assert events(room) == [("Ben", "concern")]


def test_a_whole_class_is_only_praised(open_page: OpenPage, room: SchoolCast) -> None:
    page = signed_in(open_page, room, "teacher", "desktop", f"/class/{room.lesson.pk}/")
    page.get_by_role("button", name="Whole class").click()
    expect(page.locator("[data-not-whole]")).to_contain_text("cannot be recorded for a whole class")
    expect(page.locator("[data-concern-list]")).to_be_hidden()
    page.locator("[data-tray] .opt-praise").nth(1).click()
    expect(page.locator("[data-queue]").first).to_be_hidden()
    arrived(page, room, 28)


def test_keyboard_alone_in_the_dark(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, room, "teacher", "desktop", f"/class/{room.lesson.pk}/", color_scheme="dark")
    page.locator(".tile").first.focus()
    press = page.keyboard.press
    press("Space")
    press("Shift+ArrowRight")
    expect(page.locator("[data-picked]")).to_have_text("Amara and Ben")
    press("Escape")
    press("ArrowDown")
    press("Space")
    expect(page.locator("[data-picked]")).to_have_text("Hamza")
    check_accessibility(page)
    take_picture(page, "class-desktop-dark")
    press("1")
    expect(page.locator("[data-toasts]")).to_contain_text("for Hamza")
    expect(page.locator("[data-queue]").first).to_be_hidden()
    press("u")
    expect(page.locator("[data-toasts]")).to_contain_text("Undone")
    expect(page.locator(".tile", has_text="Hamza").locator(".mark-praise")).to_have_count(0)
    arrived(page, room, 2)
    assert events(room) == [("Hamza", "achievement"), ("Hamza", "void")]
    press("?")
    expect(page.locator("#keys-sheet")).to_contain_text("Hide names")
    press("Escape")
    press("h")
    expect(page.locator(".projected")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Hamza")
    check_accessibility(page)
    take_picture(page, "projected-desktop-dark")


def test_a_tap_without_a_network_survives_a_reload_and_is_one_event(
    open_page: OpenPage, room: SchoolCast, complaints: Complaints
) -> None:
    page = signed_in(
        open_page, room, "teacher", "tablet", f"/class/{room.lesson.pk}/", service_workers="allow"
    )
    ready(page)
    page.reload()
    page.context.set_offline(True)
    page.locator(".tile", has_text="Chloe").click()
    page.locator("[data-tray] .opt-praise").first.click()
    expect(page.locator("[data-queue]").first).to_contain_text("1 waiting")
    expect(page.locator(".tile", has_text="Chloe").locator(".mark-queued")).to_be_visible()
    page.reload()
    expect(page.locator(".tile", has_text="Chloe").locator(".mark-queued")).to_be_visible()
    expect(page.locator("[data-stamp]")).to_contain_text("as of 11:32")
    assert events(room) == []
    page.context.set_offline(False)
    expect(page.locator("[data-queue]").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(page, room, 1)
    assert events(room) == [("Chloe", "achievement")]


def test_another_adults_warning_in_between_is_shown_as_a_difference(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture
) -> None:
    page = signed_in(open_page, room, "teacher", "tablet", f"/class/{room.lesson.pk}/")
    page.locator(".tile", has_text="Dev").click()
    page.get_by_role("button", name="Calling out").click()
    expect(page.locator("[data-follow-lines]")).to_contain_text("first in this lesson")
    with in_school(room.school):
        dev = Pupil.objects.get(given="Dev")
    assert (
        send(classroom.signed_in(room, "head_of_year"), one(room, "concern", "DIS-04", dev)).status_code
        == 200
    )
    page.get_by_role("button", name="Record calling out").click()
    banner = page.locator("[data-differences]")
    expect(banner).to_contain_text("decided a referral")
    expect(banner).to_contain_text("first in this lesson, a warning")
    take_picture(page, "class-tablet-difference")


@pytest.mark.covers("STAR-153b", "STAR-154c")
def test_duty_staff_ask_and_the_leader_confirms(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, room, "tutor", "phone", "/find/")
    page.get_by_label("Name, year or form").fill("ama")
    check_accessibility(page)
    page.get_by_role("link", name="Amara Year8").click()
    page.get_by_role("button", name="Red line").click()
    page.locator("[data-acts=red_line] [data-act]").first.click()
    expect(page.locator("[data-follow-lines]")).to_contain_text("will be asked for a referral")
    page.locator("[data-do=decide]").click()
    expect(page.locator("[data-missing]")).to_contain_text("Say where it happened.")
    expect(page.get_by_label("Where it happened")).to_be_focused()
    page.get_by_label("Where it happened").fill("Dining hall")
    check_accessibility(page)
    take_picture(page, "corridor-phone")
    page.locator("[data-do=decide]").click()
    arrived(page, room, 1)
    with in_school(room.school):
        assert Stay.objects.count() == 0
    # Whoever is on duty stands there still: the place of the next pupil is filled in.
    page.reload()
    page.get_by_role("button", name="Red line").click()
    page.locator("[data-acts=red_line] [data-act]").first.click()
    expect(page.get_by_label("Where it happened")).to_have_value("Dining hall")
    leader = signed_in(open_page, room, "duty_leader", "phone", "/requests/")
    check_accessibility(leader)
    take_picture(leader, "requests-phone")
    leader.get_by_role("button", name="Confirm").click()
    expect(leader.locator("main")).to_contain_text("No requests wait")
    with in_school(room.school):
        stay, asked = Stay.objects.get(), Event.objects.order_by("seq")
        assert (asked[0].recorded_by, asked[1].recorded_by) == (room.user("tutor"), room.user("duty_leader"))
        assert stay.pupil.given == "Amara"


def test_the_start_page_and_ones_own_balance(
    open_page: OpenPage, room: SchoolCast, take_picture: TakePicture, check_accessibility: CheckAccessibility
) -> None:
    page = signed_in(open_page, room, "duty_leader", "phone", "/now/")
    for size, path in (("phone", "/now/"), ("desktop", "/me/"), ("desktop", f"/praise/{room.pupil.pk}/")):
        page = signed_in(open_page, room, "teacher", size, path)
        check_accessibility(page)
        take_picture(page, f"start-{path.split('/')[1]}-{size}")
    page = signed_in(open_page, room, "teacher", "phone", f"/class/{room.lesson.pk}/")
    page.get_by_role("button", name="Help now").click()
    expect(page.locator("[data-toasts]")).to_contain_text("Help was called at 11:32.")


def test_without_script_the_same_form_records(open_page: OpenPage, room: SchoolCast) -> None:
    path = f"/class/{room.lesson.pk}/"
    page = signed_in(open_page, room, "teacher", "tablet", path, java_script_enabled=False)
    page.get_by_role("checkbox", name="Chloe Year8").check()
    page.locator("#plain-act").select_option(label="Calling out")
    page.get_by_role("button", name="Record, or see what will follow").click()
    expect(page.locator("h1")).to_have_text("Calling out: what will follow")
    page.get_by_role("button", name="Record calling out for 1").click()
    assert events(room) == [("Chloe", "concern")]
