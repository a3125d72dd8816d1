"""The digest that tells a repeat from a conflict, and the rows of one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import EventPayload, Incident, Involvement, LedgerEntry
from evenhand.apps.conduct.services import record
from evenhand.apps.conduct.writing import Rows, content_digest, plain, stamp, state_digest
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.facts import Answer
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import digest
from tests.cast import MOMENT, TODAY, SchoolCast

SENT = Command(
    UUID(int=1), EventKind.CONCERN, 5, "DIS-04", lesson_id=3, text="Called out", details={"a": ("x",)}
)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


@pytest.mark.parametrize(
    "change",
    [
        {"kind": EventKind.ACHIEVEMENT},
        {"pupil_id": 6},
        {"code": "DIS-07"},
        {"happened_at": MOMENT},
        {"where": Where.OUT_OF_CLASS},
        {"lesson_id": 4},
        {"place": "the hall"},
        {"details": {"a": ("y",)}},
        {"answers": (Answer("a1", "applied"),)},
        {"witness_id": 2},
        {"on_behalf_of_id": 2},
        {"about": "other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_differs_but_the_words_is_other_content(change: dict[str, object]) -> None:
    assert content_digest(replace(SENT, **change)) != content_digest(SENT)  # type: ignore[arg-type]  # one field each


def test_words_and_device_times_are_no_part_of_the_content() -> None:
    same = replace(SENT, event_id=UUID(int=2), text="Other words", device_at=MOMENT)
    assert content_digest(same) == content_digest(SENT)


def test_values_are_written_as_json_has_them() -> None:
    assert (plain(("a", "b")), plain("a"), plain(3)) == (["a", "b"], "a", 3)
    assert (stamp(None), stamp(MOMENT)) == ("", "2026-11-17T11:32:00+00:00")


def test_two_states_have_two_short_digests() -> None:
    assert state_digest([1]) != state_digest([2])
    assert state_digest([1]) == digest([1])[:32]


def test_parts_of_one_act_share_an_incident_and_another_act_has_its_own(school: SchoolCast) -> None:
    lesson = school.lesson.pk
    first, second = (
        Command(uuid4(), EventKind.CONCERN, pupil.pk, "DIS-04", lesson_id=lesson)
        for pupil in school.pupils[:2]
    )
    other = Command(uuid4(), EventKind.ACHIEVEMENT, school.pupil.pk, "ACH-A1", lesson_id=lesson)
    done = record(school.actor("teacher"), commands=[first, second, other]).done
    assert [item.event.incident_id for item in done] == [first.event_id, first.event_id, other.event_id]
    assert Incident.objects.count() == 2
    roles = Involvement.objects.filter(incident_id=first.event_id).values_list("role", flat=True)
    assert list(roles) == ["alleged", "alleged"]
    assert [row.role for row in Involvement.objects.filter(incident_id=other.event_id)] == ["present"]


def test_words_are_kept_apart_under_a_salt_of_their_own(school: SchoolCast) -> None:
    acts = [
        Command(uuid4(), EventKind.CONCERN, pupil.pk, "DIS-04", lesson_id=school.lesson.pk, text="Called out")
        for pupil in school.pupils[:2]
    ]
    events = [item.event for item in record(school.actor("teacher"), commands=acts).done]
    kept = {row.event_id: row for row in EventPayload.objects.all()}
    assert [event.payload_digest for event in events] == [
        digest([kept[event.pk].salt, "Called out"]) for event in events
    ]
    assert events[0].payload_digest != events[1].payload_digest
    (bare,) = record(school.actor("teacher"), commands=[replace(acts[0], event_id=uuid4(), text="")]).done
    assert (bare.event.payload_digest, len(kept)) == ("", EventPayload.objects.count())


def test_what_was_posted_and_decided_is_written_with_the_event(school: SchoolCast) -> None:
    act = Command(uuid4(), EventKind.CONCERN, school.pupil.pk, "DIS-04", lesson_id=school.lesson.pk)
    (done,) = record(school.actor("teacher"), commands=[act]).done
    entries = LedgerEntry.objects.filter(event=done.event).values_list(
        "ledger", "value", "stage", "day", "seq"
    )
    assert list(entries) == [("behaviour", 1, "warning", TODAY, done.event.seq)]
    stored = StoredDecision.objects.get(pk=act.event_id)
    assert (stored.digest, stored.seq) == (digest(stored.outcomes), done.event.seq)
    assert stored.state_before != stored.state_after


def test_no_rows_are_written_of_nothing(school: SchoolCast) -> None:
    Rows().write()
    assert (Incident.objects.count(), StoredDecision.objects.count()) == (0, 0)
