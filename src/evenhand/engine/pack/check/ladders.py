"""Ladders: their positions, the groups that they take, and who confirms."""

from __future__ import annotations

from itertools import pairwise

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Ladder
from evenhand.engine.values import LadderMode


def check_ladders(inspection: Inspection) -> None:
    """Positions out of order, a group on two ladders for the same place, half a confirmation."""
    taken: dict[tuple[str, str], str] = {}
    for path, ladder in inspection.every(Ladder):
        _check_positions(inspection, path, ladder)
        if bool(ladder.confirm_step) != (ladder.confirm_role is not None):
            missing = "confirm_role" if ladder.confirm_step else "confirm_step"
            inspection.report(path, "half a confirmation", missing, f'{missing} = "…"')
        for number, group in enumerate(ladder.groups):
            for where in ladder.where:
                other = taken.setdefault((group, where), ladder.id)
                if other != ladder.id:
                    message = f'the group "{group}" is already on the ladder "{other}" for {where}'
                    inspection.report(
                        (*path, "groups", number), message, "one ladder for each group and place"
                    )


def _check_positions(inspection: Inspection, path: KeyPath, ladder: Ladder) -> None:
    positions = [step.position for step in ladder.steps]
    if not positions:
        inspection.report(path, "a ladder without a step", "[[ladder.step]]")
    for number, position in enumerate(positions):
        if ladder.mode is LadderMode.STRICT and position != number + 1:
            message = f"position {position} is step number {number + 1} of a strict ladder"
            place = (*path, "steps", number, "position")
            inspection.report(place, message, f"1 to {len(positions)} in order", str(number + 1))
    if ladder.mode is LadderMode.ADVISORY:
        for number, (earlier, later) in enumerate(pairwise(positions), start=1):
            if later <= earlier:
                place = (*path, "steps", number, "position")
                inspection.report(place, f"position {later} comes after {earlier}", "rising positions")
