"""Recording: exactly once, all or nothing, by the adult of the session, in a history that nobody rewrites."""

# ruff: noqa: S608  the statements are written here, with the names of our own tables
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from evenhand.apps.attendance.models import Mark
from evenhand.apps.audit import triggers
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.commands import Command, Conflicting, Refused
from evenhand.apps.conduct.models import (
    ClosedPeriod,
    Event,
    EventPayload,
    HistoricEvent,
    LedgerEntry,
    PupilHead,
)
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.services import record
from evenhand.apps.letters.models import ContactEntry
from evenhand.apps.letters.services import queue
from evenhand.apps.policy.models import SettingChange, StoredDecision
from evenhand.apps.removal.models import Stay
from evenhand.apps.support.models import DeviceMark
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import one, send, signed_in

TABLES = (Event, StoredDecision, AuditEntry, LedgerEntry, EventPayload, Stay, Task, Proposal)
Counts = dict[str, int]


def concern(cast: SchoolCast, code: str = "DIS-04", pupil: int = 0, **more: Any) -> Command:
    """A concern in the lesson that runs."""
    lesson = None if "where" in more else cast.lesson.pk
    return Command(uuid4(), EventKind.CONCERN, pupil or cast.pupil.pk, code, **{"lesson_id": lesson, **more})


def counts() -> Counts:
    """How many rows there are of everything that a record writes."""
    return {model.__name__: model.objects.count() for model in TABLES}


def refuses(cast: SchoolCast, *commands: Command, role: str = "teacher") -> dict[str, str]:
    """What is wrong with the commands, by field; nothing may have been written."""
    before = counts()
    with pytest.raises(Refused) as caught:
        record(cast.actor(role), commands=commands)
    assert counts() == before
    return {problem.field: problem.message for problem in caught.value.problems}


@pytest.fixture(autouse=True)
def scoped(here: SchoolCast) -> Any:
    """Every test stands in the school."""
    with in_school(here.school):
        yield


@pytest.mark.covers("STAR-80a", "STAR-31")
def test_a_record_is_an_event_with_its_decision_entry_and_link(here: SchoolCast) -> None:
    done = record(here.actor("teacher"), commands=[concern(here)]).done[0]
    assert (done.event.seq, done.again) == (1, False)
    assert StoredDecision.objects.get().event == done.event.pk
    assert list(LedgerEntry.objects.values_list("ledger", "value", "stage")) == [("behaviour", 1, "warning")]
    assert AuditEntry.objects.filter(subject=f"event:{done.event.pk}").count() == 1
    assert verify(here.school.pk).problem == ""


def test_the_same_id_with_the_same_content_is_one_record_and_one_answer(here: SchoolCast) -> None:
    command = concern(here, text="Called out twice")
    first = record(here.actor("teacher"), commands=[command]).done[0]
    before = counts()
    again = record(here.actor("teacher"), commands=[command]).done[0]
    assert again.again
    assert (again.event.pk, again.event.seq, again.decision) == (
        first.event.pk,
        first.event.seq,
        first.decision,
    )
    assert counts() == before


@pytest.mark.parametrize(
    "change",
    [
        {"code": "DIS-07"}, {"place": "Hall"}, {"text": "Other words"}, {"text": ""}, {"details": {"note": True}},
        {"happened_at": MOMENT - timedelta(minutes=1)}, {"kind": EventKind.ACHIEVEMENT, "code": "ACH-A1"},
    ],
)  # fmt: skip
def test_the_same_id_with_other_content_is_a_conflict(here: SchoolCast, change: dict[str, Any]) -> None:
    command = concern(here, text="Called out")
    record(here.actor("teacher"), commands=[command])
    before = counts()
    with pytest.raises(Conflicting) as caught:
        record(here.actor("teacher"), commands=[replace(command, **change)])
    assert caught.value.event_ids == (str(command.event_id),)
    assert counts() == before


