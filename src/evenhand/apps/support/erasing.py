"""What adults know of a pupil and have agreed, erased with the pupil's other words; that it was agreed, and when, stays."""

from __future__ import annotations

from typing import Final

from evenhand.apps.support.greeting import KIND
from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (
    Words("adjustments", "support.AgreedAdjustment", "pupil_id", ("words",)),
    Words("profile", "support.Strategy", "pupil_id", ("words",)),
    Words("profile", "support.ProfileEntry", "pupil_id", ("words", "source")),
    Words("profile", "support.ProfileVersion", "pupil_id", ("change",)),
    Words("greetings", "support.Greeting", "pupil_id", ("note",)),
    Words("greetings", "casework.Task", "pupil_id", ("why",), {"kind": KIND}),
    Words("meetings", "support.MeetingEntry", "pupil_id", ("words",)),
    Words("searches", "support.SearchRecord", "pupil_id", ("place", "words")),
    Words("devices", "support.DeviceExemption", "pupil_id", ("reason",)),
    Words("joining", "support.Joining", "pupil_id", ("met_with",)),
)
