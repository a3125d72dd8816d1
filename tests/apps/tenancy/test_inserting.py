"""Rows written with plain SQL are what Django would have written, and stay in the school's scope."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Incident
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.inserting import ReadyJson, insert_rows, insert_values, update_rows, update_values
from evenhand.apps.tenancy.models import School, Trust
from evenhand.apps.tenancy.scoping import ScopeError, in_school

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 17, 11, 32, 5, 120_000, tzinfo=UTC)
IDENT = UUID("0190f3b2-0000-7000-8000-000000000001")


@pytest.fixture
def schools() -> list[School]:
    """Two schools."""
    trust = Trust.objects.create(name="Trust")
    return [School.objects.create(trust=trust, name=name, slug=name) for name in ("one", "two")]


def incident(school: School, **more: Any) -> dict[str, Any]:
    """The values of an incident that have no default."""
    return {
        "id": IDENT, "school_id": school.pk, "happened_at": AT, "where": "lesson", "scope": "s", **more,
    }  # fmt: skip


def test_values_are_read_back_as_they_were(schools: list[School]) -> None:
    with in_school(schools[0]):
        insert_values(Incident, [incident(schools[0])])
        row = Incident.objects.get()
        assert (row.pk, row.happened_at, row.where, row.place, row.lesson_id) == (
            IDENT, AT, "lesson", "", None,
        )  # fmt: skip
        assert Incident.objects.filter(happened_at=AT, pk=IDENT).exists()


def test_json_and_dates_are_found_by_django(schools: list[School]) -> None:
    body = {"a": [1, None, "é"], "b": True}
    values = {"school_id": schools[0].pk, "actor_name": "x", "action": "a", "subject": "s", "at": AT}
    with in_school(schools[0]):
        insert_values(AuditEntry, [{**values, "seq": 1, "previous": "", "digest": "d", "body": body}])
        assert AuditEntry.objects.get(body__a=[1, None, "é"]).body == body
        born = {"school_id": schools[0].pk, "given": "A", "family": "B", "date_of_birth": date(2014, 2, 1)}
        insert_values(Pupil, [{**born, "source": "s", "source_id": "1"}])
        assert Pupil.objects.get(date_of_birth=date(2014, 2, 1)).family == "B"


@pytest.mark.parametrize("body", [ReadyJson('{"a":[1,null,"é"]}'), {"a": [1, None, "é"]}])
def test_json_that_is_text_already_is_not_wrapped_again(schools: list[School], body: object) -> None:
    values = {"school_id": schools[0].pk, "actor_name": "x", "action": "a", "subject": "s", "at": AT}
    with in_school(schools[0]):
        insert_values(AuditEntry, [{**values, "seq": 1, "previous": "", "digest": "d", "body": body}])
        assert AuditEntry.objects.get().body == {"a": [1, None, "é"]}


def test_another_schools_row_is_refused(schools: list[School]) -> None:
    with in_school(schools[0]), pytest.raises(ScopeError, match="Incident"):
        insert_values(Incident, [incident(schools[1])])


def test_a_value_without_a_column_is_refused(schools: list[School]) -> None:
    with in_school(schools[0]), pytest.raises(TypeError, match="wher"):
        insert_values(Incident, [incident(schools[0], wher="lesson")])


def test_a_column_without_its_value_is_named(schools: list[School]) -> None:
    values = {"school_id": schools[0].pk, "kind": "k", "label": "No moment"}
    with in_school(schools[0]), pytest.raises(TypeError, match="Task needs a value for opened_at"):
        insert_values(Task, [values])


def test_updates_stay_in_the_school(schools: list[School]) -> None:
    with in_school(schools[1]):
        theirs = Task.objects.create(school=schools[1], kind="k", label="Theirs")
    with in_school(schools[0]):
        ours = Task.objects.create(school=schools[0], kind="k", label="Ours")
        update_values(Task, {row.pk: {"status": "done", "closed_at": AT} for row in (ours, theirs)})
        row = Task.objects.get()
        assert (row.status, row.closed_at, row.label) == ("done", AT, "Ours")
    with in_school(schools[1]):
        assert Task.objects.get().status == "open"


def test_rows_are_updated_by_whatever_key_they_have(schools: list[School]) -> None:
    with in_school(schools[0]):
        insert_values(Incident, [incident(schools[0])])
        row = Incident.objects.get()
        row.place, row.scope = "yard", "not named"
        update_rows([row], ("place",))
        update_rows([], ("place",))
        row.refresh_from_db()
        assert (row.pk, row.place, row.scope) == (IDENT, "yard", "s")


def test_rows_that_nobody_needs_the_keys_of(schools: list[School]) -> None:
    with in_school(schools[0]):
        insert_rows(Task(school=schools[0], kind="k", label=label) for label in "ab")
        insert_rows([])
        assert sorted(Task.objects.values_list("label", flat=True)) == ["a", "b"]
        with pytest.raises(ScopeError):
            insert_rows([Task(school=schools[1], kind="k", label="c")])
