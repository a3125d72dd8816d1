"""SQLite is told enough to find rows by their own keys from the first day."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.planning import figures
from evenhand.apps.tenancy.scoping import in_school


def test_a_school_narrows_nothing_and_a_whole_unique_key_has_one_row() -> None:
    assert figures(["school_id", "seq"], unique=True) == "1000000 1000000 1"
    assert figures(["school_id", "pupil_id", "day"], unique=False) == "1000000 1000000 1000 1"
    assert figures(["id"], unique=True) == "1000000 1"


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "key"), [(Event, "id"), (StoredDecision, "event")])
def test_rows_are_found_by_their_ids(model: type[Event] | type[StoredDecision], key: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts for itself")
    with in_school(1):
        plan = model.objects.filter(pk__in=[uuid4() for _ in range(50)]).explain()
    assert f"({key}=?)" in plan
