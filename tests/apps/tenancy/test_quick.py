"""The cursor of the busiest paths is the database's own quick one where it has one."""

from __future__ import annotations

import pytest
from django.db import connection

from evenhand.apps.tenancy.quick import quick_cursor

pytestmark = pytest.mark.django_db


def test_a_statement_is_run_with_its_values_on_either_database() -> None:
    with quick_cursor() as cursor:
        assert hasattr(connection, "quick_cursor") == (type(cursor).__name__ == "QuickCursor")
        cursor.execute("SELECT %s, %s", ["50 %", 7])
        assert tuple(cursor.fetchone()) == ("50 %", 7)
