"""Rows read the short way are what Django reads: same values, same models, same joined models."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.db.models.signals import post_init

from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.reading import model_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.conduct.test_services import concern
from tests.cast import SchoolCast


def all_lessons(day: Any) -> QuerySet[LessonOccurrence]:
    return LessonOccurrence.objects.filter(day__gte=day).select_related("group", "staff").order_by("pk")


def all_events(kind: Any) -> QuerySet[Event]:
    rows = Event.objects.filter(kind=kind).select_related("pupil", "incident__lesson__group", "witness")
    return rows.order_by("seq")


def some_columns(year: Any) -> QuerySet[Pupil]:
    return Pupil.objects.filter(year_group=year).only("given", "school").order_by("pk")


def told(row: Model) -> dict[str, Any]:
    """What a model holds, with what is joined to it."""
    joined = row._state.fields_cache
    assert (row._state.adding, row._state.db) == (False, "default")
    values = {name: value for name, value in vars(row).items() if name != "_state"}
    forward = {field.name for field in row._meta.concrete_fields}
    return values | {
        name: told(one) if isinstance(one, Model) else one for name, one in joined.items() if name in forward
    }


@pytest.mark.parametrize(
    ("build", "argument"),
    [(all_lessons, "2000-01-01"), (all_events, "concern"), (some_columns, 8)],
)
def test_models_hold_what_djangos_hold(here: SchoolCast, build: Any, argument: Any) -> None:
    with in_school(here.school):
        record(here.actor("teacher"), commands=[concern(here), concern(here, pupil=here.pupils[1].pk)])
        found, expected = prepared(build)(argument), list(build(argument))
        assert [told(row) for row in found] == [told(row) for row in expected]
        assert found


def test_columns_left_out_are_read_when_they_are_asked_for(here: SchoolCast) -> None:
    with in_school(here.school):
        first = prepared(some_columns)(8)[0]
        assert "family" in first.get_deferred_fields()
        assert first.family == Pupil.objects.get(pk=first.pk).family


def test_values_come_as_django_reads_them(here: SchoolCast) -> None:
    @prepared
    def values(kind: Any) -> QuerySet[Event, Any]:
        rows = Event.objects.filter(kind=kind).order_by("seq")
        return rows.values_list("pk", "recorded_at", "device_at", "details", "day")

    with in_school(here.school):
        record(here.actor("teacher"), commands=[concern(here), concern(here, device_at=datetime.now(UTC))])
        found = values("concern")
        rows = Event.objects.filter(kind="concern").order_by("seq")
        assert found == list(rows.values_list("pk", "recorded_at", "device_at", "details", "day"))
        assert [row[2] is None for row in found] == [True, False]
        assert str(found[0][1].tzinfo) == "UTC"


def test_a_model_that_somebody_listens_to_is_made_djangos_way(here: SchoolCast) -> None:
    heard: list[Model] = []

    def listen(instance: Model, **_more: Any) -> None:
        heard.append(instance)

    post_init.connect(listen, sender=Pupil, dispatch_uid="test")
    try:
        with in_school(here.school):
            assert len(prepared(some_columns)(8)) == len(heard)
    finally:
        post_init.disconnect(sender=Pupil, dispatch_uid="test")


@pytest.mark.parametrize("left_out", ["", "code"])
def test_a_new_model_holds_what_djangos_holds(here: SchoolCast, left_out: str) -> None:
    with in_school(here.school):
        record(here.actor("teacher"), commands=[concern(here)])
        found = Event.objects.get()
        columns = {field.attname for field in Event._meta.concrete_fields} - {left_out}
        values = {name: getattr(found, name) for name in columns}
        made, meant = model_of(Event, values), Event(**values)
        assert {**vars(made), "_state": None} == {**vars(meant), "_state": None}
        assert (made._state.adding, made._state.db, made.pupil) == (True, None, found.pupil)
