"""The tests run on the database that was asked for, set up as a school's own is."""

import os

import pytest
from django.db import connection

ON_SQLITE = os.environ.get("EVENHAND_TEST_DATABASE", "sqlite") == "sqlite"


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor == ("sqlite" if ON_SQLITE else "postgresql")


@pytest.mark.skipif(not ON_SQLITE, reason="pragmas are SQLite's")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("recursive_triggers", 1), ("foreign_keys", 1), ("busy_timeout", 20_000)],
)
def test_sqlite_is_set_up_for_durable_append_only_tables(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)
