"""What meetings agreed, searches, greetings and agreements on devices are erased with the pupil's other words."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.support.models import DeviceExemption, Greeting, MeetingEntry, SearchRecord


def erase(pupil_id: int, moment: datetime) -> int:
    """Erase the words; that there was a meeting, a search or an agreement stays. Returns of how many rows."""
    agreed = MeetingEntry.objects.filter(pupil_id=pupil_id, erased_at=None)
    searches = SearchRecord.objects.filter(pupil_id=pupil_id, erased_at=None)
    greetings = Greeting.objects.filter(pupil_id=pupil_id).exclude(note="")
    devices = DeviceExemption.objects.filter(pupil_id=pupil_id).exclude(reason="")
    return (
        agreed.update(words="", salt="", erased_at=moment)
        + searches.update(words={}, salt="", erased_at=moment)
        + greetings.update(note="")
        + devices.update(reason="")
    )
