"""The bulk writer writes the rows that `record` writes for the same commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.verify import verify
from evenhand.apps.conduct.bulk import BulkWriter, Telling
from evenhand.apps.conduct.commands import Command, Refused
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import TODAY, SchoolCast

WRITTEN = (
    "conduct.Incident",
    "conduct.Involvement",
    "conduct.Event",
    "conduct.EventPayload",
    "conduct.PupilHead",
    "conduct.LedgerEntry",
    "policy.StoredDecision",
    "audit.AuditEntry",
    "audit.ChainHead",
    "casework.Task",
    "casework.TaskChange",
    "casework.Proposal",
    "casework.Deadline",
    "removal.Stay",
    "removal.StayStation",
    "detentions.OwedTime",
    "rewards.Recognition",
    "registers.LevelRow",
)
SALT = "5a" * 16


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def at(school: SchoolCast, minute: int) -> datetime:
    start = to_instant(school.school, TODAY, datetime(2026, 1, 1, 11, 11, tzinfo=UTC).time())
    return start + timedelta(minutes=minute)


def story(school: SchoolCast) -> list[tuple[Actor, Command]]:
    """Recognitions, a referral with its stay, a late mark settled, a request confirmed, an entry taken back."""
    teacher, manager = school.actor("teacher"), school.actor("removal_manager")
    leader, one, two, three = school.actor("duty_leader"), *(pupil.pk for pupil in school.pupils[:3])
    told: list[tuple[Actor, Command]] = []

    def tell(actor: Actor, kind: EventKind, pupil: int, code: str = "", **more: Any) -> str:
        number = len(told)
        lesson = (
            school.lesson.pk
            if more.get("where", Where.LESSON) == Where.LESSON and kind != EventKind.VOID
            else None
        )
        told.append(
            (
                actor,
                Command(
                    UUID(int=number + 1), kind, pupil, code, at(school, number), lesson_id=lesson, **more
                ),
            )
        )
        return str(UUID(int=number + 1))

    tell(teacher, EventKind.ACHIEVEMENT, one, "ACH-T2", text="Explained the method")
    tell(teacher, EventKind.CONCERN, one, "DIS-04")
    referral = tell(teacher, EventKind.CONCERN, one, "DIS-07", text="Again during the explanation")
    tell(teacher, EventKind.ACHIEVEMENT, two, "ACH-R2")
    placement = {"where": Where.PLACEMENT, "about": referral}
    tell(manager, EventKind.ARRIVAL, one, **placement)
    tell(manager, EventKind.STATION, one, "reading", details={"note": "Twenty pages"}, **placement)
    wrong = tell(teacher, EventKind.CONCERN, two, "DIS-04")
    tell(teacher, EventKind.VOID, two, about=wrong, details={"reason": "The neighbour"})
    late = tell(leader, EventKind.LATE, three, "OTH-01", where=Where.OUT_OF_CLASS)
    tell(school.actor("head_of_year"), EventKind.OWED_OUTCOME, three, about=late, details={"outcome": "served"},
         where=Where.OUT_OF_CLASS)  # fmt: skip
    asked = tell(teacher, EventKind.CONCERN, three, "RED-05", where=Where.OUT_OF_CLASS, place="dining hall")
    tell(leader, EventKind.CONFIRM, three, about=asked, where=Where.OUT_OF_CLASS)
    tell(manager, EventKind.STATION, one, "reflection", **placement)
    tell(teacher, EventKind.STATION, one, "repair", **placement)
    tell(manager, EventKind.RELEASE, one, **placement)
    return told


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row that was written, without the numbers that the database gives."""
    found = {}
    for label in WRITTEN:
        listed = []
        for row in apps.get_model(label).objects.all():
            values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            if row._meta.auto_field is not None:
                del values[row._meta.pk.attname]
            if label == "casework.Deadline" and values["kind"] == "task_due":
                del values["key"], values["body"]
            if label == "casework.Task" and values["about"].startswith("message:"):
                del values["about"]
            if label == "casework.TaskChange":
                values["task_id"] = row.task.kind
            listed.append(values)
        found[label] = sorted(listed, key=repr)
    return found


def recorded(school: SchoolCast) -> dict[str, list[dict[str, Any]]]:
    """The rows of `record`, call by call, then taken back."""
    with transaction.atomic():
        for actor, command in story(school):
            assert command.happened_at is not None
            with time_machine.travel(command.happened_at, tick=False):
                record(actor, commands=[command])
        found = rows()
        transaction.set_rollback(True)
    return found


def tellings(school: SchoolCast) -> list[Telling]:
    return [Telling(actor, c, c.happened_at or at(school, 0), SALT) for actor, c in story(school)]


@pytest.mark.parametrize("chunk", [3, 4_000])
def test_rows_equal_those_of_record(school: SchoolCast, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr("evenhand.apps.conduct.writing.secrets.token_hex", lambda _n: SALT)
    expected = recorded(school)
    assert len(expected["conduct.Event"]) == len(story(school))
    assert BulkWriter.of(school.school, chunk).write(tellings(school)) == len(story(school))
    found = rows()
    for label in WRITTEN:
        assert found[label] == expected[label], label


def test_again_is_passed_over(school: SchoolCast) -> None:
    BulkWriter.of(school.school).write(tellings(school))
    before = rows()
    assert BulkWriter.of(school.school).write(tellings(school)) == 0
    assert rows() == before


def test_a_refusal_writes_nothing_of_its_chunk(school: SchoolCast) -> None:
    good, bad = tellings(school)[0], tellings(school)[4]
    with pytest.raises(Refused, match="no such stay"):
        BulkWriter.of(school.school).write([good, bad])
    assert not Event.objects.exists()


def test_the_chain_verifies(school: SchoolCast) -> None:
    BulkWriter.of(school.school, 4).write(tellings(school))
    told = verify(school.school.pk)
    assert told.entries > len(story(school))
    assert told.broken_at is None
