"""Agreed adjustments as the engine is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenhand.apps.tenancy.quick import rows
from evenhand.apps.tenancy.scoping import school_of_scope
from evenhand.engine.facts import Adjustment
from evenhand.engine.pack.schema import Pack


def agreed_words(pack: Pack, kind: str, words: str) -> str:
    """The words in which an adjustment was agreed, else what the policy calls its kind."""
    declared = pack.adjustments.get(kind)
    return words or (declared.label if declared else kind.replace("_", " ").capitalize())


def adjustments_on(day: date, pupil_ids: Sequence[int]) -> dict[int, tuple[Adjustment, ...]]:
    """The adjustments in force on that day, by pupil, oldest agreement first."""
    found = agreed_on(day, pupil_ids)
    return {pupil_id: tuple(adjustment for adjustment, _ in agreed) for pupil_id, agreed in found.items()}


def agreed_on(day: date, pupil_ids: Sequence[int]) -> dict[int, tuple[tuple[Adjustment, str], ...]]:
    """The adjustments in force on that day with the words in which they were agreed, by pupil.

    By plain SQL, since every record asks.
    """
    if not pupil_ids:
        return {}
    marks = ", ".join(["%s"] * len(pupil_ids))
    sql = (
        "SELECT id, pupil_id, kind, value, words FROM support_agreedadjustment "  # noqa: S608  placeholders only
        f"WHERE school_id = %s AND pupil_id IN ({marks}) AND valid_from <= %s "
        "AND (valid_to IS NULL OR valid_to >= %s) ORDER BY pupil_id, id"
    )
    agreed = rows(sql, [school_of_scope(), *pupil_ids, day.isoformat(), day.isoformat()])
    found: dict[int, tuple[tuple[Adjustment, str], ...]] = {}
    for pk, pupil_id, kind, value, words in agreed:
        found[pupil_id] = (*found.get(pupil_id, ()), (Adjustment(str(pk), kind, value), words))
    return found
