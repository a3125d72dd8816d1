"""The law of a country as dated data: its figures, its codes for reasons, and the results that a review can have."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from evenhand.engine.pack.convert import Converter, Draft, Spot
from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import digest_of, read_document
from evenhand.engine.pack.locate import locate
from evenhand.engine.values import Basis, LawFigure, SanctionForm, Unit

FIELDS: Final = ("country", "title", "applies_to", "figures", "categories", "reasons", "results")
COUNTED: Final = (Unit.SCHOOL_DAYS, Unit.HOURS, Unit.WEEKS, Unit.COUNT)


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


def load_law(name: str, text: str) -> Law:
    """The law of this text. Raises `PackErrors` with every fault of form and of meaning."""
    draft = Draft()
    document = read_document(name, text, draft)
    if document is None:
        raise PackErrors(draft.errors)
    made = Converter(name, locate(text), draft).fields(Law, document, Spot((), ()), FIELDS)
    if not draft.errors:
        _check(made["figures"], draft)
    if draft.errors:
        raise PackErrors(draft.errors)
    return Law(**made, digest=digest_of({name: document}))


def digest_with(settings: object, law: Law | None) -> str:
    """The digest of a school's settings together with the law that stood beside them."""
    plain = [settings, law.digest] if law else settings
    return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()


def _holds(code: LawCode, day: date) -> bool:
    return (code.since is None or code.since <= day) and (code.until is None or day <= code.until)


def _check(figures: Mapping[str, LawEntry], draft: Draft) -> None:
    for key, entry in figures.items():
        if key not in set(LawFigure):
            draft.report(("figures", key, "key"), f'"{key}" is no figure of the law')
        if not entry.values:
            draft.report(("figures", key), f'"{key}" has no value', "at least one dated value")
        if entry.unit not in COUNTED:
            draft.report(("figures", key, "unit"), f"{entry.unit} is not counted here", ", ".join(COUNTED))
        _check_values(key, entry, draft)


def _check_values(key: str, entry: LawEntry, draft: Draft) -> None:
    for number, value in enumerate(entry.values):
        place = ("figures", key, "values", number)
        if value.value < 1:
            draft.report((*place, "value"), f"{value.value} cannot be", "at least 1")
        if not value.source:
            draft.report((*place, "source"), "stands nowhere", "the act, regulation or guidance")
        if number and value.since <= entry.values[number - 1].since:
            draft.report((*place, "since"), "does not come after the value above it", "the oldest first")
