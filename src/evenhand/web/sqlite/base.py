"""Django's SQLite backend in which writing transactions queue for a lock of the operating system.

SQLite itself lets a writer that finds another at work sleep for longer and longer before it looks again, up to a tenth
of a second each time, so that the unlucky wait for a second while the lucky overtake them. Here each waits for the lock
of a file beside the database and is woken as soon as it is free. The lock goes with the process that holds it, so a
crash leaves nothing behind; SQLite's own lock still decides, and whoever does without this one only waits as before.
"""

from __future__ import annotations

import fcntl
import os
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base


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

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002  Django names it
        """A cursor of this connection."""
        found: Cursor = self.connection.cursor(factory=Cursor)
        return found

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._end_turn()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        # Opened each time: a descriptor kept over a fork would share its lock with the child.
        if self._turn is not None or self.is_in_memory_db():
            return
        self._turn = os.open(f"{self.settings_dict['NAME']}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)

    def _end_turn(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None