def test_the_same_id_for_another_pupil_is_a_conflict(here: SchoolCast) -> None:
    command = concern(here)
    record(here.actor("teacher"), commands=[command])
    with pytest.raises(Conflicting):
        record(here.actor("teacher"), commands=[replace(command, pupil_id=here.pupils[1].pk)])


def test_an_id_twice_in_one_request_is_refused_also_when_one_of_them_is_known(here: SchoolCast) -> None:
    command = concern(here)
    assert "id" in refuses(here, command, command)
    record(here.actor("teacher"), commands=[command])
    with pytest.raises(Conflicting):
        record(here.actor("teacher"), commands=[replace(command, code="DIS-07"), command])


def test_an_id_of_another_school_is_a_conflict_and_no_crash(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        taken = Command(
            uuid4(), EventKind.ACHIEVEMENT, next_door.pupil.pk, "ENG-01", lesson_id=next_door.lesson.pk
        )
        record(next_door.actor("teacher"), commands=[taken])
    before = counts()
    with pytest.raises(Conflicting):
        record(here.actor("teacher"), commands=[replace(concern(here), event_id=taken.event_id)])
    assert counts() == before


def test_erased_words_are_not_kept_by_any_digest_and_a_repeat_is_still_a_repeat(here: SchoolCast) -> None:
    command = concern(here, text="He swore at me")
    silent = replace(command, event_id=uuid4(), text="")
    record(here.actor("teacher"), commands=[command, silent])
    rows = {row.pk: row for row in Event.objects.all()}
    assert rows[command.event_id].content_digest == rows[silent.event_id].content_digest
    EventPayload.objects.update(text="", salt="", erased_at=MOMENT)
    assert verify(here.school.pk).problem == ""
    assert record(here.actor("teacher"), commands=[command]).done[0].again


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_record_of_three_keeps_all_three_out(here: SchoolCast, place: int) -> None:
    commands = [concern(here, pupil=pupil.pk) for pupil in here.pupils[:2]]
    commands.insert(place, concern(here, code="NOPE"))
    assert set(refuses(here, *commands)) == {"code"}
    assert PupilHead.objects.exclude(seq=0).count() == 0


def test_what_the_engine_refuses_keeps_all_out_as_well(here: SchoolCast) -> None:
    assert "detail:minutes_late" in refuses(here, concern(here), concern(here, code="DIS-02"))
    assert Event.objects.count() == 0


def test_a_failing_performer_leaves_nothing_behind(here: SchoolCast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("the disc is full")

    monkeypatch.setattr("evenhand.apps.conduct.services.perform", fail)
    before = counts()
    with pytest.raises(RuntimeError):
        record(here.actor("teacher"), commands=[concern(here)])
    assert counts() == before
    assert ChainHead.objects.get().event_seq == 0


def test_numbers_have_no_gaps_and_follow_each_other(here: SchoolCast) -> None:
    for pupil in here.pupils[:3]:
        record(here.actor("teacher"), commands=[concern(here, pupil=pupil.pk), concern(here, pupil=pupil.pk)])
    refuses(here, concern(here, code="NOPE"))
    record(here.actor("teacher"), commands=[concern(here)])
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 8))
    assert replay(here.school.pk).differing == ()


@pytest.mark.covers("STAR-207a", "STAR-XCc")
def test_the_recorder_is_the_adult_of_the_session_and_the_awarder_is_kept_beside(here: SchoolCast) -> None:
    award = Command(
        uuid4(), EventKind.ACHIEVEMENT, here.pupil.pk, "ACH-A1", lesson_id=here.lesson.pk,
        on_behalf_of_id=here.user("tutor").pk,
    )  # fmt: skip
    event = record(here.actor("teacher"), commands=[award]).done[0].event
    kept = Event.objects.get(pk=event.pk)
    assert (kept.recorded_by_id, kept.on_behalf_of_id) == (here.user("teacher").pk, here.user("tutor").pk)
    link = AuditEntry.objects.get(subject=f"event:{event.pk}")
    assert (link.actor_id, link.actor_name) == (here.user("teacher").pk, here.actor("teacher").name)


