"""What was said about a pupil's marks is erased with the pupil's other words."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.attendance.models import MarkWords


def erase(pupil_id: int, moment: datetime) -> int:
    """Erase what was said about this pupil's marks; the marks stay. Returns of how many."""
    rows = MarkWords.objects.filter(mark__pupil_id=pupil_id, erased_at__isnull=True)
    return rows.update(words="", erased_at=moment)
