"""What was written of injuries and in drafts of log entries is erased with the pupil's other words."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.casework.models import EntryDraft, Injury

NOTHING = {"words": "", "treatment": "", "told": ""}


def erase(pupil_id: int, _moment: datetime) -> int:
    """Erase the words; which parts were hurt, when and where stays. Returns of how many rows."""
    injuries = Injury.objects.filter(pupil_id=pupil_id).exclude(**NOTHING)
    drafts = EntryDraft.objects.filter(task__pupil_id=pupil_id).exclude(answers={})
    return injuries.update(**NOTHING) + drafts.update(answers={})