@pytest.mark.parametrize("field", ["recorded_by", "actor", "by", "user", "roles", "school"])
def test_no_field_of_a_request_names_the_recorder(here: SchoolCast, field: str) -> None:
    sent = {**one(here, "concern", "DIS-04"), field: here.user("principal").pk}
    assert send(signed_in(here), sent).status_code == 422
    assert Event.objects.count() == 0


@pytest.mark.parametrize("field", ["witness", "on_behalf_of"])
def test_nobody_of_another_school_is_named(here: SchoolCast, next_door: SchoolCast, field: str) -> None:
    for person in (next_door.user("teacher").pk, 10**9):
        named: dict[str, Any] = {f"{field}_id": person}
        assert field in refuses(here, concern(here, **named))


@pytest.mark.covers("STAR-153b", "STAR-153c")
def test_a_referral_at_social_time_has_both_names(here: SchoolCast) -> None:
    duty, leader = here.user("tutor").pk, here.user("duty_leader").pk
    social: dict[str, Any] = {"where": Where.OUT_OF_CLASS, "place": "Dining hall"}
    first, second = concern(here, **social), concern(here, "DIS-07", **social)
    record(here.actor("tutor"), commands=[first, second])
    assert Stay.objects.count() == 0
    yes = Command(
        uuid4(), EventKind.CONFIRM, here.pupil.pk, where=Where.OUT_OF_CLASS, about=str(second.event_id)
    )
    record(here.actor("duty_leader"), commands=[yes])
    stay = Stay.objects.get()
    assert (stay.decider_id, Event.objects.get(pk=yes.event_id).recorded_by_id) == (leader, leader)
    assert Event.objects.get(pk=second.event_id).recorded_by_id == duty


def taken_back(about: Command, **details: str) -> Command:
    """A command that takes that one back."""
    return Command(
        uuid4(),
        EventKind.VOID,
        about.pupil_id,
        about=str(about.event_id),
        details={"reason": "Mis-tap", **details},
    )


@pytest.mark.covers("STAR-208")
def test_an_entry_is_taken_back_once(here: SchoolCast) -> None:
    command = concern(here)
    record(here.actor("teacher"), commands=[command])
    assert "about" in refuses(here, taken_back(command), taken_back(command))
    record(here.actor("teacher"), commands=[taken_back(command)])
    assert "about" in refuses(here, taken_back(command))
    assert sum(LedgerEntry.objects.values_list("value", flat=True)) == 0
    assert Event.objects.filter(pk=command.event_id).exists()


@pytest.mark.covers("STAR-208")
def test_taking_back_needs_a_reason_once_the_moment_has_passed(here: SchoolCast) -> None:
    command = concern(here)
    record(here.actor("teacher"), commands=[command])
    with time_machine.travel(MOMENT + timedelta(minutes=5), tick=False):
        bare = replace(taken_back(command), details={"undo": True})
        assert "reason" in refuses(here, bare)


