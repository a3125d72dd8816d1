"""What a pupil has drafted in a booklet, erased with the pupil's other words."""

from __future__ import annotations

from typing import Final

from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (Words("booklets", "restorative.Booklet", "pupil_id", ("answers",)),)
