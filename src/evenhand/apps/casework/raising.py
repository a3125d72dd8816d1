"""Alerts that other apps raise by name, since they stand on floors below."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from evenhand.apps.casework import counting
from evenhand.apps.casework.models import Alert


def raise_alert(
    *, school_id: int, kind: str, subject: str, body: dict[str, Any], role: str = "", once: bool = False
) -> Alert:
    """One alert. Without a role it concerns everyone whose capability answers that kind (help: ANSWER_HELP).

    Args:
        once: where there has been one of that matter, seen or not, it is that one.
    """
    known = Alert.objects.filter(kind=kind, subject=subject).first() if once else None
    if known is not None:
        return known
    counting.forget()
    return Alert.objects.create(school_id=school_id, kind=kind, subject=subject, body=body, role=role)


def mark_seen(*, kind: str, subject: str, at: datetime) -> int:
    """Close the open alerts of that matter; returns how many."""
    counting.forget()
    return Alert.objects.filter(kind=kind, subject=subject, seen_at__isnull=True).update(seen_at=at)
