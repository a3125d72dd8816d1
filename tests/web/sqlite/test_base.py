"""A writing transaction holds its turn until it ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.utils import ConnectionHandler

from evenhand.web.settings.environment import database_settings
from evenhand.web.sqlite.base import DatabaseWrapper


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DatabaseWrapper]:
    """A connection to a file of its own, under the alias `turn`."""
    handler = ConnectionHandler({"default": database_settings(f"sqlite:///{tmp_path / 'turn.sqlite3'}")})
    made = handler["default"]
    assert isinstance(made, DatabaseWrapper)
    made.alias = "turn"
    made.inc_thread_sharing()
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: made)
    yield made
    made.close()
    assert "turn" not in connections


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
    with transaction.atomic():
        assert not is_free(database)
    assert is_free(database)


def test_the_turn_ends_with_a_rollback(database: DatabaseWrapper) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), database.cursor() as cursor:
        assert not is_free(database)
        cursor.execute("SELECT * FROM nowhere")
    assert is_free(database)


def test_a_savepoint_keeps_the_turn(database: DatabaseWrapper) -> None:
    with transaction.atomic():
        with transaction.atomic():
            pass
        assert not is_free(database)
    assert is_free(database)
