"""Django's SQLite backend in which writing transactions queue for a lock of the operating system.

SQLite itself lets a writer that finds another at work sleep for longer and longer before it looks again, up to a tenth
of a second each time, so that the unlucky wait for a second while the lucky overtake them. Here each waits for the lock
of a file beside the database and is woken as soon as it is free. The lock goes with the process that holds it, so a
crash leaves nothing behind; SQLite's own lock still decides, and whoever does without this one only waits as before.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, and the lock while it is in a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None

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
