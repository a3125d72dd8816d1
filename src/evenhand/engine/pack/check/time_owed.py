"""Time owed: slots that may be chosen, who chooses them, and for which year groups."""

from __future__ import annotations

import re
from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Figure, TimeOwed

LEADER_CHOOSES: Final = "leader_chooses"
YEARS: Final = re.compile(r"\d+(-\d+)?")


def check_time_owed(inspection: Inspection) -> None:
    """A choice between slots that are not declared or that nobody makes, and years that are no range."""
    for path, declared in inspection.every(TimeOwed):
        if declared.chosen != "":
            _check_choice(inspection, path, declared)
        for value in _values(inspection, declared.years):
            if not YEARS.fullmatch(str(value)):
                message = f'"{value}" is no range of year groups'
                inspection.report((*path, "years"), message, 'one such as "7-11"')


def _check_choice(inspection: Inspection, path: KeyPath, declared: TimeOwed) -> None:
    if declared.chooser is None:
        message = "a time that nobody chooses"
        inspection.report((*path, "chosen"), message, "chooser", 'chooser = "…"')
    slots = [LEADER_CHOOSES, *(slot.id for slot in declared.slots)]
    for value in _values(inspection, declared.chosen):
        inspection.one_of((*path, "chosen"), "slot", str(value), slots)


def _values(inspection: Inspection, figure: Figure) -> list[Figure]:
    """Every value that a figure may have; none for one that is not there or refers to nothing."""
    source, _, key = str(figure).partition(":")
    setting, param = inspection.pack.settings.get(key), inspection.pack.params.get(key)
    if source == "setting" and setting is not None:
        return [choice.value for choice in setting.choices] or [setting.default]
    return [dated.value for dated in param.values] if source == "param" and param is not None else []
