"""Formal sanctions: a decider who is a post, gates with all that they need, caps and bands that are possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.engine.pack.check.inspection import PEOPLE_OF_AN_EVENT, Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import (
    Acting,
    Figure,
    FormalSanction,
    Letter,
    LetterPart,
    SanctionGate,
    SanctionStage,
)
from evenhand.engine.values import WORKED_OUT, Act, GateForm, LetterForm, SanctionForm

NEEDS: Final[Mapping[GateForm, tuple[str, ...]]] = {
    GateForm.TICKS: ("items",),
    GateForm.BARRED: ("items",),
    GateForm.ONE_OF: ("items",),
    GateForm.NOTIFIED: ("items",),
    GateForm.PANEL: ("items", "size"),
    GateForm.REQUIRED: ("act",),
    GateForm.RECORDED: ("act",),
    GateForm.BY: ("due",),
}
"""What a gate of each form cannot do without."""

NEVER: Final = (Act.EXTEND, Act.CONVERT)
IN_ORDER: Final = (
    ("represent_above", "review_above"),
    ("reason_above", "single_cap"),
    ("single_cap", "year_cap"),
)
"""Figures of which the first cannot be above the second."""


def check_sanctions(inspection: Inspection) -> None:
    """Sanctions without a decider or without gates, acts that may never be, impossible limits, letters that say nothing."""
    for path, declared in inspection.every(FormalSanction):
        _check_kind(inspection, path, declared)
    for path, stage in inspection.every(SanctionStage):
        _check_stage(inspection, path, stage)
    for path, gate in inspection.every(SanctionGate):
        for part in NEEDS.get(gate.form, ()):
            if not getattr(gate, part):
                inspection.report((*path, part), f'a gate of the form "{gate.form}" without {part}', part)
    for path, acting in inspection.every(Acting):
        if not acting.needs:
            message = f'"{acting.title}" may act without any record of the absence'
            inspection.report((*path, "needs"), message, 'the details that show it: needs = ["absence"]')
    for path, letter in inspection.every(Letter):
        _check_letter(inspection, path, letter)


def _check_kind(inspection: Inspection, path: KeyPath, declared: FormalSanction) -> None:
    if declared.decider in PEOPLE_OF_AN_EVENT:
        message = "whoever records it would decide"
        inspection.report((*path, "decider"), message, "a post of the school, such as principal")
    if declared.form != SanctionForm.RECORD and not _gates_before_issue(inspection, declared.id):
        message = f'nothing stands before a decision to issue "{declared.id}"'
        inspection.report(path, message, 'a [[sanction_stage]] with act = "issue" and at least one gate')
    for low, high in IN_ORDER:
        below, above = (_now(inspection, getattr(declared, name)) for name in (low, high))
        if below is not None and above is not None and below > above:
            inspection.report((*path, low), f"{below} can never be reached: {high} is {above}")


def _gates_before_issue(inspection: Inspection, kind: str) -> bool:
    return any(
        stage.gates
        for stage in inspection.pack.sanction_stages
        if stage.act == Act.ISSUE and (not stage.of or kind in stage.of)
    )


def _now(inspection: Inspection, figure: Figure) -> int | None:
    """The figure as it stands: its newest value or its default."""
    source, _, key = str(figure).partition(":")
    value: Figure = ""
    if source == "param" and key in inspection.pack.params and inspection.pack.params[key].values:
        value = inspection.pack.params[key].values[-1].value
    elif source == "setting" and key in inspection.pack.settings:
        value = inspection.pack.settings[key].default
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _check_stage(inspection: Inspection, path: KeyPath, stage: SanctionStage) -> None:
    if stage.act in NEVER:
        message = f'"{stage.act}" is never allowed: a further decision is a record of its own'
        inspection.report((*path, "act"), message, "another act")
    for number, effect in enumerate(stage.effects):
        if effect.each and effect.kind != "task":
            inspection.report((*path, "effects", number, "each"), "only a task is owed for each day")


def _check_letter(inspection: Inspection, path: KeyPath, letter: Letter) -> None:
    if not letter.parts:
        inspection.report((*path, "parts"), f'the letter "{letter.id}" says nothing', "[[letter.part]]")
    for number, part in enumerate(letter.parts):
        if part.form == LetterForm.WORKED_OUT and not _is_worked_out(part):
            message = f'nothing works out "{part.id}"'
            expected = "due, or one of " + ", ".join(WORKED_OUT)
            inspection.report((*path, "parts", number, "id"), message, expected)


def _is_worked_out(part: LetterPart) -> bool:
    return part.due is not None or part.id in WORKED_OUT
