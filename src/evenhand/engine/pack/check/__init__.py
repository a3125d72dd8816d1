"""What the declarations of a pack must mean to each other, checked when the pack loads."""

from __future__ import annotations

from evenhand.engine.pack.check.catalogue import check_catalogue
from evenhand.engine.pack.check.classroom import check_classroom
from evenhand.engine.pack.check.clauses import check_clauses
from evenhand.engine.pack.check.conversations import check_conversations
from evenhand.engine.pack.check.effects import check_effects
from evenhand.engine.pack.check.escalation import check_escalation
from evenhand.engine.pack.check.figures import check_figures
from evenhand.engine.pack.check.hearing import check_hearing
from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.check.ladders import check_ladders
from evenhand.engine.pack.check.letters import check_letters
from evenhand.engine.pack.check.paths import check_paths
from evenhand.engine.pack.check.placements import check_placements
from evenhand.engine.pack.check.programmes import check_programmes
from evenhand.engine.pack.check.references import check_references
from evenhand.engine.pack.check.registers import check_registers
from evenhand.engine.pack.check.reports import check_reports
from evenhand.engine.pack.check.review import check_review
from evenhand.engine.pack.check.sanctions import check_sanctions
from evenhand.engine.pack.check.settings import check_settings
from evenhand.engine.pack.check.time_owed import check_time_owed
from evenhand.engine.pack.check.triggers import check_triggers
from evenhand.engine.pack.convert import Draft
from evenhand.engine.pack.schema import Pack

CHECKS = (
    check_references,
    check_clauses,
    check_figures,
    check_settings,
    check_catalogue,
    check_effects,
    check_ladders,
    check_escalation,
    check_hearing,
    check_programmes,
    check_triggers,
    check_paths,
    check_registers,
    check_reports,
    check_placements,
    check_conversations,
    check_time_owed,
    check_sanctions,
    check_letters,
    check_review,
    check_classroom,
)


def check_pack(pack: Pack, draft: Draft) -> None:
    """Add a finding to the draft for everything that contradicts itself or hangs in the air."""
    inspection = Inspection(pack, draft)
    for check in CHECKS:
        check(inspection)
