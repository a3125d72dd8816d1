"""A writing transaction holds its turn until it ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.db.transaction import TransactionManagementError
from django.db.utils import ConnectionHandler
from django.test.utils import CaptureQueriesContext

from evenhand.web.settings.environment import database_settings
from evenhand.web.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection to a file of its own, in a transaction."""
    made = connected(tmp_path / "turn.sqlite3")
    begin(made)
    yield made
    made.close()


def connected(path: Path, synchronous: str = "FULL") -> DatabaseWrapper:
    """A connection to that file."""
    settings = database_settings(f"sqlite:///{path}", synchronous=synchronous)
    made = ConnectionHandler({"default": settings})["default"]
    assert isinstance(made, DatabaseWrapper)
    return made


def begin(database: DatabaseWrapper) -> None:
    """Begin a transaction."""
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def waits(database: DatabaseWrapper) -> int:
    """How SQLite itself waits for the disk now: 2 for each commit, 1 only before a checkpoint, 0 never."""
    with database.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        found: int = cursor.fetchone()[0]
    return found


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


def test_a_commit_gives_the_turn_on_and_then_waits_for_the_disk(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Path(f"{database.settings_dict['NAME']}-wal")
    waited: list[tuple[bool, int, bool]] = []
    real = os.fdatasync

    def watched(descriptor: int) -> None:
        written = os.fstat(descriptor)
        waited.append((is_free(database), written.st_size, os.path.samestat(written, journal.stat())))
        real(descriptor)

    monkeypatch.setattr(os, "fdatasync", watched)
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE few (one)")
    assert waits(database) == 1
    assert waited == []
    before = journal.stat().st_size
    database.commit()
    [(free, size, same)] = waited
    assert free
    assert same
    assert size > before
    database.set_autocommit(True)
    assert waits(database) == 2


def test_a_rollback_waits_for_nothing_and_statements_by_themselves_wait_again(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: pytest.fail("a rollback waited"))
    database.rollback()
    database.set_autocommit(True)
    assert waits(database) == 2


def test_where_commits_do_not_wait_nothing_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: pytest.fail("waited"))
    made = connected(tmp_path / "fast.sqlite3", synchronous="OFF")
    begin(made)
    assert waits(made) == 0
    made.commit()
    made.close()


def test_without_a_write_ahead_log_sqlite_waits_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: pytest.fail("waited"))
    settings = database_settings(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    settings["OPTIONS"]["init_command"] += "PRAGMA journal_mode=DELETE;"
    made = ConnectionHandler({"default": settings})["default"]
    assert isinstance(made, DatabaseWrapper)
    begin(made)
    assert waits(made) == 2
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE few (one)")
    made.commit()
    made.close()


def test_a_commit_that_the_disk_does_not_take_is_an_error(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", broken)
    with pytest.raises(OperationalError, match="not safe on the disk: Input/output error"):
        database.commit()
    assert is_free(database)


def test_plain_statements_raise_the_errors_of_django(database: DatabaseWrapper) -> None:
    assert database.rows("CREATE TABLE few (one UNIQUE)") == []
    database.run_many("INSERT INTO few VALUES (%s)", [(1,), (2,)])
    assert database.rows("SELECT sum(one) FROM few WHERE one < %s", [9]) == [(3,)]
    with pytest.raises(IntegrityError):
        database.rows("INSERT INTO few VALUES (%s)", [1])
    with pytest.raises(DatabaseError):
        database.run_many("INSERT INTO none_such VALUES (%s)", [(1,)])


def test_plain_statements_do_nothing_more_in_a_broken_transaction(database: DatabaseWrapper) -> None:
    database.in_atomic_block, database.needs_rollback = True, True
    with pytest.raises(TransactionManagementError):
        database.rows("SELECT 1")
    with pytest.raises(TransactionManagementError):
        database.run_many("INSERT INTO none_such VALUES (%s)", [(1,)])
    database.in_atomic_block, database.needs_rollback = False, False


def test_whoever_listens_to_statements_hears_the_plain_ones(database: DatabaseWrapper) -> None:
    heard: list[str] = []

    def listener(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(sql)
        return execute(sql, params, many, context)

    database.rows("CREATE TABLE few (one)")
    with database.execute_wrapper(listener):
        assert database.rows("SELECT %s", ["50 %"]) == [("50 %",)]
        database.run_many("INSERT INTO few VALUES (%s)", [(1,), (2,)])
    with CaptureQueriesContext(database) as captured:
        database.rows("SELECT 2")
    assert heard == ["SELECT %s", "INSERT INTO few VALUES (%s)"]
    assert [one["sql"] for one in captured.captured_queries] == ["SELECT 2"]


def test_another_thread_may_not_use_a_connection(database: DatabaseWrapper) -> None:
    refused: list[type[Exception]] = []

    def elsewhere() -> None:
        try:
            database.commit()
        except DatabaseError as error:
            refused.append(type(error))

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert refused == [DatabaseError]
    assert not is_free(database)


def test_what_waits_for_a_commit_runs_once_it_is_safe(database: DatabaseWrapper) -> None:
    database.rollback()
    database.set_autocommit(True)
    done: list[str] = []
    begin(database)
    database.in_atomic_block = True
    database.on_commit(lambda: done.append("told"))
    database.in_atomic_block = False
    database.commit()
    assert done == []
    database.set_autocommit(True)
    assert done == ["told"]
    assert database.get_autocommit()


def test_no_commit_within_a_block(database: DatabaseWrapper) -> None:
    database.in_atomic_block = True
    with pytest.raises(TransactionManagementError):
        database.commit()
    database.in_atomic_block = False
