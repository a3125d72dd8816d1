"""Reads of levels."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.apps.registers.models import LevelRow

STANDS = "stands"


def levels_in_force(pupil_ids: Iterable[int]) -> dict[tuple[int, str], LevelRow]:
    """The newest level that stands of each pupil on each register, indicators left out."""
    rows = LevelRow.objects.filter(pupil_id__in=list(pupil_ids), status=STANDS, shown_only=False)
    return {(row.pupil_id, row.register): row for row in rows.order_by("pk")}
