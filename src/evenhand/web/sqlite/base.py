"""Django's SQLite backend in which writing transactions queue for a lock of the operating system.

SQLite itself lets a writer that finds another at work sleep for longer and longer before it looks again, up to a tenth
of a second each time, so that the unlucky wait for a second while the lucky overtake them. Here each waits for the lock
of a file beside the database and is woken as soon as it is free. The lock goes with the process that holds it, so a
crash leaves nothing behind; SQLite's own lock still decides, and whoever does without this one only waits as before.

Whoever has written waits for the disk after giving the turn on, not before: the next writes meanwhile, and one wait of
the disk serves all who have written before it. A commit still returns only once its rows are on the disk.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from threading import get_ident
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.sqlite3 import base

from evenhand.web.sqlite.checkpoints import checkpoints

DURABLE = 2
"""What `PRAGMA synchronous` answers where SQLite waits for the disk at each commit (FULL)."""


class Cursor(base.SQLiteCursorWrapper):
    """Django's cursor, which writes each statement once as SQLite takes it in place of every time it is run."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The statement with SQLite's own marks for its values."""
        return (
            _marked(query) if param_names is None else super().convert_query(query, param_names=param_names)
        )


@lru_cache(maxsize=1024)
def _marked(query: str) -> str:
    marked: str = base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
    return marked


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, and the lock while it is in a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None
        self._durable = False
        self._debugging = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, of which it is known whether we wait for the disk after its commits."""
        made = super().get_new_connection(conn_params)
        self._debugging = settings.DEBUG
        # Where the file system knows no write-ahead log, SQLite keeps its other journal and waits by itself.
        logged = made.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        self._durable = logged and made.execute("PRAGMA synchronous").fetchone()[0] == DURABLE
        return made

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002  Django names it
        """A cursor of this connection."""
        found: Cursor = self.connection.cursor(factory=Cursor)
        return found

    # Django asks before each of these three whether the thread runs an event loop, and after a commit changes a mode
    # that a transaction of ours never left: the server is a WSGI one, and `BEGIN` is said and not implied.

    def ensure_connection(self) -> None:
        """Connect where that has not been done."""
        if self.connection is None:
            super().ensure_connection()

    def validate_thread_sharing(self) -> None:
        """Raise where another thread than its own uses the connection."""
        if self._thread_ident != get_ident():  # type: ignore[attr-defined]  # the stubs leave it out
            super().validate_thread_sharing()

    def commit(self) -> None:
        """Commit, and return once all is on the disk."""
        self.validate_thread_sharing()
        self.validate_no_atomic_block()
        self._commit()
        self.errors_occurred = False
        self.run_commit_hooks_on_set_autocommit_on = True

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit or self.connection.isolation_level is not None:
            super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        """The rows of one statement, with little done beside it; Django's own way where somebody listens.

        What that does is kept: a broken transaction takes nothing more, and errors are Django's.
        """
        if self._heard():
            return self._by_django(sql, params)
        try:
            found: list[Any] = self.connection.execute(_marked(sql), params).fetchall()
        except sqlite3.Error:
            with self.wrap_database_errors:
                raise
        return found

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row of values, as `rows` runs one."""
        if self._heard():
            with self.cursor() as cursor:
                cursor.executemany(sql, rows)
            return
        try:
            self.connection.executemany(_marked(sql), rows)
        except sqlite3.Error:
            with self.wrap_database_errors:
                raise

    def _by_django(self, sql: str, params: Sequence[Any]) -> list[Any]:
        with self.cursor() as cursor:
            cursor.execute(sql, params or None)
            found: list[Any] = cursor.fetchall()
        return found

    def _heard(self) -> bool:
        """Whether somebody listens to each statement; before that, whether there is a connection that takes one."""
        if self.connection is None:
            self.ensure_connection()
        if self.needs_rollback:
            self.validate_no_broken_transaction()
        return self._listened()

    def _listened(self) -> bool:
        return bool(self.force_debug_cursor or self.execute_wrappers or self._debugging)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            if self._turn is not None and self._durable:
                self.connection.execute("PRAGMA synchronous=NORMAL")
            mode: str = self.transaction_mode or ""  # type: ignore[attr-defined]  # the stubs leave it out
            self.rows(f"BEGIN {mode}")
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        if self._listened() or self.connection is None:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        else:
            self._commit_unheard()
        if self._turn is not None:
            self._end_turn()
            self._wait_for_the_disk()
            if self._durable:
                checkpoints.after_commit(str(self.settings_dict["NAME"]))

    def _commit_unheard(self) -> None:
        try:
            self.connection.commit()
        except sqlite3.Error:
            with self.wrap_database_errors:
                raise

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_turn_on()

    def _take_turn(self) -> None:
        # Opened each time: a descriptor kept over a fork would share its lock with the child.
        if self._turn is not None or self.is_in_memory_db():
            return
        self._turn = os.open(f"{self.settings_dict['NAME']}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)

    def _end_turn(self) -> None:
        if self._turn is not None:
            self._give_turn_on()
            if self._durable:
                self.connection.execute("PRAGMA synchronous=FULL")

    def _give_turn_on(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None

    def _wait_for_the_disk(self) -> None:
        """Return once everything that is in the journal now is on the disk, others' rows too."""
        if not self._durable:
            return
        try:
            # No lock of SQLite's hangs on the journal itself, so that closing it gives none up.
            journal = os.open(f"{self.settings_dict['NAME']}-wal", os.O_RDONLY)
            try:
                os.fdatasync(journal)
            finally:
                os.close(journal)
        except OSError as error:
            raise OperationalError(f"what was written is not safe on the disk: {error.strerror}") from error
