"""The cursor of the busiest paths' plain SQL."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def quick_cursor() -> Any:
    """A cursor, to be opened in a `with`: the database's own quick one where it has one, else Django's."""
    database = connections[DEFAULT_DB_ALIAS]
    made = getattr(database, "quick_cursor", None) or database.cursor
    return made()
