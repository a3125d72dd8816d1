"""Plain SQL for the reads and writes of pupils' heads, which every record makes.

Each statement names its school, so that nothing leaves the scope; a guard lists this module among those that may open
a cursor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from evenhand.apps.tenancy.jsontext import canonical_text
from evenhand.apps.tenancy.quick import database, rows, run_many


class Head(NamedTuple):
    """A pupil's head: the state as JSON holds it, the number of the last event, and the state as it was kept."""

    pupil_id: int
    state: Any
    seq: int
    kept: str = ""


def heads_of(school_id: int, pupil_ids: Collection[int]) -> dict[int, Head]:
    """The heads of these pupils in the order of their ids; pupils without one are left out."""
    return {
        pupil_id: Head(pupil_id, orjson.loads(state), seq, state)
        for pupil_id, state, seq in _heads("pupil_id, state, seq", school_id, pupil_ids, lock=False)
    }


def texts_of(school_id: int, pupil_ids: Collection[int]) -> dict[int, str]:
    """The state of each of these pupils as the head keeps it; pupils without a head are left out."""
    return dict(_heads("pupil_id, state", school_id, pupil_ids, lock=False))


def numbers_of(school_id: int, pupil_ids: Collection[int]) -> dict[int, int]:
    """The number of each head, none locked; pupils without one are left out."""
    return dict(_heads("pupil_id, seq", school_id, pupil_ids, lock=False))


def locked(school_id: int, pupil_ids: Collection[int]) -> dict[int, int]:
    """The number of each head, all locked in the order of their pupils' ids; pupils without one are left out."""
    return dict(_heads("pupil_id, seq", school_id, pupil_ids, lock=True))


def _heads(columns: str, school_id: int, pupil_ids: Collection[int], *, lock: bool) -> list[Any]:
    marks = ", ".join(["%s"] * len(pupil_ids))
    end = " FOR UPDATE" if lock and database().vendor == "postgresql" else ""
    sql = (
        f"SELECT {columns} FROM conduct_pupilhead "  # noqa: S608  columns named above, else placeholders
        f"WHERE school_id = %s AND pupil_id IN ({marks}) ORDER BY pupil_id{end}"
    )
    return rows(sql, [school_id, *pupil_ids])


def state_text(state: Any) -> str:
    """A state as the head keeps it: its canonical text, of which the digest is taken too."""
    return canonical_text(state)


def canonical_kept(head: Head) -> str | None:
    """The canonical text of a head's state where it is kept in that form, which spares writing it anew; else None.

    All other forms, of PostgreSQL and of earlier versions, have a space after each comma, and no state is of one part.
    """
    return head.kept if head.state and " " not in head.kept else None


def move(school_id: int, heads: Iterable[tuple[int, str, int]]) -> None:
    """Write new states and numbers of heads, given by their pupils' ids; a state as `state_text` makes it."""
    moved: list[list[str | int]] = [[text, seq, school_id, pupil_id] for pupil_id, text, seq in heads]
    sql = "UPDATE conduct_pupilhead SET state = %s, seq = %s WHERE school_id = %s AND pupil_id = %s"
    if len(moved) == 1:
        rows(sql, moved[0])
    else:
        run_many(sql, moved)


def any_event(school_id: int, ids: Sequence[UUID]) -> bool:
    """Whether any of these ids is recorded already."""
    here, marks = database(), ", ".join(["%s"] * len(ids))
    sql = f"SELECT 1 FROM conduct_event WHERE school_id = %s AND id IN ({marks}) LIMIT 1"  # noqa: S608  placeholders only
    written = ids if here.features.has_native_uuid_field else [ident.hex for ident in ids]
    return bool(rows(sql, [school_id, *written]))
