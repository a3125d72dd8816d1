"""Injuries through the browser: what first aid needs, the body from head to foot, and the day's review."""

from __future__ import annotations

from typing import Any

import pytest

from evenhand.apps.casework.models import Injury
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

UNPROCESSABLE = 422
FALL: dict[str, Any] = {
    "place": "Playground",
    "parts": ["knee-left", "hand-right"],
    "words": "Fell from the wall",
}


def words(html: bytes) -> str:
    """What a reader sees, without doubled spaces."""
    return " ".join(shown(html.decode()).split())


@pytest.mark.covers("INF-IL-2")
def test_first_aid_needs_its_treatment_its_giver_and_who_was_told(next_door: SchoolCast) -> None:
    assistant = signed_in(next_door, "teaching_assistant")
    address = f"/injuries/{next_door.pupil.pk}/"
    assert "Nothing recorded" in words(assistant.get(address).content)
    lacking = assistant.post(address, {**FALL, "aided": "yes"})
    assert lacking.status_code == UNPROCESSABLE
    assert set(lacking.context["problems"]) == {"treatment", "first_aider", "told"}
    assert "Say what the first aid was." in words(lacking.content)
    assert "Fell from the wall" in words(lacking.content)
    with in_school(next_door.school):
        assert not Injury.objects.exists()
    aid = {"aided": "yes", "treatment": "Washed, a plaster", "first_aider": next_door.user("office").pk,
           "told": "Mrs Year8 by phone", "time": "11:05"}  # fmt: skip
    assert assistant.post(address, FALL | aid).status_code == 302
    seen = words(assistant.get(address).content)
    assert "Right hand, Left knee : Fell from the wall" in seen
    assert "First aid: Washed, a plaster, Ms N. Office" in seen
    assert "Told: Mrs Year8 by phone" in seen
    with in_school(next_door.school):
        row = Injury.objects.get()
    assert (row.parts, row.recorded_at, row.at.hour) == (["hand-right", "knee-left"], MOMENT, 11)
    review = words(signed_in(next_door, "pastoral_lead").get("/daily/2026-11-17/").content)
    assert (
        "11:05, Playground: Right hand, Left knee. Fell from the wall. First aid: Washed, a plaster."
        in review
    )


def test_without_first_aid_the_injury_alone_is_kept(next_door: SchoolCast) -> None:
    teacher = signed_in(next_door)
    address = f"/injuries/{next_door.pupil.pk}/"
    for wrong, field in (
        ({"place": " "}, "place"), ({"parts": []}, "parts"), ({"parts": ["wing"]}, "parts"), ({"words": ""}, "words"),
        ({"time": "25:00"}, "time"), ({"time": "23:00"}, "time"),
    ):  # fmt: skip
        answer = teacher.post(address, FALL | wrong)
        assert answer.status_code == UNPROCESSABLE
        assert set(answer.context["problems"]) == {field}
    assert teacher.post(address, FALL).status_code == 302
    assert signed_in(next_door, "governor").get(address).status_code == 404
