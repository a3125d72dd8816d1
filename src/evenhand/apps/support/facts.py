"""Agreed adjustments as the engine is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from evenhand.apps.support.models import AgreedAdjustment
from evenhand.engine.facts import Adjustment


def adjustments_on(day: date, pupil_ids: Sequence[int]) -> dict[int, tuple[Adjustment, ...]]:
    """The adjustments in force on that day, by pupil, oldest agreement first."""
    found = agreed_on(day, pupil_ids)
    return {pupil_id: tuple(adjustment for adjustment, _ in agreed) for pupil_id, agreed in found.items()}


def agreed_on(day: date, pupil_ids: Sequence[int]) -> dict[int, tuple[tuple[Adjustment, str], ...]]:
    """The adjustments in force on that day with the words in which they were agreed, by pupil."""
    rows = AgreedAdjustment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), pupil_id__in=pupil_ids, valid_from__lte=day
    ).order_by("pupil_id", "pk")
    found: dict[int, tuple[tuple[Adjustment, str], ...]] = {}
    for pk, pupil_id, kind, value, words in rows.values_list("pk", "pupil_id", "kind", "value", "words"):
        found[pupil_id] = (*found.get(pupil_id, ()), (Adjustment(str(pk), kind, value), words))
    return found
