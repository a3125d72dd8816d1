"""A writing transaction holds its turn until it ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler

from evenhand.web.settings.environment import database_settings
from evenhand.web.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection to a file of its own, in a transaction."""
    handler = ConnectionHandler({"default": database_settings(f"sqlite:///{tmp_path / 'turn.sqlite3'}")})
    made = handler["default"]
    assert isinstance(made, DatabaseWrapper)
    made.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    yield made
    made.close()


def is_free(database: DatabaseWrapper) -> bool:
    """Whether somebody else could take the turn now."""
    lock = os.open(f"{database.settings_dict['NAME']}-turn", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def test_the_turn_ends_with_the_commit(database: DatabaseWrapper) -> None:
    assert not is_free(database)
    database.commit()
    assert is_free(database)


def test_the_turn_ends_with_a_rollback(database: DatabaseWrapper) -> None:
    assert not is_free(database)
    database.rollback()
    assert is_free(database)


def test_the_turn_ends_with_the_connection(database: DatabaseWrapper) -> None:
    assert not is_free(database)
    database.close()
    assert is_free(database)


def test_each_statement_is_written_with_the_marks_of_sqlite(database: DatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for value in ("50 %", "%s"):
            cursor.execute("SELECT %s, '100 %%', '%%s'", [value])
            assert cursor.fetchone() == (value, "100 %", "%s")
        cursor.execute("SELECT %(here)s", {"here": 7})
        assert cursor.fetchone() == (7,)
        cursor.execute("CREATE TABLE few (one)")
        cursor.executemany("INSERT INTO few VALUES (%s)", [(1,), (2,)])
        cursor.execute("SELECT sum(one) FROM few")
        assert cursor.fetchone() == (3,)
