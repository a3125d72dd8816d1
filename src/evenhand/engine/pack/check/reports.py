"""Report cards whose form keeps its promise, and consequences that somebody may set."""

from __future__ import annotations

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.check.registers import check_harmless
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Consequence, ReportCard

NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"


def check_reports(inspection: Inspection) -> None:
    """Forms without marks, negative marks on a positive report, consequences that nobody may set."""
    for path, card in inspection.every(ReportCard):
        _check_marks(inspection, path, card)
        check_harmless(inspection, path, card.effects)
        if card.suggest_from and not card.compare:
            message = "suggests a report by a count of nothing"
            inspection.report((*path, "suggest_from"), message, "the placements in compare")
        if card.compare and not card.compare_days:
            message = "does not say how far back stays are compared"
            inspection.report((*path, "compare_days"), message, 'compare_days = "param:…"')
    for path, consequence in inspection.every(Consequence):
        if not consequence.roles:
            inspection.report((*path, "roles"), "nobody may set it", "at least one role", 'roles = ["…"]')


def _check_marks(inspection: Inspection, path: KeyPath, card: ReportCard) -> None:
    forms = {mark.value: mark.form for mark in card.marks}
    if POSITIVE not in forms.values():
        inspection.report((*path, "marks"), "has no mark for a success", 'a mark with form = "positive"')
    if card.positive_only:
        for number, mark in enumerate(card.marks):
            if mark.form == NEGATIVE:
                message = f'"{mark.value}" is negative, and this report records successes only'
                inspection.report((*path, "marks", number, "form"), message, "positive or neutral")
    if card.unseen and forms.get(card.unseen) != NEUTRAL:
        message = f'"{card.unseen}" stands for an unmarked lesson and is no neutral mark of this report'
        inspection.report((*path, "unseen"), message, "the value of a neutral mark")
