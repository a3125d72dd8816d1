"""The cursor of the busiest paths' plain SQL."""

from __future__ import annotations

from typing import Any

from django.db import connection


def quick_cursor() -> Any:
    """A cursor, to be opened in a `with`: the database's own quick one where it has one, else Django's."""
    made = getattr(connection, "quick_cursor", connection.cursor)
    return made()
