"""Registers: intervals that follow on from each other, categories that can be reached, and effects that decide nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Category, Effect, Figure, Register
from evenhand.engine.values import Role

PEOPLE: Final = ("pupil", "family")
HARMLESS: Final = ("task", "tell", "propose")


def check_registers(inspection: Inspection) -> None:
    """Overlapping or unreachable levels, measures of nothing, judgements that nobody may make."""
    for path, register in inspection.every(Register):
        _check_measures(inspection, path, register)
        _check_levels(inspection, path, register)
        _check_categories(inspection, path, register)
        _check_role(inspection, path, register)
        for number, level in enumerate(register.levels):
            place = (*path, "levels", number)
            check_harmless(inspection, place, level.effects)
            for at, one in enumerate(level.attend):
                known = (*PEOPLE, *(str(role) for role in Role))
                inspection.one_of((*place, "attend", at), "person", one, known)


def check_harmless(inspection: Inspection, path: KeyPath, effects: tuple[Effect, ...]) -> None:
    """A level or a report is no act: it may ask, tell and propose, and never place a pupil, post or take time."""
    for number, effect in enumerate(effects):
        if effect.kind not in HARMLESS:
            message = f"{effect.kind} without an act and without a decider"
            inspection.report((*path, "effects", number, "kind"), message, "task, tell or propose")


def _check_measures(inspection: Inspection, path: KeyPath, register: Register) -> None:
    if not register.measures:
        inspection.report(
            (*path, "measures"), "counts nothing", "at least one measure", "[[register.measure]]"
        )
    for number, measure in enumerate(register.measures):
        place = (*path, "measures", number)
        if not (measure.ledgers or measure.codes or measure.fact):
            message = f'measure "{measure.id}" counts nothing'
            inspection.report(place, message, "ledgers, codes or a fact")
        if measure.fact and register.levels:
            message = f'"{measure.fact}" is handed in at the close only, and the levels change in between'
            inspection.report((*place, "fact"), message, "ledgers or codes")
    names = [measure.id for measure in register.measures]
    for value in _values(inspection, register.counts):
        if value not in names:
            message = f'"{register.counts}" may be "{value}", and no measure has that id'
            inspection.report((*path, "counts"), message, ", ".join(names))
    if len(names) > 1 and not register.counts:
        inspection.report((*path, "counts"), "does not say which measure counts", ", ".join(names))


def _check_levels(inspection: Inspection, path: KeyPath, register: Register) -> None:
    place = (*path, "levels")
    if register.levels and register.unlevelled:
        message = "has levels, and a question that leaves it without any"
        inspection.report((*path, "unlevelled"), message, "one or the other")
    for number, (earlier, later) in enumerate(pairwise(register.levels), 1):
        here = (*place, number)
        if later.level <= earlier.level:
            message = f"level {later.level} does not follow on from level {earlier.level}"
            inspection.report((*here, "level"), message, "the lowest level first, each once")
        below, above = _number(inspection, earlier.threshold), _number(inspection, later.threshold)
        if later.threshold == "":
            inspection.report(
                (*here, "threshold"), "this level begins nowhere", "a figure", 'threshold = "param:…"'
            )
        elif above is not None and above <= (0 if below is None else below):
            message = f"begins at {above}, no later than the level below it"
            inspection.report((*here, "threshold"), message, "intervals that do not overlap")
    if register.levels and register.levels[0].threshold != "":
        message = "the lowest level begins at a figure, so some pupils would have no level"
        inspection.report((*place, 0, "threshold"), message, "no threshold for the lowest level")


def _check_categories(inspection: Inspection, path: KeyPath, register: Register) -> None:
    levels = [level.level for level in register.levels]
    for number, category in enumerate(register.categories):
        place = (*path, "categories", number)
        if category.level not in levels:
            inspection.report(
                (*place, "level"), f"no level {category.level} here", ", ".join(map(str, levels))
            )
        _check_reach(inspection, place, category)
    if register.categories and not register.combine:
        message = "does not say how points and events go together"
        inspection.report((*path, "combine"), message, "max, points or events", 'combine = "setting:…"')


def _check_reach(inspection: Inspection, place: KeyPath, category: Category) -> None:
    counts = bool(category.placements or category.sanctions)
    if counts == category.judged:
        message = "is both counted and judged" if counts else "is never reached"
        inspection.report(place, message, "placements or sanctions that are counted, or judged = true")
    elif counts and (not category.at_least or _number(inspection, category.at_least) == 0):
        inspection.report((*place, "at_least"), "does not say how many", "at_least", 'at_least = "param:…"')


def _check_role(inspection: Inspection, path: KeyPath, register: Register) -> None:
    if register.role is not None:
        return
    if register.confirm_from or any(category.judged for category in register.categories):
        message = "waits for a person's judgement, and nobody may give it"
        inspection.report((*path, "role"), message, "the role that judges and confirms", 'role = "…"')


def _values(inspection: Inspection, figure: Figure) -> list[Figure]:
    """What a figure may be: each choice of a setting, the newest value of a parameter."""
    source, _, key = figure.partition(":") if isinstance(figure, str) else ("", "", "")
    if source == "setting" and key in inspection.pack.settings:
        setting = inspection.pack.settings[key]
        return [choice.value for choice in setting.choices] or [setting.default]
    if source == "param" and key in inspection.pack.params:
        return [value.value for value in inspection.pack.params[key].values[-1:]]
    return []


def _number(inspection: Inspection, figure: Figure) -> int | None:
    found = _values(inspection, figure)
    return found[0] if found and isinstance(found[0], int) else None
