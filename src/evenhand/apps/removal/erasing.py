"""What was written in stays, erased with the pupil's other words; the stay, its stations and its times stay."""

from __future__ import annotations

from typing import Final

from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (
    Words("stays", "removal.Stay", "pupil_id", ("override_reason",)),
    Words("stays", "removal.StayStation", "stay__pupil_id", ("note",)),
    Words("stays", "removal.StayNote", "stay__pupil_id", ("who", "how", "words")),
    Words("stays", "removal.StayPeriod", "stay__pupil_id", ("words", "link", "remark")),
    Words("stays", "removal.Outing", "stay__pupil_id", ("reason",)),
    Words("meals", "removal.MealNeed", "pupil_id", ("diet",)),
)
