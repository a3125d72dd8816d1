"""What came of a term's analysis about a pupil is erased with the pupil's other words."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.insight.models import Finding


def erase(pupil_id: int, _moment: datetime) -> int:
    """Erase the sentences; that something came of it stays. Returns of how many."""
    return Finding.objects.filter(pupil_id=pupil_id).exclude(words="").update(words="")
