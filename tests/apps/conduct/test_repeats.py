"""The same again is known, another thing under the same id is a conflict, and an entry is taken back once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from evenhand.apps.conduct.commands import Command, Conflicting, Refused
from evenhand.apps.conduct.models import EventPayload
from evenhand.apps.conduct.repeats import recorded_before, refuse_if_taken, refuse_second_voids
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, SchoolCast


@pytest.fixture
def kept(here: SchoolCast) -> Iterator[Command]:
    """A concern that is recorded, with words."""
    command = Command(
        uuid4(), EventKind.CONCERN, here.pupil.pk, "DIS-04", lesson_id=here.lesson.pk, text="Called out"
    )
    with in_school(here.school):
        record(here.actor("teacher"), commands=[command])
        yield command


def test_what_was_recorded_is_known_and_what_was_not_is_not(here: SchoolCast, kept: Command) -> None:
    fresh = replace(kept, event_id=uuid4())
    assert set(recorded_before(here.school.pk, [kept, fresh])) == {kept.event_id}
    assert recorded_before(here.school.pk, [fresh]) == {}


@pytest.mark.parametrize("text", ["", "Other words"])
def test_other_words_are_a_conflict_until_they_are_erased(here: SchoolCast, kept: Command, text: str) -> None:
    with pytest.raises(Conflicting):
        recorded_before(here.school.pk, [replace(kept, text=text)])
    EventPayload.objects.update(text="", salt="", erased_at=MOMENT)
    assert recorded_before(here.school.pk, [replace(kept, text=text)])


def test_each_of_two_commands_of_one_id_is_compared(here: SchoolCast, kept: Command) -> None:
    for commands in ([replace(kept, code="DIS-07"), kept], [kept, replace(kept, code="DIS-07")]):
        with pytest.raises(Conflicting):
            recorded_before(here.school.pk, commands)


def test_an_id_is_taken_from_whatever_school_it_is_looked_at(
    here: SchoolCast, next_door: SchoolCast, kept: Command
) -> None:
    with in_school(next_door.school), pytest.raises(Conflicting) as caught:
        refuse_if_taken(next_door.school.pk, [kept])
    assert caught.value.event_ids == (str(kept.event_id),)
    refuse_if_taken(here.school.pk, [replace(kept, event_id=uuid4())])


def test_an_entry_is_taken_back_once_also_within_one_request(here: SchoolCast, kept: Command) -> None:
    voids = [
        Command(
            uuid4(), EventKind.VOID, here.pupil.pk, about=str(kept.event_id), details={"reason": "Mis-tap"}
        )
        for _ in range(2)
    ]
    refuse_second_voids([kept, voids[0]])
    with pytest.raises(Refused) as caught:
        refuse_second_voids(voids)
    assert [problem.event_id for problem in caught.value.problems] == [str(voids[1].event_id)]
    record(here.actor("teacher"), commands=voids[:1])
    with pytest.raises(Refused):
        refuse_second_voids(voids[1:])
