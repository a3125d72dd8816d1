"""The reasons in registers of detentions, and what commitments say, are erased with the pupil's other words."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.detentions.models import Commitment, RegisterAnswer


def erase(pupil_id: int, moment: datetime) -> int:
    """Erase the reasons given in registers and the words of commitments; who came stays. Returns of how many."""
    reasons = RegisterAnswer.objects.filter(owed__pupil_id=pupil_id).exclude(reason="")
    words = Commitment.objects.filter(pupil_id=pupil_id).exclude(words="")
    return reasons.update(reason="", erased_at=moment) + words.update(words="")
