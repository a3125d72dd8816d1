"""Journey (d): the same hand goes through the steps of an advisory ladder, with praise, give-back, radio and repair."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import ClockShift
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast, build_cast
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, looks, press
from tests.web.steps.flow import NINE_FIFTEEN, Hand

pytestmark = pytest.mark.django_db(transaction=True)
CHANGE = "Hand up, then wait"


@pytest.fixture
def school(live_server: object) -> SchoolCast:
    """The special school; its clock starts at a quarter past nine of the stated day and goes on."""
    seconds = int((NINE_FIFTEEN - datetime.now(UTC)).total_seconds())
    ClockShift.objects.create(seconds=seconds)
    clock.forget_shift()
    return build_cast().next_door


@pytest.fixture
def hand(school: SchoolCast) -> Hand:
    made = Hand(school)
    made.praised(1, "Helped Amir with the paint")
    made.praised(4, "Waited for the swing")
    made.agree("repeat_caution", 1, "Ten seconds before an answer is wanted")
    return made


def opened(open_page: OpenPage, hand: Hand, size: str = "phone", **options: object) -> Page:
    """The page of the pupil, with the teacher signed in on that device."""
    held = hand.client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: held, settings.CSRF_COOKIE_NAME: "k" * 32}
    page = open_page(size, None, cookies=cookies, **options)
    page.goto(hand.address)
    return page


def choose(page: Page, phrase: str, label: str) -> None:
    """Tap a coloured phrase and choose from its list."""
    page.locator(f'[data-card]:not([hidden]) [data-pick="{phrase}"]').first.click()
    page.locator(f"#pick-{phrase}").get_by_label(label, exact=False).first.click()


def say_change(page: Page, words: str) -> None:
    page.locator('[data-pick="change"]:visible').first.click()
    page.get_by_label("In the words Amara is told").fill(words)
    page.locator("#pick-change").get_by_role("button", name="Done").click()


def sent(page: Page, hand: Hand, count: int, kind: str = "ladder_step") -> None:
    """So many acts at least have arrived, and everything on the device has gone: a tap is stored a moment after it."""
    for _ in range(300):
        left = page.evaluate("async () => (await (await import('/static/js/store.js')).all()).length")
        if left == 0 and len(hand.events(kind=kind)) >= count:
            return
        page.wait_for_timeout(150)
    raise AssertionError("records are still waiting on the device")


@pytest.mark.covers("INF-SS-31")
def test_through_all_steps(open_page: OpenPage, hand: Hand, take_picture: TakePicture) -> None:
    page = opened(open_page, hand)
    press(page, "Gentle reminder")
    press(page, "Carried on")
    choose(page, "act", "Calling out")
    choose(page, "rule", "Safe")
    expect(page.locator('[data-card="2"] .stems')).to_contain_text(
        "Amara, here at Alder one word counts just now: safe"
    )
    press(page, "Record caution")
    expect(page.locator('[data-doing="2"] [data-take]')).to_be_visible()
    press(page, "Joined in")
    praise = page.get_by_role("heading", name="Say what went well")
    expect(praise).to_be_visible()
    page.locator("[data-praise] button[name=praise]").first.click()
    expect(praise).to_be_hidden()
    expect(page.locator('[data-card="3"]')).to_be_visible()
    sent(page, hand, 2)
    say_change(page, CHANGE)
    page.get_by_text("5 min", exact=True).click()
    expect(page.locator('[data-card="3"] .stems')).to_contain_text("give-back time at break, 5 minutes")
    expect(page.locator('[data-card="3"] .stems')).to_contain_text("hand up, then wait")
    take_picture(page, "steps-3-phone")
    press(page, "Record reminder")
    press(page, "Carried on")
    press(page, "Record consequence")
    press(page, "Carried on")
    page.get_by_label("Parallel classroom").check()
    page.get_by_label("Who receives Amara").fill("Ms N. Tutor")
    take_picture(page, "steps-5-phone")
    press(page, "Record time out")
    call = page.locator('[data-call="radio"]')
    expect(call).to_be_visible()
    call.get_by_role("button", name="Called now").click()
    expect(call).to_contain_text("Called 09:")
    press(page, "Joined in")
    sent(page, hand, 9)
    with in_school(hand.school.school):
        assert [row.minutes for row in OwedTime.objects.filter(pupil=hand.pupil)] == [5]
        assert Task.objects.filter(pupil=hand.pupil, kind="restorative", status="open").count() == 1
        assert Task.objects.get(pupil=hand.pupil, kind="radio").status == "done"
    kinds = [event.details.get("step") for event in hand.events(kind="ladder_step", about="")]
    assert kinds == [1, 2, 3, 4, 5]


@pytest.mark.covers("INF-SS-12")
def test_six_stems_fit_a_phone_without_scrolling(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    page.locator('[data-go="3"]').click()
    choose(page, "act", "Calling out")
    say_change(page, CHANGE)
    page.evaluate("scrollTo(0, 0)")
    stems = page.locator('[data-card="3"] .stems > li')
    expect(stems).to_have_count(6)
    nav = page.locator(".nav").bounding_box()
    last = stems.last.bounding_box()
    assert nav is not None
    assert last is not None
    assert last["y"] + last["height"] <= nav["y"]


@pytest.mark.covers("INF-SS-2")
def test_skipping_forward_asks_for_a_few_words(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    page.locator('[data-go="4"]').click()
    choose(page, "act", "Calling out")
    say_change(page, CHANGE)
    press(page, "Record consequence")
    expect(page.get_by_text("Say in a few words why")).to_be_visible()
    page.get_by_label("Why this step now").filter(visible=True).fill("Others were hit")
    press(page, "Record consequence")
    expect(page.get_by_role("button", name="Joined in").filter(visible=True)).to_be_visible()
    sent(page, hand, 1)
    assert hand.events()[-1].said("reason") == "Others were hit"


@pytest.mark.covers("INF-SS-10")
def test_when_take_up_time_is_over_nothing_follows_by_itself(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    page.clock.install()
    page.reload()
    page.locator('[data-go="2"]').click()
    choose(page, "act", "Calling out")
    page.get_by_label("Why this step now").filter(visible=True).fill("Seen before")
    press(page, "Record caution")
    take = page.locator('[data-doing="2"] [data-take]')
    # Running, not only shown: the timer starts a moment after the record is kept on the device.
    expect(take).to_contain_text(re.compile(r"5\d"))
    page.clock.fast_forward(61_000)
    expect(take).to_contain_text("The time is up")
    expect(page.locator('[data-card="2"]')).to_be_visible()
    sent(page, hand, 1)
    assert [event.details.get("step") for event in hand.events(kind="ladder_step")] == [2]


@pytest.mark.covers("INF-SS-32", "INF-SS-21")
def test_without_a_network_steps_and_the_call_keep_order_and_time(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    page.context.set_offline(True)
    page.locator('[data-go="5"]').click()
    page.locator('[data-go="1"]').click()
    press(page, "A nudge")
    press(page, "Carried on")
    choose(page, "act", "Calling out")
    page.locator('[data-go="5"]').click()
    say_change(page, CHANGE)
    page.get_by_label("Parallel classroom").check()
    page.get_by_label("Who receives Amara").fill("Ms N. Tutor")
    page.get_by_label("Why this step now").filter(visible=True).fill("Others were hit")
    press(page, "Record time out")
    page.locator('[data-call="radio"]').get_by_role("button", name="Called now").click()
    assert hand.events(kind="ladder_step") == []
    page.wait_for_timeout(1200)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page, hand, 1, "call")
    rows = [event for event in hand.events() if event.kind != "achievement"]
    assert [(row.kind, row.details.get("step")) for row in rows] == [
        ("ladder_step", 1), ("ladder_step", None), ("ladder_step", 5), ("call", None),
    ]  # fmt: skip
    assert sorted(row.happened_at for row in rows) == [row.happened_at for row in rows]
    assert all(row.device_at is not None and row.recorded_at > row.happened_at for row in rows)


def test_a_step_and_what_came_of_it_are_undone_at_once(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    first = page.locator('[data-go="1"]')
    press(page, "Gentle reminder")
    expect(first).to_contain_text("done")
    last, toast = (page.locator(one) for one in ('[data-doing="1"] [data-after]', ".toast"))
    for box in (last, toast):
        expect(box).to_be_visible()
    page.evaluate("for (const one of document.getAnimations()) one.finish()")
    here, over = last.bounding_box(), toast.bounding_box()
    assert here is not None
    assert over is not None
    assert here["y"] + here["height"] <= over["y"]
    press(page, "Carried on")
    expect(page.locator('[data-card="2"]')).to_be_visible()
    press(page, "Undo")
    expect(page.locator('[data-card="1"]')).to_be_visible()
    expect(page.get_by_role("button", name="Carried on").filter(visible=True)).to_be_visible()
    press(page, "Joined in")
    press(page, "Undo")
    expect(page.get_by_role("button", name="Carried on").filter(visible=True)).to_be_visible()
    sent(page, hand, 3)
    page.reload()
    expect(page.get_by_role("button", name="Carried on").filter(visible=True)).to_be_visible()
    page.context.set_offline(True)
    press(page, "Needs it again")
    press(page, "Undo")
    expect(page.get_by_text("Undone: Needs it again")).to_be_visible()
    press(page, "Carried on")
    choose(page, "act", "Calling out")
    press(page, "Record caution")
    expect(page.locator('[data-go="2"]')).to_contain_text("done")
    press(page, "Undo")
    expect(page.locator('[data-go="2"]')).not_to_contain_text("done")
    expect(page.get_by_role("button", name="Record caution")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page, hand, 4)
    gone = {row.about for row in hand.events(kind="void")}
    stand = [row.details for row in hand.events(kind="ladder_step") if str(row.pk) not in gone]
    assert [(one.get("step"), one.get("outcome")) for one in stand] == [(1, None), (None, "continued")]
    assert len(gone) >= 2


def test_every_step_is_accessible(
    open_page: OpenPage, hand: Hand, check_accessibility: CheckAccessibility, take_picture: TakePicture
) -> None:
    page = opened(open_page, hand)
    for position in range(1, 7):
        page.locator(f'[data-go="{position}"]').click()
        for look in looks(page):
            check_accessibility(page)
            take_picture(page, f"steps-{look}-{position}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, look


def test_by_keyboard_alone(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand, "desktop")
    page.locator('[data-go="2"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#s2-head")).to_be_focused()
    page.locator('[data-card="2"] [data-pick="act"]').focus()
    page.keyboard.press("Enter")
    page.locator("#pick-act input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator('[data-card="2"] [data-pick="act"]')).to_be_focused()
    page.get_by_label("Why this step now").filter(visible=True).focus()
    page.keyboard.type("Seen before")
    page.get_by_role("button", name="Record caution").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Joined in").filter(visible=True)).to_be_visible()
    sent(page, hand, 1)
    assert len(hand.events(kind="ladder_step")) == 1


@pytest.mark.covers("INF-SS-8")
def test_one_tap_hides_the_page_and_its_title(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    page.get_by_role("button", name="Hide this page").click()
    expect(page.get_by_text("Amara").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("navigation", name="Six steps")).not_to_be_visible()
    expect(page).not_to_have_title(re.compile("step"))
    page.get_by_role("button", name="Show it again").click()
    expect(page.get_by_role("heading", name="Amara Year8")).to_be_visible()


def test_a_record_that_is_refused_is_said_and_does_not_count(open_page: OpenPage, hand: Hand) -> None:
    page = opened(open_page, hand)
    with page.expect_response("**/record/"):
        press(page, "A nudge")
    with in_school(hand.school.school):
        assert Event.objects.filter(kind="ladder_step").count() == 1
    page.route("**/record/", lambda route: route.fulfill(status=422, json={"message": "Not today."}))
    press(page, "Carried on")
    expect(page.locator("[data-refused]")).to_contain_text("Not today.")
