"""A device is told of its person's own lessons of today and of nothing else, in as many queries for one as for five."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evenhand.apps.access.pins import set_pin
from evenhand.apps.people.models import Enrolment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, MOMENT, Cast, SchoolCast
from tests.classroom import seat_more, signed_in

PATH = "/offline/pages/"
pytestmark = pytest.mark.django_db


def told(cast: SchoolCast, role: str = "teacher") -> dict[str, Any]:
    answer = signed_in(cast, role).get(PATH)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found: dict[str, Any] = answer.json()
    return found


def test_the_list_names_the_lessons_that_are_still_to_come_today(here: SchoolCast) -> None:
    found = told(here)
    assert (found["person"], found["day"]) == (str(here.memberships["teacher"].pk), "2026-11-17")
    assert [row["when"] for row in found["lessons"]] == ["11:10 to 12:10", "12:50 to 13:55", "13:55 to 15:00"]
    first = found["lessons"][0]
    assert (first["url"], first["name"], first["room"]) == (f"/class/{here.lesson.pk}/", "8R Sci", "12")
    assert first["pages"] == []  # nothing is chosen step by step under this policy
    assert found["pages"] == ["/now/"]


def test_nobody_is_told_of_anothers_lessons_or_of_any_pupils_name(here: SchoolCast) -> None:
    assert told(here, "other")["lessons"] == []
    assert told(here, "governor")["lessons"] == []
    text = signed_in(here).get(PATH).content.decode()
    assert not [pupil for pupil in here.pupils if pupil.given in text or pupil.family in text]


def test_where_the_policy_advises_the_steps_of_the_lessons_pupils_are_kept(cast: Cast) -> None:
    school = cast.next_door
    with in_school(school.school):
        left = Enrolment.objects.filter(group=school.groups[8]).first()
        assert left is not None
        left.valid_to = FROM
        left.save()
    pages = told(school)["lessons"][0]["pages"]
    ids = [pupil.pk for pupil in school.pupils[:3] if pupil.pk != left.pupil_id]
    assert pages == [f"/steps/{school.lesson.pk}/{pk}/" for pk in ids]
    client = signed_in(school)
    assert {client.get(page).status_code for page in pages} == {200}


def test_what_is_kept_ends_with_the_day_or_with_the_sign_in(here: SchoolCast) -> None:
    assert 9 * 3600 < told(here)["seconds"] <= 10 * 3600
    with time_machine.travel(MOMENT + timedelta(hours=10), tick=False):
        assert told(here)["seconds"] == 2 * 3600 + 28 * 60  # 21:32; the day ends before the sign-in


def test_the_key_of_the_queue_is_each_persons_own_and_stays(here: SchoolCast) -> None:
    keys = [told(here)["key"], told(here)["key"], told(here, "other")["key"]]
    assert keys[0] == keys[1] != keys[2]
    assert {len(key) for key in keys} == {44}


def test_the_lock_is_told_to_its_owner_only_and_never_the_pin(here: SchoolCast, settings: Any) -> None:
    assert told(here)["lock"] is None
    with in_school(here.school):
        set_pin(here.actor("teacher"), "2580")
    lock = told(here)["lock"]
    assert set(lock) == {"minutes", "salt", "iterations", "digest"}
    assert (lock["minutes"], told(here, "other")["lock"]) == (5, None)
    settings.EVENHAND_LOCK_MINUTES = 0
    assert told(here)["lock"] is None


def test_a_stranger_is_led_to_sign_in(client: Client) -> None:
    assert client.get(PATH).status_code == 302


def test_the_number_of_queries_does_not_grow_with_lessons_and_pupils(cast: Cast) -> None:
    school = cast.next_door
    client = signed_in(school)
    client.get(PATH)
    with CaptureQueriesContext(
        connection,
    ) as many:
        assert len(client.get(PATH).json()["lessons"]) == 3
    with in_school(school.school):
        seat_more(school, "Zofia", "Hamza", "Kwame")
        LessonOccurrence.objects.exclude(pk=school.lesson.pk).update(staff=None)
    with CaptureQueriesContext(connection) as one:
        (row,) = client.get(PATH).json()["lessons"]
    assert len(row["pages"]) == 6
    assert len(one) == len(many) <= 14
