"""That something is held by the safeguarding team, and nothing else: when, but not of whom, by whom, or what."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.safeguarding.models import Disclosure


def held_between(first: datetime, last: datetime) -> list[datetime]:
    """When something was passed on, from `first` to before `last`, the earliest first."""
    rows = Disclosure.objects.filter(at__gte=first, at__lt=last).order_by("at", "pk")
    return list(rows.values_list("at", flat=True))
