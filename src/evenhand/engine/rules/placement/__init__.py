"""Stays in a placement, from being sent to being released (star policy paragraphs 95 to 107, 122 to 124, 147)."""

from evenhand.engine.rules.placement.absences import absent, carry_again
from evenhand.engine.rules.placement.coming import (
    arrive,
    do_station,
    expect,
    finish_station,
    untake,
    withdraw_claim,
    withdraw_move,
)
from evenhand.engine.rules.placement.extending import extend
from evenhand.engine.rules.placement.leaving import confirm_gap, release
from evenhand.engine.rules.placement.returning import RETURN, cut_off, owes_return
from evenhand.engine.rules.placement.stays import ends_today, leave_on, release_deadline, within

__all__ = [
    "RETURN",
    "absent",
    "arrive",
    "carry_again",
    "confirm_gap",
    "cut_off",
    "do_station",
    "ends_today",
    "expect",
    "extend",
    "finish_station",
    "leave_on",
    "owes_return",
    "release",
    "release_deadline",
    "untake",
    "withdraw_claim",
    "withdraw_move",
    "within",
]
