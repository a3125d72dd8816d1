"""Reads of awards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from evenhand.apps.rewards.models import Recognition
from evenhand.apps.tenancy.prepared import prepared

STANDING = ("issued", "given")


def awards_since(pupil_id: int, day: date) -> list[str]:
    """By what a pupil has been recognised since a day, the newest first; what was declined or withdrawn is left out."""
    return [label for (label,) in _labels(pupil_id, day)]


@prepared
def _labels(pupil: Any, day: Any) -> QuerySet[Recognition, tuple[str]]:
    rows = Recognition.objects.filter(pupil_id=pupil, day__gte=day, status__in=STANDING)
    return rows.order_by("-day", "-pk").values_list("label")
