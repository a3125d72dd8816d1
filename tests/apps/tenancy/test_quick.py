"""Plain statements of the busiest paths are run alike on either database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from evenhand.apps.tenancy.quick import database, rows, run_many

pytestmark = pytest.mark.django_db


def test_a_statement_is_run_with_its_values_on_either_database() -> None:
    assert [tuple(row) for row in rows("SELECT %s, %s", ["50 %", 7])] == [("50 %", 7)]
    assert [tuple(row) for row in rows("SELECT 1")] == [(1,)]


def test_a_statement_without_rows_gives_none() -> None:
    assert rows("CREATE TEMPORARY TABLE few (one integer UNIQUE)") == []
    run_many("INSERT INTO few VALUES (%s)", [(1,), (2,)])
    assert rows("UPDATE few SET one = one + %s", [10]) == []
    assert [row[0] for row in rows("SELECT one FROM few ORDER BY one")] == [11, 12]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows("INSERT INTO few VALUES (%s)", [11])
    assert not database().needs_rollback
    rows("DROP TABLE few")
