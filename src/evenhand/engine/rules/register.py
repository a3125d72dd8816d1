"""Registers: what the counts say of a pupil's level, live and at the close of a half-term (paragraphs 149, 194 to 199).

The level that a half-term's figures give is fixed at its close and holds from the first school day of the next one
(K-15). In between the counts may only show a rise; a named person may change, judge or confirm with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from evenhand.engine.decisions import Level, Reason, Value
from evenhand.engine.facts import Held
from evenhand.engine.pack.scales import Scale
from evenhand.engine.pack.schema import Figure
from evenhand.engine.rules import ledger
from evenhand.engine.rules.turn import UNSAID, Turn
from evenhand.engine.values import EventKind

SNAPSHOT, CHANGED, JUDGED, CONFIRMED, ACTED = "snapshot", "changed", "judged", "confirmed", "acted"
FIXED = (SNAPSHOT, CHANGED)
ISSUED = ("issued", "ended")
POINTS, EVENTS = "points", "events"
Sums = Mapping[str, int]


class Parts(NamedTuple):
    """What the counts of one half-term say: the amount, the level by it, the level by events, and both combined."""

    amount: int
    by_amount: int
    by_events: int | None
    level: int


class Standing(NamedTuple):
    """Where a pupil stands on a register now, with the parts that the half-term's counts give so far.

    `level` is the one in force, None where the register has none; `held` what was fixed last, None before the first
    close; `confirmed` whether a person has confirmed what was fixed.
    """

    register: str
    level: int | None
    parts: Parts
    held: Held | None
    confirmed: bool


def key_of(turn: Turn, day: date) -> str:
    """The key of the half-term that a day counts in; in a break that of the next one."""
    return "b:" + (turn.calendar.block_of(day) or turn.calendar.next_block(day)).id


def parts_of(scale: Scale, totals: Sums, counts: Sums, levels: tuple[Held, ...], key: str) -> Parts:
    """Both parts of a level by the counts of one half-term, and what the register's rule makes of them."""
    amount = amount_of(scale, totals, counts, key)
    by_amount = level_by(scale, amount)
    if not scale.register.categories:
        return Parts(amount, by_amount, None, by_amount)
    by_events = _by_events(scale, counts, levels, key)
    return Parts(amount, by_amount, by_events, _combined(scale.combine, by_amount, by_events))


def _combined(rule: str, by_amount: int, by_events: int) -> int:
    if rule == POINTS:
        return by_amount
    return by_events if rule == EVENTS else max(by_amount, by_events)


def amount_of(scale: Scale, totals: Sums, counts: Sums, key: str) -> int:
    """What the register's measure has counted in one half-term."""
    measure = scale.measure
    if measure is None:
        return 0
    amount = 0
    for ledger_id, factor in measure.ledgers.items():
        amount += factor * totals.get(f"{ledger_id}|{key}", 0)
    for code in measure.codes:
        amount += counts.get(f"code:{code}|{key}", 0)
    return amount


def level_by(scale: Scale, amount: int) -> int:
    """The level of the interval in which an amount lies."""
    found = scale.lowest
    for threshold, level in scale.rungs:
        if amount < threshold or (amount == threshold and scale.above):
            break
        found = level
    return found


def in_force(scale: Scale, parts: Parts, levels: tuple[Held, ...]) -> int:
    """The level in force: what was fixed last, or more where the counts have since gone beyond it (G-45)."""
    fixed = fixed_last(scale, levels)
    held = fixed.level if fixed else scale.lowest
    if not scale.live:
        return held
    seen = fixed.live if fixed and fixed.how == CHANGED else scale.lowest
    return max(held, parts.level) if parts.level > seen else held


def standing(scale: Scale, totals: Sums, counts: Sums, levels: tuple[Held, ...], key: str) -> Standing:
    """The live indicator for one pupil; `key` is that of the current half-term ("b:autumn-1-2026")."""
    parts = parts_of(scale, totals, counts, levels, key)
    mine = [held for held in levels if held.register == scale.register.id]
    confirmed = any(held.how in (CONFIRMED, CHANGED) for held in mine)
    level = in_force(scale, parts, levels) if scale.register.levels else None
    return Standing(scale.register.id, level, parts, fixed_last(scale, levels), confirmed)