def run_sql(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def keep_a_close_and_a_piece_of_history(here: SchoolCast) -> None:
    """A row in each table that `record` does not fill."""
    ClosedPeriod.objects.create(
        school=here.school, key="w:2026-11-09", kind="week", at=MOMENT, closed_at=MOMENT, after_seq=1
    )
    HistoricEvent.objects.create(
        id=uuid4(), school=here.school, pupil=here.pupil, kind="concern", happened_at=MOMENT, day=TODAY,
        where="lesson", source="edfi", source_id="1",
    )  # fmt: skip
    Mark.objects.create(
        school=here.school, pupil=here.pupil, day=TODAY, slot="am", number=1, code="/", source="hand"
    )
    ContactEntry.objects.create(school=here.school, pupil=here.pupil, who="A parent", way="phone")
    DeviceMark.objects.create(
        school=here.school, pupil=here.pupil, day=TODAY, mark="none", by=here.user("teacher")
    )
    queue(
        here.actor("teacher"), school=here.school, pupil=here.pupil, audience="family", template="recognition",
        values={},
    )  # fmt: skip


@pytest.mark.covers("STAR-208", "STAR-XCc")
@pytest.mark.parametrize("label", triggers.APPEND_ONLY)
@pytest.mark.parametrize("act", ["update", "delete", "truncate", "replace"])
def test_history_is_not_rewritten(here: SchoolCast, vendor: str, label: str, act: str) -> None:
    record(here.actor("teacher"), commands=[concern(here, text="Seen")])
    SettingChange.objects.create(school=here.school, key="ladder.scope", value="lesson", since=TODAY)
    keep_a_close_and_a_piece_of_history(here)
    model = apps.get_model(label)
    table, key = model._meta.db_table, model._meta.pk.column
    assert model.objects.exists()
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    statement: dict[str, str] = {
        "update": f'UPDATE {table} SET school_id = school_id WHERE "{key}" IS NOT NULL',
        "delete": f"DELETE FROM {table}",
        "truncate": f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE",
        "replace": f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}",
    }
    if vendor == "postgresql":
        statement["replace"] = (
            f'INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ("{key}") DO UPDATE SET school_id = 1'
        )
    elif act == "truncate":
        statement["truncate"] = f"DELETE FROM {table} WHERE 1"
    with pytest.raises(DatabaseError, match="append-only"):
        run_sql(statement[act])


def tamper(change: Callable[[AuditEntry], dict[str, Any]]) -> None:
    """Change the second link behind the triggers' back."""
    triggers.take_down()
    entry = AuditEntry.objects.order_by("seq")[1]
    AuditEntry.objects.filter(pk=entry.pk).update(**change(entry))
    triggers.install()


@pytest.mark.covers("STAR-XCc")
@pytest.mark.parametrize(
    "change",
    [
        lambda entry: {"actor_name": "Somebody else"},
        lambda entry: {"body": {**entry.body, "decision": "0" * 64}},
        lambda entry: {"at": entry.at + timedelta(seconds=1)},
        lambda entry: {"subject": "event:other"},
        lambda entry: {"previous": "0" * 64},
    ],
)
def test_the_chain_finds_a_tampered_row(
    here: SchoolCast, change: Callable[[AuditEntry], dict[str, Any]]
) -> None:
    record(here.actor("teacher"), commands=[concern(here) for _ in range(3)])
    assert verify(here.school.pk).problem == ""
    place = AuditEntry.objects.order_by("seq")[1].seq
    tamper(change)
    assert verify(here.school.pk).broken_at == place


def test_a_decision_changed_behind_the_triggers_is_found_by_replay(here: SchoolCast) -> None:
    record(here.actor("teacher"), commands=[concern(here), concern(here)])
    triggers.take_down()
    row = StoredDecision.objects.order_by("seq")[1]
    row.outcomes["outcomes"].pop()
    StoredDecision.objects.filter(pk=row.pk).update(outcomes=row.outcomes)
    triggers.install()
    assert {item.seq for item in replay(here.school.pk).differing} == {row.seq}


def test_both_changes_of_the_clock_are_recorded_and_replayed(here: SchoolCast) -> None:
    autumn = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    spring = [datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)]
    site = {"where": Where.OUT_OF_CLASS, "place": "A trip"}
    with time_machine.travel(datetime(2027, 4, 20, 9, tzinfo=UTC), tick=False):
        done = record(
            here.actor("duty_leader"),
            commands=[
                concern(here, pupil=pupil.pk, happened_at=at, **site)
                for pupil, at in zip(here.pupils, (*autumn, *spring), strict=False)
            ],
        ).done
    facts = [StoredDecision.objects.get(event=item.event.pk).facts[3] for item in done]
    assert [(fact[1], fact[2]) for fact in facts] == [
        ("01:30:00", 0), ("01:30:00", 1), ("00:59:00", 0), ("02:00:00", 0),
    ]  # fmt: skip
    assert [fact[3] for fact in facts] == [int(at.timestamp()) for at in (*autumn, *spring)]
    assert replay(here.school.pk).differing == ()
