"""The law of a country as dated data: its figures, its codes for reasons, and the results that a review can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.engine.values import Basis, LawFigure, SanctionForm, Unit


@dataclass(frozen=True, slots=True)
class Enacted:
    """A figure from the day on which it took effect, with where it stands and how sure that is."""

    since: date
    value: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One figure with all the values it had, oldest first."""

    key: LawFigure
    label: str
    unit: Unit
    basis: Basis
    values: tuple[Enacted, ...]


@dataclass(frozen=True, slots=True)
class LawCode:
    """A code of a national list, with the days between which it may be used."""

    code: str
    label: str
    since: date | None = None
    until: date | None = None
    form: SanctionForm | None = None


@dataclass(frozen=True, slots=True)
class LawResult:
    """A result that a body of review can come to."""

    id: str
    body: str
    label: str


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a country. It binds schools of the kinds in `applies_to`. `digest` is that of its content."""

    country: str
    title: str
    applies_to: tuple[str, ...]
    figures: Mapping[str, LawEntry]
    categories: Mapping[str, LawCode]
    reasons: Mapping[str, LawCode]
    results: Mapping[str, LawResult]
    digest: str = ""

    def binds(self, category: str) -> bool:
        """Whether a school of that kind in law stands under it."""
        return category in self.applies_to

    def enacted(self, key: LawFigure, day: date) -> Enacted | None:
        """The figure's value on a day; None before the first."""
        entry = self.figures.get(key)
        held = [value for value in entry.values if value.since <= day] if entry else []
        return held[-1] if held else None

    def reasons_on(self, day: date) -> tuple[str, ...]:
        """The codes for reasons that may be used on a day."""
        return tuple(code.code for code in self.reasons.values() if _holds(code, day))


def _holds(code: LawCode, day: date) -> bool:
    return (code.since is None or code.since <= day) and (code.until is None or day <= code.until)
