"""An import writes what is new, once, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from django.db import DatabaseError, transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct.importing import Carried, PupilKey, Reading, Told, ground_of, import_events
from evenhand.apps.conduct.models import Event, HistoricEvent
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import SchoolCast

NOON = Told("a.csv", 3, "old", "7", PupilKey("id", "8-0"), date(2026, 11, 16), time(12), code="ACH-A1")
NINE = replace(NOON, line=4, source_id="8", clock=time(9, 30))
BEFORE = replace(NOON, line=5, source_id="9", day=date(2025, 11, 17))


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def bring(school: SchoolCast, *told: Told, in_order: bool = False) -> Carried:
    reading = Reading("CSV", list(told), in_order=in_order)
    return import_events(
        system_actor(school.school.pk, "import"), ground_of(school.school), reading, file="a.csv"
    )


def test_events_go_in_by_their_time_unless_the_file_has_its_own_order(school: SchoolCast) -> None:
    bring(school, NOON, NINE)
    later = [replace(one, source_id=f"{one.source_id}b") for one in (NOON, NINE)]
    bring(school, *later, in_order=True)
    hours = Event.objects.order_by("seq").values_list("happened_at__hour", flat=True)
    assert list(hours) == [9, 12, 12, 9]


def test_the_import_stands_in_the_audit_trail_once(school: SchoolCast) -> None:
    for _ in range(2):
        bring(school, NOON, BEFORE)
    assert AuditEntry.objects.filter(action="import_events").count() == 1


def test_history_is_append_only(school: SchoolCast) -> None:
    bring(school, BEFORE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HistoricEvent.objects.update(code="x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HistoricEvent.objects.all().delete()


def test_other_content_under_one_id_is_refused_in_one_file_too(school: SchoolCast) -> None:
    carried = bring(school, NOON, replace(NOON, line=4, pupil=PupilKey("id", "8-1")), replace(NOON, line=5))
    assert carried.counts() == {
        "added": 1, "decided": 1, "kept_undecided": 0, "flagged": 0, "refused": 1, "unchanged": 1,
    }  # fmt: skip
    assert [(fault.line, fault.column) for fault in carried.faults] == [(4, "id")]


def test_only_those_who_may_import_do(school: SchoolCast) -> None:
    with pytest.raises(PermissionError):
        import_events(school.actor("teacher"), ground_of(school.school), Reading("CSV", [NOON]))
    assert not Event.objects.exists()


VOID = replace(
    NOON, line=9, source_id="v", kind=EventKind.VOID, code="", about="7", details={"reason": "Wrong pupil"}
)


def test_an_entry_and_what_takes_it_back_may_stand_in_one_file(school: SchoolCast) -> None:
    carried = bring(school, NOON, VOID, in_order=True)
    assert [one.told.source_id for one in carried.decided] == ["7", "v"]
    assert carried.faults == []


def test_what_has_free_words_is_the_same_the_second_time(school: SchoolCast) -> None:
    bring(school, NOON, VOID, in_order=True)
    again = bring(school, NOON, VOID, in_order=True)
    assert (again.unchanged, again.refused, again.faults) == (2, 0, [])


def test_another_pupils_entry_is_not_taken_back(school: SchoolCast) -> None:
    carried = bring(school, NOON, replace(VOID, pupil=PupilKey("id", "8-1")), in_order=True)
    assert [(fault.column, fault.value) for fault in carried.faults] == [("about", "7")]
    assert [one.told.source_id for one in carried.decided] == ["7"]


def test_what_the_policy_refuses_takes_nothing_else_with_it(school: SchoolCast) -> None:
    arrival = replace(NOON, line=10, source_id="a", kind=EventKind.ARRIVAL, code="")
    carried = bring(school, NOON, VOID, arrival, in_order=True)
    assert [one.told.source_id for one in carried.decided] == ["7", "v"]
    assert [fault.column for fault in carried.faults] == ["stay"]
