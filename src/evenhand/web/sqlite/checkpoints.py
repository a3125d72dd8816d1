"""SQLite's journal is copied into the database beside the work, not by whoever happens to commit.

SQLite lets the commit that finds the journal long copy it, which takes tens of milliseconds in which all others wait for
their turn. Here a thread of the process does it every so many commits while others write; what SQLite does by itself
remains for a journal that has grown far beyond that, since only when nobody writes can it begin anew. The commit that
does so waits until the database is on the disk, so that the thread has the disk write it, too, while nobody waits.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from functools import cache
from threading import Lock, Thread

log = logging.getLogger(__name__)

EVERY = 100
"""So many commits of a process: some three thousand pages where only one process writes."""


class Checkpoints:
    """The count of one process, and at most one copying at a time."""

    def __init__(self) -> None:
        self._commits = 0
        self._copying = Lock()

    def after_commit(self, database: str) -> None:
        """Count a commit, and have the journal copied where it is time."""
        self._commits += 1
        if self._commits >= EVERY and self._copying.acquire(blocking=False):
            self._commits = 0
            Thread(target=self._copy, args=(database,), name="checkpoint", daemon=True).start()

    def _copy(self, database: str) -> None:
        try:
            copy(database)
        except (sqlite3.Error, OSError):
            # Nothing is lost by it: the journal is longer until the next time.
            log.warning("the journal of %s could not be copied", database, exc_info=True)
        finally:
            self._copying.release()


def copy(database: str) -> tuple[int, int]:
    """Copy what can be copied without holding anybody up: the pages of the journal, and how many are in the database.

    Raises sqlite3.Error, OSError.
    """
    connection = sqlite3.connect(database)
    try:
        _, pages, copied = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    finally:
        connection.close()
    os.fdatasync(_opened(database))
    return pages, copied


@cache
def _opened(database: str) -> int:
    """A descriptor of the file that is never closed: closing one gives up every lock that the process has on the file."""
    return os.open(database, os.O_RDONLY)


checkpoints = Checkpoints()
