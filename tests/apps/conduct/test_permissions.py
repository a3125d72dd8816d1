"""Who may record what; whatever belongs to another school or lesson is as if it were not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.apps.conduct.commands import Command, Refused
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.permissions import NEEDED
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, SchoolCast
from tests.classroom import one, send, signed_in


@pytest.fixture(autouse=True)
def scoped(here: SchoolCast) -> Iterator[None]:
    """Every test stands in the school."""
    with in_school(here.school):
        yield


def fields(cast: SchoolCast, command: Command, role: str = "teacher") -> set[str]:
    """What is refused of a command that nothing comes of."""
    with pytest.raises(Refused) as caught:
        record(cast.actor(role), commands=[command])
    return {problem.field for problem in caught.value.problems}


def concern(cast: SchoolCast, **more: Any) -> Command:
    """A concern in the lesson that runs."""
    return Command(
        uuid4(), EventKind.CONCERN, more.pop("pupil", cast.pupil.pk), "DIS-04",
        lesson_id=more.pop("lesson", cast.lesson.pk), **more,
    )  # fmt: skip


def test_a_lesson_of_somebody_else_is_no_lesson(here: SchoolCast) -> None:
    assert fields(here, concern(here), role="other") == {"lesson"}


def test_a_pupil_is_recorded_in_the_lessons_of_their_own_group(here: SchoolCast) -> None:
    assert fields(here, concern(here, pupil=here.pupils[3].pk)) == {"pupil"}


def test_lessons_and_pupils_of_the_other_school_are_not_there(
    here: SchoolCast, next_door: SchoolCast
) -> None:
    assert "lesson" in fields(here, concern(here, lesson=next_door.lesson.pk))
    assert "pupil" in fields(here, concern(here, pupil=next_door.pupil.pk))
    answer = send(signed_in(here), one(here, "concern", "DIS-04", pupil=next_door.pupil))
    assert answer.status_code == 422
    assert next_door.pupil.given not in answer.json()["message"]


def test_an_entry_of_the_other_school_cannot_be_taken_back(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        praise = Command(
            uuid4(), EventKind.ACHIEVEMENT, next_door.pupil.pk, "ENG-01", lesson_id=next_door.lesson.pk
        )
        record(next_door.actor("teacher"), commands=[praise])
    gone = Command(
        uuid4(), EventKind.VOID, here.pupil.pk, about=str(praise.event_id), details={"reason": "No"}
    )
    assert fields(here, gone, role="principal") == {"about"}


def test_an_entry_is_its_own_pupils(here: SchoolCast) -> None:
    kept = concern(here)
    record(here.actor("teacher"), commands=[kept])
    wrong = Command(
        uuid4(), EventKind.VOID, here.pupils[1].pk, about=str(kept.event_id), details={"reason": "No"}
    )
    assert fields(here, wrong, role="principal") == {"about"}


@pytest.mark.parametrize("about", ["", "nothing", "0b7d3c52-6f0e-4c55-9a55-0d7a0e8f1c11", "x" * 64])
def test_what_is_not_there_cannot_be_taken_back(here: SchoolCast, about: str) -> None:
    gone = Command(uuid4(), EventKind.VOID, here.pupil.pk, about=about, details={"reason": "No"})
    assert fields(here, gone) == {"about"}


def test_after_the_lesson_a_leader_takes_back(here: SchoolCast) -> None:
    kept = concern(here)
    record(here.actor("teacher"), commands=[kept])
    gone = Command(
        uuid4(), EventKind.VOID, here.pupil.pk, about=str(kept.event_id), details={"reason": "Late"}
    )
    with time_machine.travel(MOMENT + timedelta(hours=1), tick=False):
        assert fields(here, gone) == {"about"}
        record(here.actor("principal"), commands=[gone])
    assert Event.objects.filter(kind=EventKind.VOID).count() == 1


@pytest.mark.parametrize("kind", ["confirm", "decline", "arrival", "release", "owed_outcome"])
def test_what_needs_a_post_is_refused_to_a_teacher(here: SchoolCast, kind: str) -> None:
    assert "kind" in fields(here, Command(uuid4(), EventKind(kind), here.pupil.pk, about=str(uuid4())))


def test_without_the_anti_forgery_token_nothing_is_recorded(here: SchoolCast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.user("teacher"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(client, one(here, "concern", "DIS-04")).status_code == 403
    assert Event.objects.count() == 0


def test_nobody_records_without_signing_in(here: SchoolCast) -> None:
    assert send(Client(), one(here, "concern", "DIS-04")).status_code in {302, 401, 403}
    assert Event.objects.count() == 0


@pytest.mark.parametrize("role", ["governor", "clerk", "trust_leader", "policy_author", "administrator"])
def test_who_may_not_record_finds_no_such_page(here: SchoolCast, role: str) -> None:
    assert send(signed_in(here, role), one(here, "concern", "DIS-04")).status_code == 404
    assert Event.objects.count() == 0


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind != EventKind.CLOSE])
def test_each_kind_but_the_close_is_somebodys_to_record(kind: EventKind) -> None:
    assert NEEDED[kind]


@pytest.mark.parametrize(
    "kind", [EventKind.SANCTION, EventKind.LEVEL, EventKind.CASE, EventKind.APPROVAL, EventKind.REPORT]
)
def test_a_teacher_records_none_of_what_leaders_decide(here: SchoolCast, kind: EventKind) -> None:
    answer = send(signed_in(here), one(here, kind.value, "propose", about="x"))
    assert answer.status_code == 422
    assert "kind" in {problem["field"] for problem in answer.json()["problems"]}
    assert not Event.objects.filter(kind=kind).exists()
