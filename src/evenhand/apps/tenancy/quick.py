"""The plain SQL of the busiest paths: the database's own quick way where it has one, else Django's cursor."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


class _Here(threading.local):
    """The database of this thread: Django asks at each look whether the thread runs an event loop, as none here does."""

    database: Any = None


_here = _Here()


def database() -> Any:
    """The database as this thread has it."""
    found = _here.database
    if found is None:
        found = _here.database = connections[DEFAULT_DB_ALIAS]
    return found


def rows(sql: str, params: Sequence[Any] = ()) -> list[Any]:
    """Run one statement with its values; its rows, none of one that gives none."""
    here = database()
    quick = getattr(here, "rows", None)
    if quick is not None:
        found: list[Any] = quick(sql, params)
        return found
    with here.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def run_many(sql: str, values: Sequence[Sequence[Any]]) -> None:
    """Run one statement for each row of values."""
    here = database()
    quick = getattr(here, "run_many", None)
    if quick is not None:
        quick(sql, values)
        return
    with here.cursor() as cursor:
        cursor.executemany(sql, values)
