"""A school that set-up has not finished says what is missing on every page that needs it, and loses nothing."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import forget
from evenhand.apps.tenancy.calendars import NoCalendar
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.not_ready import NotReady
from tests.cast import MOMENT, SchoolCast

pytestmark = pytest.mark.django_db


def signed_in(school: SchoolCast, role: str) -> Client:
    client = Client()
    client.force_login(school.user(role))
    return client


def without_policy(school: SchoolCast, starts: date | None = None) -> None:
    with in_school(school.school):
        rows = PolicyInForce.objects.all()
        rows.update(valid_from=starts) if starts else rows.delete()
    forget(school.school.pk)


@pytest.mark.parametrize("path", ["/inbox/", "/board/"])
def test_before_the_policys_day_a_page_says_when_it_comes(here: SchoolCast, path: str) -> None:
    without_policy(here, date(2027, 1, 7))
    answer = signed_in(here, "principal").get(path)
    assert answer.status_code == 503
    text = answer.content.decode()
    assert "The policy is not in force yet" in text
    assert "Thursday 7 January 2027" in text
    assert 'href="/setup/"' in text


def test_who_cannot_set_up_is_not_sent_there(here: SchoolCast) -> None:
    without_policy(here)
    text = signed_in(here, "removal_manager").get("/board/").content.decode()
    assert "No policy has been adopted yet" in text
    assert "/setup/" not in text


def test_a_device_is_told_to_keep_what_it_could_not_send(here: SchoolCast) -> None:
    without_policy(here)
    act = {
        "id": str(uuid4()),
        "kind": "achievement",
        "code": "ACH-S1",
        "pupil": here.pupil.pk,
        "lesson": here.lesson.pk,
        "device_at": MOMENT.isoformat(),
    }
    teacher = signed_in(here, "teacher")
    answer = teacher.post("/record/", json.dumps({"records": [act]}), content_type="application/json")
    assert answer.status_code == 503
    assert answer.json()["message"].startswith("No policy has been adopted yet.")


def test_without_a_calendar_the_page_says_so(here: SchoolCast) -> None:
    asked = RequestFactory().get("/board/")
    answer = NotReady(lambda _: HttpResponse()).process_exception(asked, NoCalendar("/board/"))
    assert answer is not None
    assert answer.status_code == 503
    assert "The school year has not been entered yet" in answer.content.decode()


def test_any_other_fault_stays_a_fault(here: SchoolCast) -> None:
    assert (
        NotReady(lambda _: HttpResponse()).process_exception(RequestFactory().get("/"), KeyError("x")) is None
    )
