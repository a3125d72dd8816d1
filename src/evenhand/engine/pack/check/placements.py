"""Placements: nothing makes a stay longer, carries it over or starts one without somebody who decides it."""

from __future__ import annotations

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Placement
from evenhand.engine.values import ReleaseRule


def check_placements(inspection: Inspection) -> None:
    """Limits without a decider, and a day of return that is none."""
    for path, placement in inspection.every(Placement):
        if placement.carry_days != "":
            _decided(inspection, path, placement, "carry_days", "carry_role")
        if placement.extension_cap:
            _decided(inspection, path, placement, "extension_cap", "extension_role")
        if placement.starts:
            _decided(inspection, path, placement, "starts", "return_role")
            _check_return(inspection, path, placement)


def _decided(inspection: Inspection, path: KeyPath, placement: Placement, part: str, role: str) -> None:
    if getattr(placement, role) is None:
        message = f"{part} without the role that decides"
        inspection.report((*path, part), message, role, f'{role} = "…"')


def _check_return(inspection: Inspection, path: KeyPath, placement: Placement) -> None:
    if placement.release is not ReleaseRule.WHOLE_DAY:
        message = "the day of return is a whole day"
        inspection.report((*path, "release"), message, "whole_day", 'release = "whole_day"')
