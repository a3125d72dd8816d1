"""The journal is copied beside the work: nothing of it is lost, and what cannot be copied waits."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evenhand.web.sqlite import checkpoints
from evenhand.web.sqlite.checkpoints import EVERY, Checkpoints, copy


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database with a journal of its own, which SQLite does not copy."""
    made = sqlite3.connect(tmp_path / "school.sqlite3")
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA wal_autocheckpoint=0")
    made.execute("CREATE TABLE few (one TEXT)")
    made.commit()
    yield made
    made.close()


def written(database: sqlite3.Connection, rows: int) -> str:
    database.executemany("INSERT INTO few VALUES (?)", [("x" * 4000,)] * rows)
    database.commit()
    name: str = database.execute("PRAGMA database_list").fetchone()[2]
    return name


def test_all_that_is_committed_is_copied_while_somebody_writes(database: sqlite3.Connection) -> None:
    name = written(database, 20)
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO few VALUES ('not yet')")
    pages, copied = copy(name)
    assert pages == copied > 20
    database.commit()
    assert copy(name)[0] > 0
    assert database.execute("SELECT count(*) FROM few").fetchone() == (21,)


def test_no_lock_of_the_process_is_given_up_by_it(database: sqlite3.Connection) -> None:
    """Whoever else takes the journal away must find that somebody still uses it."""
    name = written(database, 20)
    taken = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode=DELETE')"
    )
    for _ in range(2):
        copy(name)
        other = subprocess.run(
            [sys.executable, "-c", taken, name], capture_output=True, text=True, check=False
        )
        assert "database is locked" in other.stderr
    database.close()
    last = subprocess.run([sys.executable, "-c", taken, name], capture_output=True, text=True, check=False)
    assert last.stderr == ""


def test_it_is_done_every_so_many_commits_and_never_twice_at_once(
    database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = written(database, 20)
    told: list[str] = []
    monkeypatch.setattr(checkpoints, "copy", told.append)
    counted = Checkpoints()
    for _ in range(EVERY - 1):
        counted.after_commit(name)
    assert told == []
    counted._copying.acquire()
    counted.after_commit(name)
    counted._copying.release()
    assert told == []
    counted.after_commit(name)
    with counted._copying:
        assert told == [name]


def test_a_journal_that_cannot_be_copied_is_told_of_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    counted = Checkpoints()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            for _ in range(EVERY):
                counted.after_commit(str(tmp_path / "nowhere" / "school.sqlite3"))
            with counted._copying:
                pass
    assert [record.message for record in caplog.records if "could not be copied" in record.message] != []
    assert not counted._copying.locked()
