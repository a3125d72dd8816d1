"""What was said to a family, erased with the pupil's other words; that it was said, when and by which way, stays."""

from __future__ import annotations

from typing import Final

from evenhand.apps.letters.models import Status
from evenhand.apps.tenancy.erasable import Words

GONE: Final = (Status.SENT, Status.DELIVERED, Status.FAILED, Status.CANCELLED, Status.GIVEN)
TO_GO: Final = tuple(status for status in Status if status not in GONE)
SAID: Final = ("subject", "body", "values")
WORDS: Final = (
    Words("messages", "letters.Message", "pupil_id", SAID, {"status__in": GONE}),
    Words(
        "messages still to go: send or cancel them first",
        "letters.Message",
        "pupil_id",
        SAID,
        {"status__in": TO_GO},
        stays="messages still to go: send or cancel them first",
    ),
    # What a provider answered has no words of ours in it.
    Words("messages", "letters.Delivery", "message__pupil_id", ("answer",), {"by__isnull": False}),
    Words("contact_log", "letters.ContactEntry", "pupil_id", ("who", "words")),
    Words("meetings", "letters.FamilyMeeting", "pupil_id", ("place", "words")),
)
