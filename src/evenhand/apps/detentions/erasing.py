"""The reasons in registers of detentions, and what commitments say, erased with the pupil's other words; who came stays."""

from __future__ import annotations

from typing import Final

from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (
    Words("registers", "detentions.RegisterAnswer", "owed__pupil_id", ("reason",)),
    Words("registers", "detentions.Commitment", "pupil_id", ("words",)),
)
