"""The text of a country's law in, a checked `Law` out; every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.engine.pack.convert import Converter, Draft, Spot
from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import digest_of, read_document
from evenhand.engine.pack.locate import locate
from evenhand.engine.pack.schema.law import Law, LawEntry
from evenhand.engine.values import LawFigure, Unit

FIELDS: Final = ("country", "title", "applies_to", "figures", "categories", "reasons", "results")
COUNTED: Final = (Unit.SCHOOL_DAYS, Unit.HOURS, Unit.WEEKS, Unit.COUNT)


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
