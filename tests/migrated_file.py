"""A migrated SQLite file is kept between runs, since the migrations cost more than most files of tests.

It is taken only where every migration and every pinned package is as it was, and `migrate` runs on the copy all the same:
`pytest --cache-clear` forgets it. Of several processes that find none the first makes it, and the others wait for it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parents[1]


def keep_migrated(connection: BaseDatabaseWrapper, folder: Path) -> None:
    """Let this connection's test database begin as the kept file, and keep it where there is none yet."""
    creation: Any = connection.creation
    make: Callable[..., str] = creation._create_test_db
    build: Callable[..., str] = creation.create_test_db
    kept = folder / f"{digest()}.sqlite3"

    def copied(*told: Any, **more: Any) -> str:
        name = make(*told, **more)
        if kept.exists():
            shutil.copyfile(kept, name)
        return name

    def built(*told: Any, **more: Any) -> str:
        if kept.exists():
            return build(*told, **more)
        with one_at_a_time(kept.with_suffix(".turn")):
            name = build(*told, **more)
            if not kept.exists():
                keep(Path(name), kept)
        return name

    creation._create_test_db, creation.create_test_db = copied, built


@contextmanager
def one_at_a_time(turn: Path) -> Iterator[None]:
    """Let the block run in one process after the other; whoever ends, however it ends, lets the next begin."""
    with turn.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def keep(made: Path, kept: Path) -> None:
    """Copy a database that is open, whole or not at all; what was kept for other migrations goes."""
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(made) as source, sqlite3.connect(draft) as target:
        source.backup(target)
    source.close()
    target.close()
    draft.replace(kept)


def empty_tables_into(file: Path) -> None:
    """A new file with the tables of the tests' own database, which is on SQLite and to which the fixtures have seen."""
    with closing(sqlite3.connect(connections["default"].settings_dict["NAME"])) as tests_own:
        tests_own.execute("VACUUM INTO ?", [str(file)])


def digest() -> str:
    """One name for the content of every migration and the pinned packages, whose migrations run too."""
    found = hashlib.sha256()
    for file in sorted([*ROOT.glob("src/**/migrations/*.py"), ROOT / "requirements" / "base.txt"]):
        found.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]
