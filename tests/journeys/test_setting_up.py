"""An administrator sets a school up from nothing, imports its roster, and its first lesson is recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from evenhand.apps.access.first import first_code
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Enrolment, Group, Pupil
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, PASSWORD
from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, looks
from tests.journeys.test_gallery import TOO_SMALL

ROSTER = Path(__file__).resolve().parents[1] / "data" / "roster-sds-uk" / "100_Users"
NAME = "Contoso High School"
SOURCE_ID = "10001"
PAGES = (
    "/setup/",
    "/setup/school/",
    "/setup/policy/",
    "/setup/year/",
    "/setup/bells/",
    "/setup/people/",
    "/setup/forms/",
    "/setup/classes/",
    "/import/",
    "/import/timetable/",
)
RECORD = """async ([pupil, lesson]) => {
  const { uuid7 } = await import("/static/js/uuid7.js");
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const record = { id: uuid7(), kind: "achievement", pupil, lesson, where: "lesson", code: "CODE" };
  const answer = await fetch("/record/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ records: [record] }),
  });
  return [answer.status, await answer.text()];
}"""


def begin(page: Page) -> None:
    """The first account, by the code that the server printed."""
    page.goto("/setup/first/")
    page.get_by_label("Code").fill(first_code())
    page.get_by_label("Your name").fill("Ruta Kazlauskas")
    page.get_by_label("Your email address").fill("ruta@contoso.example")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("Name of the school").fill(NAME)
    page.get_by_role("button", name="Make the account and the school").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Set up {NAME}")


def adopt(page: Page, pack: str) -> None:
    page.goto("/setup/policy/")
    page.locator(f"input[name=pack][value={pack}]").check()
    page.get_by_label("Why, or who decided it").fill("The trust's board")
    page.get_by_role("button", name="Adopt this policy").click()
    expect(page.locator("#policy")).to_contain_text("from 1 September 2026")


def year(page: Page) -> None:
    page.goto("/setup/year/")
    page.get_by_role("link", name="2026-27, three terms in six half-terms").click()
    page.get_by_role("button", name="Add a day").click()
    last = page.locator("fieldset", has=page.get_by_text("Closure", exact=False)).last
    last.get_by_label("Date").fill("2026-11-27")
    page.get_by_role("button", name="Save the year").click()
    expect(page.locator("#year")).to_contain_text("1 for training")


def bells(page: Page) -> None:
    page.goto("/setup/bells/")
    page.get_by_label("It repeats after").select_option("2")
    page.get_by_role("button", name="Save bells and cycle").click()
    expect(page.locator("#bells")).to_contain_text("two-week cycle")


def roster(page: Page) -> None:
    page.goto("/import/")
    page.get_by_label("Files").set_input_files(sorted(ROSTER.glob("*.csv")))
    page.get_by_role("button", name="Look at what would change").click()
    page.get_by_label("2026-27").check()
    page.get_by_role("button", name="Look again with these answers").click()
    expect(page.get_by_role("row", name="Pupils")).to_contain_text("60")
    page.get_by_role("button", name="Apply these changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The roster is in")


def timetable(page: Page, folder: Path) -> None:
    file = folder / "timetable.csv"
    lines = [f"11001,A2,{period},12,14001" for period in ("P1", "P2", "P3", "P4")]
    file.write_text("\n".join(["group,cycle_day,period,room,staff", *lines]) + "\n")
    page.goto("/import/timetable/")
    page.get_by_label("Timetable").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("From which day").fill("2026-09-01")
    page.get_by_role("button", name="Let it hold from that day").click()
    expect(page.locator("#timetable")).to_contain_text("4 lessons in the cycle")


def invited(page: Page) -> str:
    """The one-time link of the teacher of the first class."""
    page.goto("/setup/people/")
    page.get_by_role("link", name="Invite C. Beane").click()
    page.get_by_label("Email address").fill("craig@contoso.example")
    page.get_by_role("button", name="Make the invitation").click()
    return page.locator(".link-once").inner_text()


def join(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.locator("#id_login").fill("craig@contoso.example")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


@pytest.mark.django_db(transaction=True)
def test_from_nothing_to_the_first_record(
    open_page: OpenPage,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
    tmp_path: Path,
) -> None:
    with time_machine.travel(MOMENT, tick=True):
        clock.forget_shift()
        page = open_page("desktop", None, service_workers="block")
        begin(page)
        take_picture(page, "setup-begun")
        adopt(page, "star_binary")
        year(page)
        bells(page)
        roster(page)
        timetable(page, tmp_path)
        take_picture(page, "setup-after-roster")
        fits_every_device(page, open_page, check_accessibility, take_picture)
        link = invited(page)
        take_picture(page, "setup-people")
        teacher = open_page("phone", None, service_workers="block")
        join(teacher, link)
        school = School.objects.get()
        with in_school(school):
            pupil = Enrolment.objects.filter(group__source_id="11001").order_by("pk")[0].pupil
            lesson = LessonOccurrence.objects.filter(group__source_id="11001", period="P3").first()
            assert Pupil.objects.count() == 60
            assert Group.objects.count() == 14
        teacher.goto("/class/")
        take_picture(teacher, "setup-first-class")
        with in_school(school):
            lesson = lesson or LessonOccurrence.objects.get(
                group__source_id="11001", period="P3", day=MOMENT.date()
            )
        status, text = teacher.evaluate(RECORD.replace("CODE", praise_code()), [pupil.pk, lesson.pk])
        assert status == 200, text
        assert json.loads(text)["recorded"][0]["pupil"] == pupil.pk
        with in_school(school):
            assert Event.objects.get().pupil_id == pupil.pk


def fits_every_device(
    page: Page, open_page: OpenPage, check: CheckAccessibility, take_picture: TakePicture
) -> None:
    """Each page passes axe and fits its width at three sizes, light and dark; nothing to tap is small."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    other = open_page("phone", None, cookies=cookies, service_workers="block")
    for name in PAGES:
        other.goto(name)
        for look in looks(other, "phone-light", "tablet-dark", "desktop-light"):
            check(other)
            assert other.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, look)
            assert other.evaluate(TOO_SMALL) == [], (name, look)
            take_picture(other, f"setup-{name.strip('/').replace('/', '-')}-{look}")


def praise_code() -> str:
    """The code of an achievement of the adopted policy."""
    from evenhand.apps.policy.selectors import pack

    chosen = pack("star_binary")
    groups = {key for key, group in chosen.groups.items() if group.kind == "achievement"}
    return next(code for code, item in chosen.items.items() if item.group in groups)
