"""Clauses that say they are built but that nothing uses, and words that every screen needs."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.naming import words_for
from evenhand.engine.pack.schema import Choice, Clause, DatedValue, Param, Setting
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

NO_RULES: Final = (Setting, Param, DatedValue, Choice)
"""Declarations that only hold figures: what they cite is performed by whoever uses them."""

TOTALS_WORD: Final = "ledger_net"


def check_clauses(inspection: Inspection) -> None:
    """Uncited rules among the clauses, rules without a citation, missing vocabulary."""
    cited: set[str] = set()
    live: dict[str, str] = {}
    for path, declaration in inspection.declarations:
        mine = _cited_by(declaration)
        cited |= mine
        if not isinstance(declaration, NO_RULES):
            live |= dict.fromkeys(mine - live.keys(), f"the {words_for((declaration,))}")
        if _needs_cites(type(declaration)) and not getattr(declaration, "cites", ("none",)):
            inspection.report((*path, "cites"), "cites no clause", "at least one clause id", 'cites = ["…"]')
    for path, clause in inspection.every(Clause):
        if clause.fate is Fate.RULE and clause.built and clause.id not in cited:
            message = f'clause "{clause.id}" says that a rule performs it, and nothing cites it'
            inspection.report(path, message, "a rule that cites it", "built = false until there is one")
        if clause.id in live and not clause.built and clause.fate is not Fate.GAP:
            message = f'clause "{clause.id}" says that nothing performs it, and {live[clause.id]} cites it'
            inspection.report(path, message, "a clause that is built", "no line built = false")
    _check_vocabulary(inspection)


def _cited_by(declaration: object) -> set[str]:
    """Every clause that a declaration cites, for itself or for one of its parts."""
    return {
        cite
        for field in fields(declaration)  # type: ignore[arg-type]  # every declaration is a dataclass
        if field.name in ("cite", "cites") or field.name.endswith("_cites")
        for cite in getattr(declaration, field.name)
    }


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
