"""Effects by the moment for which they are declared, without those that the school's settings shut out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from evenhand.engine.decisions import Value
from evenhand.engine.pack.schema import Effect
from evenhand.engine.pack.schema.effects import ALWAYS

Passing = tuple[tuple[Effect, bool], ...]
"""Effects in the order of the pack, each with whether its filter still asks something of the act."""

ALIKE_KEPT: Final = 16
"""So many that begin alike are told apart; those of a pack are few."""


class Moments:
    """What of some effects may come at a moment, found once for the settings of a day.

    Args:
        setting: the value in force of a setting.
    """

    __slots__ = ("_found", "_setting")

    def __init__(self, setting: Callable[[str], Value]) -> None:
        self._setting = setting
        self._found: dict[tuple[str, str, str, int], list[tuple[tuple[Effect, ...], Passing]]] = {}

    def at(self, effects: tuple[Effect, ...], moment: str) -> Passing:
        """Those of the effects that are declared for the moment and whose settings hold."""
        if not effects:
            return ()
        first = effects[0]
        alike = self._found.setdefault((moment, first.id, first.label, len(effects)), [])
        for held, passing in alike:
            if held is effects:
                return passing
        passing = tuple(
            (one, asks_of_the_act(one)) for one in effects if one.on == moment and self._are_set(one)
        )
        if len(alike) >= ALIKE_KEPT:
            alike.clear()
        alike.append((effects, passing))
        return passing

    def _are_set(self, effect: Effect) -> bool:
        return all(self._setting(key) == value for key, value in effect.when.settings.items())


def asks_of_the_act(effect: Effect) -> bool:
    """Whether a filter asks for more than settings."""
    when = effect.when
    return when is not ALWAYS and bool(
        when.where or when.groups or when.codes or when.tags or when.not_tags or when.details
    )
