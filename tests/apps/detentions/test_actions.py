"""What is done to one detention over HTTP, and what is refused in words."""

from __future__ import annotations

from html import unescape
from typing import Any
from uuid import UUID

import pytest

from evenhand.apps.detentions.models import Commitment, OwedTime
from tests.apps.detentions.detained import END, choose_setting, director, homework, late
from tests.cast import SchoolCast
from tests.classroom import signed_in


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_a_detention_is_let_go_with_a_reason(here: SchoolCast) -> None:
    owed = late(here)
    client = signed_in(here, "head_of_year")
    assert client.post(f"/detentions/{owed.pk}/waive/", {"reason": ""}).status_code == 422
    assert "need not stay" in text(
        client.post(f"/detentions/{owed.pk}/waive/", {"reason": "Bus broke down"}, follow=True)
    )
    assert OwedTime.objects.get().stage == "waived"


def test_a_move_that_the_school_has_ruled_out_is_refused_in_words(here: SchoolCast) -> None:
    owed = late(here)
    choose_setting(here, "late.move", "never")
    answer = signed_in(here, "head_of_year").post(
        f"/detentions/{owed.pk}/move/", {"day": "2026-11-18", "reason": "Choir"}
    )
    assert answer.status_code == 422
    assert "does not move these detentions" in text(answer)
    assert OwedTime.objects.get().day.isoformat() == "2026-11-17"


def test_a_move_to_a_day_that_is_none_says_so(here: SchoolCast) -> None:
    owed = late(here)
    client = signed_in(here, "head_of_year")
    for day in ("2026-11-21", "2026-11-17"):
        answer = client.post(f"/detentions/{owed.pk}/move/", {"day": day, "reason": "Choir"})
        assert answer.status_code == 422
        assert "Choose a school day to come" in text(answer)
    assert client.post(f"/detentions/{owed.pk}/move/", {"day": "soon", "reason": "x"}).status_code == 422


def test_a_no_show_is_confirmed_by_the_post_that_the_policy_names(here: SchoolCast, moment: Any) -> None:
    owed = late(here)
    moment.move_to(END)
    path = "/detentions/register/late_detention/2026-11-17/after/"
    signed_in(here, "removal_manager").post(path, {f"said-{owed.pk}": "missed"})
    assert "Confirmed by: Head of year" in text(
        signed_in(here, "removal_manager").get(f"/detentions/{owed.pk}/")
    )
    client = signed_in(here, "head_of_year")
    assert client.post(f"/detentions/{owed.pk}/confirm/", {"said": "attended"}).status_code == 404
    excused = client.post(f"/detentions/{owed.pk}/confirm/", {"said": "excused"})
    assert excused.status_code == 422
    client.post(f"/detentions/{owed.pk}/confirm/", {"said": "missed", "back": "day"})
    assert OwedTime.objects.get().stage == "missed"


def test_a_time_that_nobody_named_is_asked_for(here: SchoolCast) -> None:
    homework(here)
    director(here)
    client = signed_in(here, "subject_lead")
    page = text(client.get("/detentions/"))
    path = "/detentions/choose/" + page.split('action="/detentions/choose/')[1].split('"')[0]
    wrong = client.post(path, {"kind": "homework_detention", "day": "", "slot": "lunch"}, follow=True)
    assert "Choose a day and a time" in text(wrong)
    past = {"kind": "homework_detention", "day": "2026-11-16", "slot": "lunch"}
    assert "Choose a school day to come" in text(client.post(path, past, follow=True))


def test_a_commitment_is_ended(here: SchoolCast) -> None:
    owed = late(here)
    client = signed_in(here, "head_of_year")
    bus = {"kind": "transport", "words": "", "weekday": "1", "starts": "15:10", "ends": "16:00"}
    client.post(f"/detentions/{owed.pk}/commitments/", bus)
    row = Commitment.objects.get()
    client.post(f"/detentions/{owed.pk}/commitments/{row.pk}/end/")
    assert "No club, way home or care" in text(client.get(f"/detentions/{owed.pk}/"))


@pytest.mark.parametrize("act", ["", "move/", "waive/", "told/", "seat/", "commitments/"])
def test_what_is_not_there_is_not_found(here: SchoolCast, act: str) -> None:
    client = signed_in(here, "head_of_year")
    path = f"/detentions/{UUID(int=7)}/{act}"
    assert (client.post(path) if act else client.get(path)).status_code == 404
