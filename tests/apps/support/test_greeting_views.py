"""The door in the morning, through the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver

from evenhand.apps.support.models import Greeting
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import signed_in

UNPROCESSABLE = 422


def door(cast: SchoolCast) -> str:
    """The list of the lesson that runs."""
    return f"/greet/{cast.lesson.pk}/"


@pytest.mark.covers("INF-MG-2")
def test_one_tap_keeps_name_adult_and_time_and_asks_for_nothing_else(next_door: SchoolCast) -> None:
    teacher = signed_in(next_door)
    assert teacher.get("/greet/").status_code == 302
    assert "Amara Year8" in teacher.get(door(next_door)).content.decode()
    assert teacher.post(door(next_door), {"pupil": next_door.pupil.pk}).status_code == 302
    with in_school(next_door.school):
        row = Greeting.objects.get()
    assert (row.pupil_id, row.by_id, row.at) == (next_door.pupil.pk, next_door.user("teacher").pk, MOMENT)
    assert (row.mood, row.note) == ("", "")
    html = teacher.get(door(next_door)).content.decode()
    assert "11:32" in html
    assert "Nia Teacher" in html


@pytest.mark.covers("INF-MG-3")
def test_a_low_arrival_is_a_quiet_cue_for_the_next_adult(next_door: SchoolCast) -> None:
    page = f"/class/{next_door.lesson.pk}/"
    other = signed_in(next_door, "pastoral_lead")
    assert "on arrival" not in other.get(page).content.decode()
    signed_in(next_door).post(door(next_door), {"pupil": next_door.pupil.pk, "mood": "low"})
    assert "on arrival: Upset or worried" in other.get(page).content.decode()
    other.post("/projected/", {"do": "hide", "back": page})
    assert "on arrival" not in other.get(page).content.decode()


@pytest.mark.covers("INF-MG-4")
def test_pass_on_is_one_step_to_the_pastoral_leads_list(next_door: SchoolCast) -> None:
    teacher = signed_in(next_door)
    sent: dict[str, Any] = {"pupil": next_door.pupil.pk}
    teacher.post(door(next_door), {**sent, "mood": "low", "words": "Cried in the taxi"})
    assert "Pass on" in teacher.get(door(next_door)).content.decode()
    assert teacher.post(door(next_door), {**sent, "do": "pass"}).status_code == 302
    inbox = signed_in(next_door, "pastoral_lead").get("/inbox/").content.decode()
    assert "upset or worried" in inbox
    assert "Cried in the taxi" in inbox
    assert "passed on" in teacher.get(door(next_door)).content.decode()


@pytest.mark.covers("INF-MG-5")
def test_who_was_not_greeted_is_known_to_the_class_alone_and_counted_nowhere(next_door: SchoolCast) -> None:
    html = signed_in(next_door).get(door(next_door)).content.decode()
    assert "Still to greet" in html
    assert signed_in(next_door, "other").get(door(next_door)).status_code == 404
    addresses = [str(one.pattern) for one in get_resolver("evenhand.apps.support.urls").url_patterns]
    assert [one for one in addresses if "greet" in one] == ["greet/", "greet/<int:lesson>/"]
    pupil = signed_in(next_door, "principal").get(f"/pupils/{next_door.pupil.pk}/").content.decode()
    for words in ("Still to greet", "Not greeted", "not greeted"):
        assert words not in pupil


def test_what_cannot_be_noted_and_who_is_not_of_the_class(next_door: SchoolCast) -> None:
    teacher = signed_in(next_door)
    wrong = {"pupil": next_door.pupil.pk, "mood": "grumpy"}
    assert teacher.post(door(next_door), wrong).status_code == UNPROCESSABLE
    assert teacher.post(door(next_door), {"pupil": next_door.pupils[4].pk}).status_code == 404
