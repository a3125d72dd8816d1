"""Withdrawing a formal sanction: the days already served stay counted, those to come are given back."""

from __future__ import annotations

from datetime import time

from evenhand.engine.facts import Fact, Sanction
from evenhand.engine.pack.schema import FormalSanction
from evenhand.engine.rules.formal_sanction import totals
from evenhand.engine.rules.formal_sanction.issuing import Worked
from evenhand.engine.rules.formal_sanction.records import HALVES, halves_in
from evenhand.engine.rules.formal_sanction.spans import AM, Half, days_of, in_days, written
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import SanctionForm


def take_back(turn: Turn, declared: FormalSanction, sanction: Sanction) -> Worked:
    """What a withdrawal changes: the half-days served remain, and the decision no longer counts as one."""
    halves = halves_in(sanction)
    served = tuple(half for half in halves if _begun(turn, half))
    was, left = totals.weights(turn, declared, halves), totals.weights(turn, declared, served)
    gone = {key: left.get(key, 0) - value for key, value in was.items() if left.get(key, 0) != value}
    issued = next(done for done in sanction.acts if done.act == "issue")
    numbers = {key: -value for key, value in issued.counted if key.startswith(totals.DECIDED)}
    if declared.form == SanctionForm.PERMANENT:
        return Worked({}, numbers, ())
    days = days_of(served)
    facts: dict[str, Fact] = {
        HALVES: written(served),
        "units": len(served),
        "days": in_days(len(served)),
        "first": days[0].isoformat() if days else "",
        "last": days[-1].isoformat() if days else "",
        "returns": "",
    }
    return Worked(facts, {**gone, **numbers}, ())


def _begun(turn: Turn, half: Half) -> bool:
    """Whether a half-day had begun when it was withdrawn."""
    at = turn.event.at
    if half.day != at.day:
        return half.day < at.day
    if half.session == AM:
        return True
    return at.time >= _midday(turn, half)


def _midday(turn: Turn, half: Half) -> time:
    return turn.calendar.bell_set(half.day, turn.year()).midday
