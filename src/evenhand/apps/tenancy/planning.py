"""What SQLite is told of the tables, so that it looks rows up by their own key rather than by their school.

Without figures SQLite takes a school's index for a narrow one and reads the whole history of a school to find fifty
rows by their ids. Its own ANALYZE would help only once a school has grown, and only connections that are opened
after it; so the figures are those of a large school, and stand from the first day.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

ROWS = 1_000_000
NARROWED = 1_000
"""How much each column after the school narrows down, where an index is not unique."""


def tell_planner(using: str = "default", **_signal: Any) -> None:
    """Write the figures for every index of the database. After each migration; on PostgreSQL nothing."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE sqlite_master"
        )  # counts nothing, but makes the table of figures where there is none
        rows = [
            (table, index, stat)
            for table in connection.introspection.table_names(cursor)
            for index, stat in _figures(cursor, table)
        ]
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_master")  # read by this connection, too


def _figures(cursor: CursorWrapper, table: str) -> list[tuple[str, str]]:
    """Each index of a table with its figures: all rows, then rows for one value of its first columns."""
    cursor.execute('SELECT name, "unique", partial FROM pragma_index_list(%s)', [table])
    found = []
    for name, unique, partial in cursor.fetchall():
        if partial:
            continue
        cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [name])
        found.append((name, figures([column for (column,) in cursor.fetchall()], unique=bool(unique))))
    return found


def figures(columns: list[str], *, unique: bool) -> str:
    """How SQLite writes them: a school has every row, each further column narrows, a whole unique key has one."""
    left, counts = ROWS, [ROWS]
    for number, column in enumerate(columns, 1):
        if column != "school_id":
            left = max(left // NARROWED, 1)
        counts.append(1 if unique and number == len(columns) else left)
    return " ".join(str(count) for count in counts)
