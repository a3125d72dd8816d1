"""Each impossible thing is refused in words before anything is written; what is possible but odd is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from evenhand.apps.conduct.models import Event, EventPayload
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import one, seat_more, send, signed_in

FAMILY = "\N{PERSON RAISING BOTH HANDS IN CELEBRATION}\u0645\u0631\u062d\u0628\u0627 \N{PILE OF POO}"


@pytest.fixture(autouse=True)
def scoped(here: SchoolCast) -> Iterator[None]:
    """Every test stands in the school."""
    with in_school(here.school):
        yield


def refused(cast: SchoolCast, **more: Any) -> dict[str, str]:
    """What is wrong with a concern, by field; none is recorded."""
    answer = send(signed_in(cast), one(cast, "concern", more.pop("code", "DIS-04"), **more))
    assert answer.status_code == 422
    assert Event.objects.count() == 0
    found: dict[str, str] = {}
    for problem in answer.json()["problems"]:
        found[problem["field"]] = found.get(problem["field"], "") + problem["message"]
    return found


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MOMENT + timedelta(hours=1), "still to come"), (MOMENT - timedelta(days=1), "another day"),
        (datetime(2026, 8, 1, 9, tzinfo=UTC), "outside the school's calendar"),
        (datetime(2030, 1, 1, tzinfo=UTC), "still to come"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_refused(here: SchoolCast, at: datetime, words: str) -> None:
    assert words in refused(here, happened_at=at.isoformat())["happened_at"]


def test_once_the_calendar_has_ended_old_days_are_closed_and_nothing_crashes(here: SchoolCast) -> None:
    client = signed_in(here)
    with time_machine.travel(datetime(2027, 9, 3, 9, tzinfo=UTC), tick=False):
        client = signed_in(here)
        for at in (None, MOMENT.isoformat()):
            answer = send(client, one(here, "concern", "DIS-04", happened_at=at))
            assert answer.status_code == 422
    assert Event.objects.count() == 0


@pytest.mark.covers("STAR-207b", "STAR-209")
@pytest.mark.parametrize("kind", ["achievement", "concern"])
@pytest.mark.parametrize("code", ["", "Was kind to a friend", "NOPE"])
def test_free_words_are_no_category(here: SchoolCast, kind: str, code: str) -> None:
    answer = send(signed_in(here), one(here, kind, code, text="Was kind to a friend"))
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == ["code"]
    assert Event.objects.count() == 0


def test_an_act_of_one_kind_is_not_recorded_as_another(here: SchoolCast) -> None:
    assert "cannot be recorded as concern" in refused(here, code="ACH-A1")["code"]


@pytest.mark.parametrize(("length", "status"), [(10_000, 200), (10_001, 422)])
def test_a_note_has_ten_thousand_characters_at_most(here: SchoolCast, length: int, status: int) -> None:
    text = (FAMILY * length)[:length]
    assert send(signed_in(here), one(here, "concern", "DIS-04", text=text)).status_code == status
    assert [row.text for row in EventPayload.objects.all()] == ([text] if status == 200 else [])


@pytest.mark.covers("STAR-88")
def test_a_concern_for_the_whole_class_at_once_is_refused_and_an_award_is_not(here: SchoolCast) -> None:
    pupils = seat_more(here, "\u0645\u0631\u064a\u0645" * 15, "N" * 60)
    client = signed_in(here)
    concerns = [one(here, "concern", "DIS-04", pupil=pupil) for pupil in pupils]
    assert send(client, *concerns).status_code == 422
    assert Event.objects.count() == 0
    awards = [one(here, "achievement", "ACH-A1", pupil=pupil) for pupil in pupils]
    assert send(client, *awards).status_code == 200
    assert Event.objects.count() == len(pupils)
