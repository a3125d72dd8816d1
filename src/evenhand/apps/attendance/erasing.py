"""What was said about a pupil's marks, erased with the pupil's other words; the marks stay."""

from __future__ import annotations

from typing import Final

from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (Words("marks", "attendance.MarkWords", "mark__pupil_id", ("words",)),)
