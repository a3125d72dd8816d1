"""What an analysis found about a pupil, erased with the pupil's other words; that it was looked at stays."""

from __future__ import annotations

from typing import Final

from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (Words("findings", "insight.Finding", "pupil_id", ("words",)),)
