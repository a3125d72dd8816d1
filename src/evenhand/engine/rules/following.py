"""What may follow from any event once it is decided: rules that watch the counts rather than the act itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from evenhand.engine.rules import level, register, report
from evenhand.engine.rules.programmes import threshold
from evenhand.engine.rules.restorative.chasing import suggest
from evenhand.engine.rules.turn import Turn
from evenhand.engine.rules.watch import watch

FOLLOWERS: Final[tuple[Callable[[Turn], None], ...]] = (
    threshold.watch,
    register.tally,
    level.watch,
    report.watch,
    watch,
    suggest,
)
"""Each looks at what this event has changed and adds its outcomes, in this order."""


def follow(turn: Turn) -> None:
    """Let every watching rule look at the event that was just decided."""
    for rule in FOLLOWERS:
        rule(turn)
