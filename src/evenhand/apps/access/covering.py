"""Who is away on a day, and who sees to what they owe meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from evenhand.apps.access.models import Away
from evenhand.apps.access.naming import known_as
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.prepared import prepared

CONFIDENTIAL: Final = frozenset({"safeguarding_lead"})
"""Roles whose tasks are seen by those only who hold them, whoever stands in."""
NO_ROLE: Final = "senior_leader"
"""Who sees to a task that names a person and no role, where that person is away without a stand-in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who is away up to `last`, and the user who stands in; None where whoever holds the role does."""

    membership_id: int
    user_id: int
    name: str
    stand_in: int | None
    last: date


def away_now() -> list[Standing]:
    """Those of the school in scope who are away today."""
    return away_on(now().date())


def away_on(day: date) -> list[Standing]:
    """Those of the school in scope who are away on that day, as it was marked last."""
    found = {
        row.membership_id: Standing(
            row.membership_id, row.membership.user_id, known_as(row.membership), row.stand_in_id, row.last
        )
        for row in _rows(day)
    }
    return list(found.values())


@prepared
def _rows(day: Any) -> QuerySet[Away]:
    rows = Away.objects.filter(first__lte=day, last__gte=day, ended_at__isnull=True)
    return rows.select_related("membership__staff", "membership__user").order_by("pk")
