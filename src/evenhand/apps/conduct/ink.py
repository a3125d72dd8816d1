"""Plain SQL for the reads and writes of pupils' heads, which every record makes.

Each statement names its school, so that nothing leaves the scope; a guard lists this module among those that may open
a cursor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

ID = models.UUIDField()


class Head(NamedTuple):
    """A pupil's head as it was locked: the state as JSON holds it, and the number of the last event."""

    pupil_id: int
    state: Any
    seq: int


def locked(school_id: int, pupil_ids: Sequence[int]) -> dict[int, Head]:
    """The heads of these pupils, locked in the order of their ids; pupils without one are left out."""
    marks = ", ".join(["%s"] * len(pupil_ids))
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    sql = (
        "SELECT pupil_id, state, seq FROM conduct_pupilhead "  # noqa: S608  placeholders only
        f"WHERE school_id = %s AND pupil_id IN ({marks}) ORDER BY pupil_id{lock}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [school_id, *pupil_ids])
        rows = cursor.fetchall()
    return {pupil_id: Head(pupil_id, json.loads(state), seq) for pupil_id, state, seq in rows}


def move(school_id: int, heads: Iterable[Head]) -> None:
    """Write the heads' new states and numbers."""
    rows: list[list[str | int]] = [
        [
            json.dumps(head.state, separators=(",", ":"), ensure_ascii=False),
            head.seq,
            school_id,
            head.pupil_id,
        ]
        for head in heads
    ]
    sql = "UPDATE conduct_pupilhead SET state = %s, seq = %s WHERE school_id = %s AND pupil_id = %s"
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)


def any_event(school_id: int, ids: Sequence[UUID]) -> bool:
    """Whether any of these ids is recorded already."""
    marks = ", ".join(["%s"] * len(ids))
    sql = f"SELECT 1 FROM conduct_event WHERE school_id = %s AND id IN ({marks}) LIMIT 1"  # noqa: S608  placeholders only
    with connection.cursor() as cursor:
        cursor.execute(sql, [school_id, *(ID.get_db_prep_value(ident, connection) for ident in ids)])
        return cursor.fetchone() is not None
