"""Reasons by the figures of one day: the same rule gives the same reason each time, so it is made once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.engine.decisions import PolicySilent, Reason, Used, Value
from evenhand.engine.pack.schema import Figure

KEPT: Final = 4096

Cites = tuple[str, ...]
Figures = tuple[Figure, ...]
AllUsed = tuple[Used, ...]


class Reasons:
    """What rules say of themselves, by the figures in force.

    Args:
        used: each figure and setting in force by its reference.
        silences: the open questions whose defaults stand in, by the setting.
    """

    def __init__(self, used: Mapping[str, Used], silences: Mapping[str, PolicySilent]) -> None:
        self._used = used
        self._open = silences
        self._plain: dict[tuple[Cites, str, Figures], Reason] = {}
        self._figures: dict[Figures, AllUsed] = {}
        self._silences: dict[tuple[AllUsed, ...], tuple[PolicySilent, ...]] = {}

    def reason(
        self, cites: Cites, key: str, values: tuple[tuple[str, Value], ...] = (), figures: Figures = ()
    ) -> Reason:
        """A reason that names the clauses, the wording and the figures used; a literal is no figure."""
        if values:
            # Values are not looked up: the number 1 and "true" would be the same there.
            return Reason(cites, key, values, self._all_used(figures))
        wanted = cites, key, figures
        found = self._plain.get(wanted)
        if found is None:
            if len(self._plain) >= KEPT:
                self._plain.clear()
            found = self._plain[wanted] = Reason(cites, key, (), self._all_used(figures))
        return found

    def silences(self, used: tuple[AllUsed, ...]) -> tuple[PolicySilent, ...]:
        """The open questions whose defaults were used, each once, in the order in which they were used.

        Args:
            used: what each outcome used, without those that used nothing.
        """
        found = self._silences.get(used)
        if found is None:
            if len(self._silences) >= KEPT:
                self._silences.clear()
            silent = (self._open.get(one.key) for some in used for one in some if one.since is None)
            found = self._silences[used] = tuple(
                {one.setting: one for one in silent if one is not None}.values()
            )
        return found

    def _all_used(self, figures: Figures) -> AllUsed:
        found = self._figures.get(figures)
        if found is None:
            if len(self._figures) >= KEPT:
                self._figures.clear()
            looked_up = (self._used.get(figure) for figure in figures if isinstance(figure, str))
            found = self._figures[figures] = tuple(used for used in looked_up if used is not None)
        return found
