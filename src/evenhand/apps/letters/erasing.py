"""What was agreed in meetings with a family is erased with the pupil's other words."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.letters.models import FamilyMeeting


def erase(pupil_id: int, moment: datetime) -> int:
    """Erase who came and what was agreed; that there was a meeting stays. Returns of how many."""
    return FamilyMeeting.objects.filter(pupil_id=pupil_id, erased_at=None).update(words={}, erased_at=moment)
