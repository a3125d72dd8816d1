"""What was sent before is the same record, or a conflict; an entry is taken back once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from evenhand.apps.conduct.commands import Command, Conflicting, Refused
from evenhand.apps.conduct.models import EventPayload
from evenhand.apps.conduct.repeats import (
    TAKEN_BACK,
    recorded_before,
    refuse_if_taken,
    refuse_second_voids,
)
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, SchoolCast

WORDS = "Called across the room"


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def concern(school: SchoolCast, text: str = WORDS) -> Command:
    """One act, recorded."""
    command = Command(
        uuid4(), EventKind.CONCERN, school.pupil.pk, "DIS-04", lesson_id=school.lesson.pk, text=text
    )
    record(school.actor("teacher"), commands=[command])
    return command


def void(school: SchoolCast, about: str) -> Command:
    return Command(
        uuid4(), EventKind.VOID, school.pupil.pk, about=about, details={"reason": "Mis-tap"}, lesson_id=None
    )


def test_what_was_recorded_is_answered_with_what_was_decided_then(school: SchoolCast) -> None:
    sent, fresh = concern(school), replace(concern(school), event_id=uuid4())
    known = recorded_before(school.school.pk, [sent, fresh])
    assert set(known) == {sent.event_id}
    done = known[sent.event_id]
    assert (done.again, done.event.code) == (True, "DIS-04")
    assert {outcome.kind for outcome in done.decision.outcomes} >= {"step", "post"}


def test_the_same_id_with_other_content_is_a_conflict(school: SchoolCast) -> None:
    sent = concern(school)
    for other in (
        replace(sent, code="DIS-07"),
        replace(sent, pupil_id=school.pupils[1].pk),
        replace(sent, happened_at=MOMENT - timedelta(minutes=5)),
        replace(sent, text=f"{WORDS}."),
        replace(sent, text=""),
    ):
        with pytest.raises(Conflicting) as found:
            recorded_before(school.school.pk, [other])
        assert found.value.event_ids == (str(sent.event_id),)


def test_words_that_have_been_erased_are_not_held_against_a_repeat(school: SchoolCast) -> None:
    sent = concern(school)
    EventPayload.objects.filter(pk=sent.event_id).update(text="", salt="", erased_at=MOMENT)
    assert sent.event_id in recorded_before(school.school.pk, [replace(sent, text="anything")])
    with pytest.raises(Conflicting):
        recorded_before(school.school.pk, [replace(sent, code="DIS-07")])


def test_words_added_to_what_was_sent_without_any_are_a_conflict(school: SchoolCast) -> None:
    bare = concern(school, text="")
    assert bare.event_id in recorded_before(school.school.pk, [bare])
    with pytest.raises(Conflicting):
        recorded_before(school.school.pk, [replace(bare, text=WORDS)])


def test_an_id_in_use_at_another_school_is_taken_and_nothing_more_is_said(
    here: SchoolCast, next_door: SchoolCast
) -> None:
    with in_school(here.school):
        sent = concern(here)
    with in_school(next_door.school):
        assert recorded_before(next_door.school.pk, [sent]) == {}
        with pytest.raises(Conflicting) as found:
            refuse_if_taken(next_door.school.pk, [sent])
        assert found.value.event_ids == (str(sent.event_id),)
        refuse_if_taken(next_door.school.pk, [replace(sent, event_id=uuid4())])


def test_an_entry_is_taken_back_once_in_one_request_and_for_good(school: SchoolCast) -> None:
    sent = concern(school)
    first, second = (void(school, str(sent.event_id)) for _ in range(2))
    refuse_second_voids([first, sent])
    with pytest.raises(Refused) as twice:
        refuse_second_voids([first, second])
    assert [(p.event_id, p.message) for p in twice.value.problems] == [(str(second.event_id), TAKEN_BACK)]
    record(school.actor("teacher"), commands=[first])
    with pytest.raises(Refused):
        refuse_second_voids([second])
    refuse_second_voids([void(school, str(uuid4()))])
