"""The document itself: clauses, figures with their dates, open questions as settings, ledgers and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.engine.values import Fate, Force, Origin, Unit

NUMBERED = 4  # a longer id is a name, for whoever writes the pack; people read the heading in its place

Figure = int | str | bool
"""A literal, or "param:<key>" or "setting:<key>"."""


@dataclass(frozen=True, slots=True)
class Source:
    """The document that the pack puts into practice."""

    title: str
    version: str
    effective_from: date
    review_due: date
    review_months: int
    schools: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the document, in its order."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered paragraph or section, in our own words. `built` is false while nothing yet performs it."""

    id: str
    section: str
    text: str
    force: Force
    fate: Fate
    heading: str = ""
    note: str = ""
    built: bool = True

    @property
    def named(self) -> bool:
        """Whether its id is a name rather than a number."""
        return len(self.id) > NUMBERED

    @property
    def title(self) -> str:
        """What people call it: its number, or the heading where the document has no numbers."""
        return self.heading if self.named and self.heading else self.id


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A figure from the day on which it took effect. `cite` is a clause id; a default has none and says why."""

    since: date
    value: Figure
    origin: Origin
    cite: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A figure of the policy with all the values it ever had, oldest first."""

    key: str
    label: str
    unit: Unit
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an open question."""

    value: Figure
    label: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """An open question of the policy as a named setting. `fixed` settings cannot be switched by a school."""

    key: str
    question: str
    asks: str
    type: str
    default: Figure
    why: str
    cites: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    unit: Unit | None = None
    minimum: int | None = None
    maximum: int | None = None
    fixed: bool = False
    ask_school: bool = False
    built: bool = True


@dataclass(frozen=True, slots=True)
class Ledger:
    """A named running account. A count-only ledger shows how many, never a sum of values.

    `repeats`: each entry counts, or the same said again by the same adult counts once.
    """

    id: str
    label: str
    singular: str
    plural: str
    kind: str = "points"
    reset: str = "year"
    cites: tuple[str, ...] = ()
    repeats: str = "each"


@dataclass(frozen=True, slots=True)
class Total:
    """A figure derived from ledgers: each ledger's sum times its factor."""

    id: str
    label: str
    parts: Mapping[str, int]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A value or rule of the school that acts are tagged with (`list` names the list it belongs to)."""

    id: str
    list: str
    label: str
