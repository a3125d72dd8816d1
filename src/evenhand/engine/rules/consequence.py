"""Consequences that an adult chooses: who may set which, and what a sanction needs (INF-CR-1, 11, 13, 14)."""

from __future__ import annotations

from collections.abc import Collection

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Mark
from evenhand.engine.pack.schema import Consequence, Ladder, Pack
from evenhand.engine.rules.turn import Turn, Unable

CHOICE = "consequence"
TOGETHER = "together"
EVIDENCE = "evidence"


def selectable(pack: Pack, roles: Collection[str]) -> tuple[Consequence, ...]:
    """The consequences that somebody with these roles may set, in the pack's order."""
    return tuple(
        item for item in pack.consequences.values() if any(str(role) in roles for role in item.roles)
    )


def serious(pack: Pack, chosen: str) -> bool:
    """Whether a consequence belongs on the register of serious sanctions."""
    found = pack.consequences.get(chosen)
    return found is not None and found.serious


def too_soon(turn: Turn, ladder: Ladder, marks: tuple[Mark, ...]) -> bool:
    """Whether a sanction is chosen though none of the steps that should come first was tried in this scope (INF-CR-11)."""
    chosen = turn.rules.pack.consequences.get(str(turn.event.details.get(CHOICE, "")))
    if chosen is None or not chosen.after:
        return False
    tried = {ladder.steps[mark.position - 1].id for mark in marks}
    return not tried & set(chosen.after)


def check(turn: Turn) -> None:
    """Refuse a consequence that is not this adult's to set, or that is set for several pupils at once.

    `together` is how many pupils were chosen in one go: then each needs what was seen of that pupil (`evidence`).
    """
    chosen = turn.rules.pack.consequences.get(str(turn.event.details.get(CHOICE, "")))
    if chosen is None:
        return
    if not any(str(role) in turn.event.roles for role in chosen.roles):
        raise Unable(Missing(("role:" + str(chosen.roles[0]),), chosen.cites))
    if turn.item is None:
        raise Unable(Missing(("code",), chosen.cites))
    several = turn.event.details.get(TOGETHER, 1)
    if isinstance(several, int) and several > 1 and not turn.event.details.get(EVIDENCE):
        raise Unable(Missing((EVIDENCE,), chosen.cites))
