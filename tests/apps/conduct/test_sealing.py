"""Free words of a record stand in its payload alone, and go with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core import serializers

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.verify import verify
from evenhand.apps.conduct.commands import Command, Conflicting
from evenhand.apps.conduct.correcting import correct
from evenhand.apps.conduct.models import Event, EventPayload, PupilHead
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.sealing import sealed, unsealed
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.erasable import ERASED
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.facts import Answer
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, SchoolCast
from tests.classroom import agree, signed_in

SECRET = "He told me about his brother"


@pytest.fixture
def taken_back(here: SchoolCast) -> Iterator[Command]:
    """A void whose reason nobody else should read for ever."""
    with in_school(here.school):
        act = Command(uuid4(), EventKind.CONCERN, here.pupil.pk, "DIS-04", lesson_id=here.lesson.pk)
        gone = Command(
            uuid4(), EventKind.VOID, here.pupil.pk, about=str(act.event_id), details={"reason": SECRET}
        )
        record(here.actor("teacher"), commands=[act])
        record(here.actor("teacher"), commands=[gone])
        yield gone


def test_words_of_a_detail_stand_in_the_payload_alone(taken_back: Command) -> None:
    for model in (Event, StoredDecision, PupilHead, AuditEntry):
        assert SECRET not in serializers.serialize("json", model.objects.all())
    assert EventPayload.objects.get(event=taken_back.event_id).words == {"reason": SECRET}
    assert Event.objects.get(pk=taken_back.event_id).said("reason") == SECRET


def test_the_pupils_page_shows_the_words_until_they_are_erased(here: SchoolCast, taken_back: Command) -> None:
    page = f"/pupils/{here.pupil.pk}/"
    assert SECRET in signed_in(here, "principal").get(page).content.decode()
    EventPayload.objects.update(text="", words={}, salt="", erased_at=MOMENT)
    after = signed_in(here, "principal").get(page).content.decode()
    assert SECRET not in after
    assert "(words erased)" in after
    assert verify(here.school.pk).problem == ""
    assert replay(here.school.pk).differing == ()


def test_the_same_words_again_are_a_repeat_and_others_a_conflict(
    here: SchoolCast, taken_back: Command
) -> None:
    assert record(here.actor("teacher"), commands=[taken_back]).done[0].again
    with pytest.raises(Conflicting):
        record(here.actor("teacher"), commands=[replace(taken_back, details={"reason": "Other"})])


def test_the_reason_of_an_answer_is_words_too(here: SchoolCast) -> None:
    key = agree(here, here.pupil)
    with in_school(here.school):
        act = Command(
            uuid4(), EventKind.CONCERN, here.pupil.pk, "DIS-04", lesson_id=here.lesson.pk,
            answers=(Answer(key, "waived", SECRET),),
        )  # fmt: skip
        record(here.actor("teacher"), commands=[act])
        row = Event.objects.get(pk=act.event_id)
        assert SECRET not in json.dumps(StoredDecision.objects.get(pk=row.pk).facts)
        again = correct(here.actor("principal"), event=row, reason="Wrong act", code="DIS-07")
        made = again.done[-1].event
        assert list(EventPayload.objects.get(event=made.pk).words.values()) == [SECRET]


def test_choices_and_figures_stay_where_rules_read_them(here: SchoolCast) -> None:
    command = Command(uuid4(), EventKind.LATE, 1, details={"minutes_late": 5, "reason": "", "undo": True})
    with in_school(here.school):
        pack = policy_of(here.school.pk).pack
    assert sealed(pack, [command]) == (command,)
    worded = replace(command, details={"reason": "Bus", "minutes_late": 5})
    once = sealed(pack, [worded])
    assert once[0].details == {"reason": "·", "minutes_late": 5}
    assert sealed(pack, once) == once


def test_answers_get_their_words_back() -> None:
    bare = (Answer("1", "waived", "·"), Answer("2", "applied"))
    assert unsealed(bare, {"answer:1": "New today"}) == (Answer("1", "waived", "New today"), bare[1])


def test_a_row_of_words_is_kept_apart_too(here: SchoolCast) -> None:
    with in_school(here.school):
        pack = policy_of(here.school.pk).pack
    told = Command(
        uuid4(), EventKind.REPORT, 1, details={"targets": ("Start at once", "Hand up"), "choice": "start"}
    )
    once = sealed(pack, [told])
    assert once[0].details == {"targets": ("·", "·"), "choice": "start"}
    assert once[0].words == {"targets": "Start at once\nHand up"}
    assert sealed(pack, once) == once
    event = Event(details={"targets": ["·", "·"]})
    event.spoken = once[0].words
    assert event.told() == {"targets": ["Start at once", "Hand up"]}
    event.spoken = {}
    assert event.told() == {"targets": [ERASED]}
