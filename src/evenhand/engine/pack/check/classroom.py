"""Cards that lead somewhere: only to a page that there is."""

from __future__ import annotations

from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.schema import Card

SCREENS: Final = ("minutes", "profile", "adjustments", "report", "contact", "agreed")


def check_classroom(inspection: Inspection) -> None:
    """Cards with the name of a page that does not exist."""
    for path, card in inspection.every(Card):
        if card.screen:
            inspection.one_of((*path, "screen"), "screen", card.screen, SCREENS)
