"""The acts of the catalogue that bring time owed by themselves: lateness to school and missed homework."""

from __future__ import annotations

from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Item, TimeOwed

SLOT = "slot"


def late_item(rules: Rules) -> Item | None:
    """The act that brings a detention on the same day; None where the policy has none."""
    return next((item for item, owed in _owing(rules) if owed.chosen == ""), None)


def homework_item(rules: Rules) -> Item | None:
    """The act whose detention somebody chooses a time for; None where the policy has none."""
    return next((item for item, owed in _owing(rules) if owed.chosen != ""), None)


def _owing(rules: Rules) -> list[tuple[Item, TimeOwed]]:
    """Each event of the catalogue that is no act on a ladder, with the slot that it owes."""
    pack = rules.pack
    return [
        (item, declared)
        for item in pack.items.values()
        if pack.groups[item.group].kind == "event"
        for route in rules.routes(item.code)
        for effect in route.effects
        if effect.kind == "owe" and (declared := pack.time_owed[effect.owed]).form == SLOT
    ]