def fixed_last(scale: Scale, levels: tuple[Held, ...]) -> Held | None:
    """What the last close or change fixed."""
    found = None
    for held in levels:
        if held.register == scale.register.id and held.how in FIXED:
            found = held
    return found


def acted_on(scale: Scale, levels: tuple[Held, ...]) -> int | None:
    """The level whose effects were performed last, None before any."""
    found = None
    for held in levels:
        if held.register == scale.register.id and held.how != CONFIRMED:
            found = held.level
    return found


def tally(turn: Turn) -> None:
    """Count the record of an item that some register counts; a void takes it back on its own day."""
    if turn.sanctions is not turn.before.sanctions:
        _tally_sanctions(turn)
    codes = turn.rules.tallied
    if not codes:
        return
    event, voided = turn.event, turn.event.voids
    if event.kind in RECORDS:
        if event.code in codes:
            _count(turn, event.code, 1, event.at.day)
    elif event.kind == EventKind.VOID and voided is not None and voided.kind in RECORDS:
        item = turn.rules.item(voided.code)
        if item is not None and item.code in codes:
            _count(turn, item.code, -1, voided.day)


def outcome(
    turn: Turn, scale: Scale, parts: Parts, level: int, *, key: str, period: str, since: date
) -> None:
    """Add the level with both its parts and every figure that it rests on."""
    confirm = str(scale.register.role) if level >= scale.confirm_from and scale.register.role else ""
    turn.outcomes.append(
        Level(
            scale.register.id,
            level,
            period,
            since,
            parts.amount,
            parts.by_amount,
            parts.by_events,
            confirm,
            UNSAID if turn.quiet else _why(turn, scale, parts, level, key),
        )
    )


def _why(turn: Turn, scale: Scale, parts: Parts, level: int, key: str) -> Reason:
    """The level's own words and clauses, and every figure that it rests on."""
    declared = scale.level(level)
    values: tuple[tuple[str, Value], ...] = (("label", declared.label),) if declared else ()
    figures: tuple[Figure, ...] = (
        *((declared.threshold,) if declared else ()),
        *(kind.declared.at_least for kind in scale.kinds if kind.level == parts.by_events),
        scale.register.boundary,
        scale.register.combine,
        scale.register.counts,
    )
    return turn.why(declared.cites if declared else scale.register.cites, key, values, figures)


RECORDS = frozenset(
    {
        EventKind.ACHIEVEMENT,
        EventKind.CONCERN,
        EventKind.LATE,
        EventKind.HOMEWORK_MISSED,
        EventKind.LADDER_STEP,
    }
)


def _tally_sanctions(turn: Turn) -> None:
    """Count each sanction once it is issued; one withdrawn or voided no longer counts, one that ended still does."""
    watched = turn.rules.watched_sanctions
    was = {one.id: one for one in turn.before.sanctions if one.kind in watched and one.stage in ISSUED}
    now = {one.id: one for one in turn.sanctions if one.kind in watched}
    for one in now.values():
        if one.stage in ISSUED and one.id not in was:
            day = one.start if watched[one.kind] and one.start else turn.event.at.day
            ledger.count(turn, "sanction:" + one.kind, day=day)
            turn.recent = {**turn.recent, "sanction:" + one.id: (day,)}
    for one in was.values():
        left = now.get(one.id)
        if (left is None and turn.event.kind == EventKind.VOID) or (left and left.stage not in ISSUED):
            day = turn.recent.get("sanction:" + one.id, (turn.event.at.day,))[0]
            ledger.count(turn, "sanction:" + one.kind, -1, day=day)
            turn.recent = {key: days for key, days in turn.recent.items() if key != "sanction:" + one.id}


def _count(turn: Turn, code: str, change: int, day: date) -> None:
    ledger.count(turn, "code:" + code, change, day=day)


def _by_events(scale: Scale, counts: Sums, levels: tuple[Held, ...], key: str) -> int:
    found = scale.lowest
    for kind in scale.kinds:
        if kind.level > found and sum(counts.get(f"{name}|{key}", 0) for name in kind.names) >= kind.at_least:
            found = kind.level
    for held in levels:
        if held.how == JUDGED and held.register == scale.register.id and held.period == key:
            found = max(found, held.category)
    return found
