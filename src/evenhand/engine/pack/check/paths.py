"""Paths: acts that can be recorded, stands that can be reached, needs that can be met, and an end to every case."""

from __future__ import annotations

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Need, PathAct, StagedPath

FIRST, LAST = "opened", "closed"
LONGEST_ID = 24


def check_paths(inspection: Inspection) -> None:
    """Stands that no act leads to, needs that nothing meets, stages out of order, cases that never close."""
    for path, declared in inspection.every(StagedPath):
        if len(declared.id) > LONGEST_ID:
            message = f"{len(declared.id)} characters are too many: the id is part of each case's own"
            inspection.report((*path, "id"), message, f"at most {LONGEST_ID}")
        if all(act.to != LAST for act in declared.acts):
            inspection.report(path, "a case that nothing closes", f'an act with to = "{LAST}"')
        _check_stages(inspection, path, declared)
        _check_moments(inspection, path, declared)
        for number, need in enumerate(declared.needs):
            _check_need(inspection, (*path, "needs", number), need, declared)
        for number, act in enumerate(declared.acts):
            _check_act(inspection, (*path, "acts", number), act, declared)


def _check_stages(inspection: Inspection, path: KeyPath, declared: StagedPath) -> None:
    for number, stage in enumerate(declared.stages, 1):
        if stage.position != number:
            message = f"position {stage.position} is stage number {number}"
            place = (*path, "stages", number - 1, "position")
            inspection.report(place, message, f"1 to {len(declared.stages)} in order", str(number))
    if not declared.stages:
        return
    if not declared.opens:
        inspection.report(path, "stages that no act reaches", "opens: the acts that count")
    for part in ("reached", "look_back"):
        if not getattr(declared, part):
            inspection.report((*path, part), f"stages without {part}", part, f'{part} = "setting:…"')
    if all(not act.confirms for act in declared.acts):
        inspection.report(path, "stages without an act that confirms", "confirms = true on one act")
    if all(not act.settles for act in declared.acts):
        inspection.report(
            path, "no act settles a stage: there is no second one", 'settles = "from_day" on one act'
        )


def _check_moments(inspection: Inspection, path: KeyPath, declared: StagedPath) -> None:
    for number, effect in enumerate(declared.effects):
        if not effect.on:
            message = "does not say whether it comes with the case or with a further reason"
            inspection.report(
                (*path, "effects", number), message, 'on = "opened" or "again"', 'on = "opened"'
            )
    inner = [("acts", number, act.effects) for number, act in enumerate(declared.acts)]
    inner += [("stages", number, stage.effects) for number, stage in enumerate(declared.stages)]
    for name, number, effects in inner:
        for place, effect in enumerate(effects):
            if effect.on:
                message = f'the moment "{effect.on}" never comes here'
                inspection.report((*path, name, number, "effects", place, "on"), message, "no on")


def _check_act(inspection: Inspection, path: KeyPath, act: PathAct, declared: StagedPath) -> None:
    stands = {FIRST, *(one.to for one in declared.acts if one.to != LAST)} - {""}
    for number, stand in enumerate(act.after):
        inspection.one_of((*path, "after", number), "stand", stand, stands)
    if act.confirms and not declared.stages:
        inspection.report(
            (*path, "confirms"), "confirms what reaches no stage", "[[path.stage]], or no confirms"
        )
    for number, need in enumerate(act.needs):
        _check_need(inspection, (*path, "needs", number), need, declared)


def _check_need(inspection: Inspection, path: KeyPath, need: Need, declared: StagedPath) -> None:
    if not need.one_of and not need.done:
        inspection.report(path, "needs nothing", "one_of or done")
    for number, act in enumerate(need.done):
        inspection.one_of((*path, "done", number), "act of this path", act, [one.id for one in declared.acts])
    if need.agreed:
        for number, name in enumerate(need.one_of):
            detail = inspection.pack.details.get(name)
            if detail is not None and detail.type != "boolean":
                message = f'"{name}" is no question that can be answered with yes'
                inspection.report((*path, "one_of", number), message, "a detail of the type boolean")
