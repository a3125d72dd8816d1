"""A draft made before the lock is written only while its pupils' heads stand where they stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from evenhand.apps.audit.verify import verify
from evenhand.apps.conduct import drafting, services
from evenhand.apps.conduct.commands import Command, Conflicting, Done, Refused
from evenhand.apps.conduct.drafting import Draft
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    """The school, in which the pupil has a head already."""
    with in_school(here.school):
        praise = Command(uuid4(), EventKind.ACHIEVEMENT, here.pupil.pk, "ACH-A1", lesson_id=here.lesson.pk)
        record(here.actor("teacher"), commands=[praise])
        yield here


def concern(school: SchoolCast, **more: Any) -> Command:
    """A concern in the lesson that runs."""
    return Command(uuid4(), EventKind.CONCERN, school.pupil.pk, "DIS-04", lesson_id=school.lesson.pk, **more)


def while_waiting(monkeypatch: pytest.MonkeyPatch, school: SchoolCast, *commands: Command) -> list[Done]:
    """Somebody else records these commands after the next draft is made and before it gets the lock."""
    done: list[Done] = []
    drafted = drafting.draft_of

    def slow(*args: Any) -> Draft:
        draft = drafted(*args)
        monkeypatch.setattr(services, "draft_of", drafted)
        done.extend(record(school.actor("teacher"), commands=commands).done)
        return draft

    monkeypatch.setattr(services, "draft_of", slow)
    return done


def stages() -> list[str]:
    """The stages of concerns in the order in which they were posted."""
    return list(
        LedgerEntry.objects.filter(ledger="behaviour").order_by("seq").values_list("stage", flat=True)
    )


def test_what_happened_meanwhile_counts(school: SchoolCast, monkeypatch: pytest.MonkeyPatch) -> None:
    while_waiting(monkeypatch, school, concern(school))
    record(school.actor("teacher"), commands=[concern(school)])
    assert stages() == ["warning", "referral"]
    assert verify(school.school.pk).problem == ""
    assert replay(school.school.pk).differing == ()


def test_the_same_record_sent_twice_at_once_is_one(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = concern(school)
    first = while_waiting(monkeypatch, school, command)
    (again,) = record(school.actor("teacher"), commands=[command]).done
    assert again.again
    assert (again.event.pk, again.decision) == (first[0].event.pk, first[0].decision)
    assert Event.objects.filter(kind=EventKind.CONCERN).count() == 1


def test_an_id_taken_meanwhile_is_a_conflict(school: SchoolCast, monkeypatch: pytest.MonkeyPatch) -> None:
    command = concern(school)
    other = Command(
        command.event_id, EventKind.CONCERN, school.pupils[1].pk, "DIS-04", lesson_id=school.lesson.pk
    )
    while_waiting(monkeypatch, school, other)
    with pytest.raises(Conflicting):
        record(school.actor("teacher"), commands=[command])
    assert stages() == ["warning"]


def test_an_entry_taken_back_meanwhile_is_not_taken_back_again(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (done,) = record(school.actor("teacher"), commands=[concern(school)]).done
    voids = [
        Command(
            uuid4(), EventKind.VOID, school.pupil.pk, about=str(done.event.pk), details={"reason": "A slip"}
        )
        for _ in range(2)
    ]
    while_waiting(monkeypatch, school, voids[0])
    with pytest.raises(Refused, match="taken back already"):
        record(school.actor("teacher"), commands=voids[1:])
    assert Event.objects.filter(kind=EventKind.VOID).count() == 1
