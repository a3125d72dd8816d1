"""The database and the cursor of the busiest paths' plain SQL."""

from __future__ import annotations

import threading
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


def quick_cursor() -> Any:
    """A cursor, to be opened in a `with`: the database's own quick one where it has one, else Django's."""
    here = database()
    made = getattr(here, "quick_cursor", None) or here.cursor
    return made()
