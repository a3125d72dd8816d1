"""The tests run on the database that was asked for, set up as a school's own is."""

import os
import re

import pytest
from django.db import connection

from tests.guards.tree import SRC, files, shown, source

ON_SQLITE = os.environ.get("EVENHAND_TEST_DATABASE", "sqlite") == "sqlite"


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor == ("sqlite" if ON_SQLITE else "postgresql")


@pytest.mark.skipif(not ON_SQLITE, reason="pragmas are SQLite's")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("page_size", 2048),
        ("journal_mode", "wal"),
        ("recursive_triggers", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 20_000),
    ],
)
def test_sqlite_is_set_up_for_durable_append_only_tables(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


# What other rows refer to: an insert elsewhere waits for a plain lock on it, which may wait for that insert in turn.
REFERRED_TO = re.compile(r"\b(Pupil|School|Event|User|Group)\.objects\.select_for_update\((?!no_key=True)")


def test_rows_that_others_refer_to_are_locked_without_their_keys() -> None:
    plain = [shown(path) for path in files(SRC) if REFERRED_TO.search(source(path))]
    assert plain == [], "write select_for_update(no_key=True)"
