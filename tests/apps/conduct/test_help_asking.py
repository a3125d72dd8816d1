"""A call for help that a device kept: read whole or not at all, answered with both times."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from evenhand.apps.conduct.calls import waiting_for
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in

pytestmark = pytest.mark.django_db


def kept(cast: SchoolCast, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "lesson": str(cast.lesson.pk), "asked_at": "2026-11-17T11:12:00Z", **more}


def sent(cast: SchoolCast, body: object) -> Any:
    headers = {"accept": "application/json"}
    return signed_in(cast).post("/help/", body, content_type="application/json", headers=headers)


def test_it_says_when_it_was_asked_and_when_it_arrived(here: SchoolCast) -> None:
    body = kept(here)
    answers = [sent(here, body) for _ in range(2)]
    assert [one.json()["words"] for one in answers] == ["Your call for help of 11:12 arrived at 11:32."] * 2
    with in_school(here.school):
        assert HelpCall.objects.get().lesson_id == here.lesson.pk
        (row,) = waiting_for(here.actor("duty_leader"))
    assert row.since == "11:12, arrived 11:32: the device had no network"


def test_at_once_it_reads_as_any_other(here: SchoolCast) -> None:
    answer = sent(here, kept(here, asked_at="2026-11-17T11:31:55+00:00", pupil=here.pupil.pk))
    assert answer.json()["words"] == "Help was called at 11:31."
    with in_school(here.school):
        assert HelpCall.objects.get().pupil_id == here.pupil.pk


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"id": "1", "asked_at": "2026-11-17T11:12:00Z"},
        {"id": str(uuid4()), "asked_at": "11:12"},
        {"id": str(uuid4()), "asked_at": "2026-11-17T11:12:00"},
    ],
)
def test_what_cannot_be_read_says_what_to_do_instead(here: SchoolCast, body: object) -> None:
    answer = sent(here, body)
    assert (answer.status_code, "Use the phone" in answer.json()["message"]) == (422, True)


def test_a_lesson_of_somebody_else_is_no_place_to_call_from(here: SchoolCast) -> None:
    headers = {"accept": "application/json"}
    client = signed_in(here, "other")
    assert (
        client.post("/help/", kept(here), content_type="application/json", headers=headers).status_code == 404
    )
