"""Clauses that say they are built but that nothing uses, and words that every screen needs."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.schema import Clause, Setting
from evenhand.engine.values import Fate

VOCABULARY: Final = (
    "removal_room",
    "removal_room_short",
    "referral",
    "recognise",
    "recognition",
    "concern",
    "lesson",
    "social_time",
    "family",
    "year",
    "half_term",
    "term",
    "board_title",
    "help_now",
    "timeline_posted",
)
"""The words for which each school has its own; the screens use nothing else for these things."""

TOTALS_WORD: Final = "ledger_net"


def check_clauses(inspection: Inspection) -> None:
    """Uncited rules among the clauses, rules without a citation, missing vocabulary."""
    cited = set()
    for path, declaration in inspection.declarations:
        for field in fields(declaration):
            if field.name not in ("cite", "cites"):
                continue
            cites = getattr(declaration, field.name)
            cited |= set(cites)
            if field.name == "cites" and _needs_cites(type(declaration)) and not cites:
                inspection.report(
                    (*path, "cites"), "cites no clause", "at least one clause id", 'cites = ["…"]'
                )
        cited |= {
            cite
            for field in fields(declaration)
            if field.name.endswith("_cites")
            for cite in getattr(declaration, field.name)
        }
    for path, clause in inspection.every(Clause):
        if clause.fate is Fate.RULE and clause.built and clause.id not in cited:
            message = f'clause "{clause.id}" says that a rule performs it, and nothing cites it'
            inspection.report(path, message, "a rule that cites it", "built = false until there is one")
    _check_vocabulary(inspection)


def _needs_cites(kind: type) -> bool:
    """Rules need a clause; a setting exists because the policy does not say, so it may have none."""
    return kind is not Setting and any(
        field.name == "cites" and field.default != () for field in fields(kind)
    )


def _check_vocabulary(inspection: Inspection) -> None:
    words = inspection.pack.vocabulary
    needed = (*VOCABULARY, TOTALS_WORD) if inspection.pack.totals else VOCABULARY
    if ("vocabulary",) in inspection.draft.broken:
        return
    for key in needed:
        if not words.get(key):
            message = f'the vocabulary has no word for "{key}"'
            inspection.report(("vocabulary",), message, "the school's own word", f'{key} = "…"')
