"""The start, finding a pupil, and recording outside lessons."""

from __future__ import annotations

import pytest
import time_machine

from evenhand.apps.conduct.models import Event
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import one, page_data, seat_more, send, signed_in

BREAK = MOMENT.replace(hour=11, minute=0)


def test_the_front_door_leads_to_the_lesson_that_runs(here: SchoolCast) -> None:
    assert signed_in(here).get("/").headers["Location"] == f"/class/{here.lesson.pk}/"
    assert signed_in(here, "office").get("/").headers["Location"] == "/now/"


def test_the_start_shows_todays_lessons_and_only_the_ways_that_are_open(here: SchoolCast) -> None:
    html = signed_in(here).get("/now/").content.decode()
    assert html.count(f'href="/class/{here.lesson.pk}/"') == 2
    assert "/requests/" not in html
    assert "11:10 to 12:10" in html
    governor = signed_in(here, "governor").get("/now/").content.decode()
    assert "You have no lessons" in governor
    assert 'class="grow way" href="/policy/"' in governor
    assert 'class="grow way" href="/find/"' not in governor


def test_between_lessons_the_next_one_is_named(here: SchoolCast) -> None:
    with time_machine.travel(BREAK):
        assert "<h1>Next: 8R Sci</h1>" in signed_in(here).get("/now/").content.decode()
    with time_machine.travel(MOMENT.replace(hour=18)):
        assert "No more lessons today" in signed_in(here).get("/now/").content.decode()


def test_who_covers_may_choose_another_class(here: SchoolCast) -> None:
    assert f"/class/{here.lesson.pk}/" in signed_in(here, "senior_leader").get("/now/").content.decode()
    assert "Another class" not in signed_in(here, "other").get("/now/").content.decode()


@pytest.mark.parametrize("text", ["ama", "amara y", "8r ama", "year 8 amara", "AMÁRA"])
def test_a_pupil_is_found_by_name_year_or_form(here: SchoolCast, text: str) -> None:
    html = signed_in(here, "tutor").get("/find/", {"q": text, "part": "1"}).content.decode()
    assert f'href="/find/{here.pupil.pk}/"' in html
    assert "<html" not in html


def test_finding_says_when_nobody_is_there_and_shows_nobody_next_door(
    here: SchoolCast, next_door: SchoolCast
) -> None:
    client = signed_in(here, "tutor")
    assert "Nobody by that name" in client.get("/find/?q=zzz").content.decode()
    assert f"/find/{next_door.pupil.pk}/" not in client.get("/find/?q=amara").content.decode()
    assert client.get(f"/find/{next_door.pupil.pk}/").status_code == 404


@pytest.mark.covers("STAR-153a")
def test_duty_staff_record_one_warning_against_the_slot(here: SchoolCast) -> None:
    client = signed_in(here, "tutor")
    with time_machine.travel(BREAK, tick=False):
        data = page_data(client.get(f"/find/{here.pupil.pk}/"))
        words = data["outcomes"][data["by"][str(here.pupil.pk)][data["acts"]["DIS-04"]["as"]]]
        assert words["before"] == "first in this social time, a warning"
        record = one(here, "concern", "DIS-04", lesson=None, where="out_of_class", place="Yard")
        answer = send(client, record).json()["recorded"][0]
        assert (answer["step"]["id"], answer["step"]["request"]) == ("warning", False)
        with in_school(here.school):
            event = Event.objects.get()
        assert (event.scope, event.place) == ("2026-11-17/BREAK/out_of_class", "Yard")
        state = client.get(f"/find/{here.pupil.pk}/state/").json()
        assert state["marks"][str(here.pupil.pk)]["warnings"] == "one warning this social time"


@pytest.mark.covers("STAR-154a")
def test_a_red_line_out_of_class_becomes_a_request_without_a_warning(here: SchoolCast) -> None:
    client = signed_in(here, "tutor")
    data = page_data(client.get(f"/find/{here.pupil.pk}/"))
    words = data["outcomes"][data["by"][str(here.pupil.pk)][data["acts"]["RED-01"]["as"]]]
    assert words["request"] is True
    assert words["outcome"].startswith("Ms N. DutyLeader will be asked for a referral")
    record = one(here, "concern", "RED-01", lesson=None, where="out_of_class", place="Yard")
    step = send(client, record).json()["recorded"][0]["step"]
    assert (step["id"], step["request"]) == ("referral", True)


def test_the_place_is_required_out_of_class(here: SchoolCast) -> None:
    record = one(here, "concern", "DIS-04", lesson=None, where="out_of_class")
    answer = send(signed_in(here, "tutor"), record)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "place"


def test_names_show_again_for_five_minutes_only(here: SchoolCast) -> None:
    client, page = signed_in(here), f"/class/{here.lesson.pk}/"
    client.post("/projected/", {"do": "hide", "back": page})
    assert "Amara" not in client.get(page).content.decode()
    assert (
        client.get(f"/find/{here.pupil.pk}/").content.decode().count("Names are hidden on this screen") >= 1
    )
    assert client.post("/projected/", {"do": "show", "back": page}).headers["Location"] == page
    assert "Amara" in client.get(page).content.decode()
    with time_machine.travel(MOMENT.replace(minute=38), tick=False):
        assert "Amara" not in client.get(page).content.decode()
        client.post("/projected/", {"do": "unmark", "back": page})
        assert "Amara" in client.get(page).content.decode()


def test_the_way_back_stays_on_this_site(here: SchoolCast) -> None:
    answer = signed_in(here).post("/projected/", {"do": "hide", "back": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/now/"


def test_a_long_class_stays_in_one_list(here: SchoolCast) -> None:
    seat_more(here, *(f"Pupil{chr(65 + n)}" for n in range(31)))
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    assert 'class="tiles tiles-seats tiles-dense"' in html
    assert html.count('class="tile') >= 34
