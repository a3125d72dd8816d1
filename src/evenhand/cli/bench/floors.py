"""What the machine can do at best: durable commits of SQLite by itself."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

SECONDS = 1.0
ROW = "x" * 200


def raw_commits(folder: Path, seconds: float = SECONDS) -> float:
    """Commits of one row a second, durable as the product's (WAL, FULL), in a file of its own in that folder."""
    path = folder / "commits.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, words TEXT)")
        started = time.perf_counter()
        count = 0
        while time.perf_counter() - started < seconds:
            connection.execute("INSERT INTO bench (words) VALUES (?)", (ROW,))
            count += 1
        return count / (time.perf_counter() - started)
    finally:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
