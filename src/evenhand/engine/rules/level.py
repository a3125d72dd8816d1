"""Levels reached, at the close of a half-term or by a rise in between, and what each brings (STAR-194a to 199)."""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.decisions import Level, Post, Task, Value
from evenhand.engine.facts import Fact, Held
from evenhand.engine.pack.scales import Scale
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.register import (
    ACTED,
    SNAPSHOT,
    Parts,
    acted_on,
    amount_of,
    in_force,
    level_by,
    outcome,
    parts_of,
)
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind

HALF_TERM: Final = "half_term"
REACHED, HOLDS, RISEN = "reached", "held", "risen"
LEVEL_RISEN: Final = "level_risen"


def snapshot(closing: Closing) -> None:
    """Fix every register for each member of the cohort at the close of a half-term (K-15; STAR-149a, 194a)."""
    if closing.period.kind != HALF_TERM:
        return
    calendar = closing.calendar
    since: date | None = None
    for turn in closing.pupil_turns():
        start = len(turn.outcomes)
        for scale in turn.rules.scales:
            if since is None:
                since = calendar.first_school_day_of_block(calendar.next_block(closing.period.at.day))
            _fix(turn, scale, closing.period.key, since)
        merge(turn, start)


def watch(turn: Turn) -> None:
    """Show a rise during the half-term (G-45). It brings the level's effects only where the school wants that."""
    scales = turn.rules.live_scales
    if not scales or turn.event.kind == EventKind.LEVEL:
        return
    before = turn.before
    if turn.totals is before.totals and turn.counts is before.counts and turn.levels is before.levels:
        return
    sent = turn.stays is not before.stays or turn.sanctions is not before.sanctions
    if not sent and turn.event.code not in turn.rules.tallied:
        scales = _posted_to(turn)
        if not scales:
            return
    block = turn.calendar.block_of(turn.event.at.day)
    if block is None:
        return
    key = "b:" + block.id
    for scale in scales:
        if _has_moved(turn, scale, key, sent=sent):
            _risen(turn, scale, key)


def only_shows(scale: Scale) -> bool:
    """Whether a rise during the half-term is shown and changes nothing of the pupil's state."""
    return not scale.acts_live and not any(
        effect.on == RISEN for level in scale.register.levels for effect in level.effects
    )


def _has_moved(turn: Turn, scale: Scale, key: str, *, sent: bool) -> bool:
    """Whether what a register looks at is no longer what it was before this event."""
    before = turn.before
    if sent:
        if turn.levels is not before.levels:
            return True
        for kind in scale.kinds:
            for name in kind.names:
                full = f"{name}|{key}"
                if turn.counts.get(full, 0) != before.counts.get(full, 0):
                    return True
    amount = amount_of(scale, turn.totals, turn.counts, key)
    earlier = amount_of(scale, before.totals, before.counts, key)
    return amount != earlier and level_by(scale, amount) != level_by(scale, earlier)


def _posted_to(turn: Turn) -> tuple[Scale, ...]:
    """The registers that count something that was posted."""
    counting = turn.rules.live_by_ledger
    scales: tuple[Scale, ...] = ()
    for found in turn.outcomes:
        if type(found) is Post and found.ledger in counting:
            more = counting[found.ledger]
            if scales and scales is not more:
                return turn.rules.live_scales
            scales = more
    return scales


def _fix(turn: Turn, scale: Scale, key: str, since: date) -> None:
    if not scale.register.levels:
        _value_alone(turn, scale, key, since)
        return
    parts = parts_of(scale, turn.totals, turn.counts, turn.levels, key)
    acted = acted_on(scale, turn.levels)
    outcome(turn, scale, parts, parts.level, key="level_fixed", period=key, since=since)
    held = Held(
        scale.register.id,
        parts.level,
        since,
        key,
        parts.by_amount,
        parts.by_events or 0,
        "",
        SNAPSHOT,
        parts.level,
    )
    turn.levels = (*(one for one in turn.levels if one.register != scale.register.id), held)
    if acted != parts.level:
        bring(turn, scale, parts.level, REACHED, acted)
    bring(turn, scale, parts.level, HOLDS)


def _value_alone(turn: Turn, scale: Scale, key: str, since: date) -> None:
    """A value for which the policy names no levels: shown as it is, and none is invented (G-48)."""
    measure, amount = scale.measure, None
    if measure is not None and measure.fact:
        amount = _single(turn.event.details.get(measure.fact))
    elif measure is not None:
        amount = parts_of(scale, turn.totals, turn.counts, turn.levels, key).amount
    why = turn.why(
        scale.register.cites,
        "no_levels" if amount is not None else "value_unknown",
        figures=(scale.register.unlevelled,),
    )
    turn.outcomes.append(Level(scale.register.id, None, key, since, amount, None, None, "", why))


def _single(fact: Fact | None) -> Value | None:
    return fact if not isinstance(fact, tuple) else None


def _risen(turn: Turn, scale: Scale, key: str) -> None:
    before = turn.before
    earlier = parts_of(scale, before.totals, before.counts, before.levels, key)
    parts = parts_of(scale, turn.totals, turn.counts, turn.levels, key)
    was, now = in_force(scale, earlier, before.levels), in_force(scale, parts, turn.levels)
    if now <= was:
        return
    day = turn.event.at.day
    outcome(turn, scale, parts, now, key=LEVEL_RISEN, period=key, since=day)
    bring(turn, scale, now, RISEN)
    if scale.acts_live:
        acted = acted_on(scale, turn.levels)
        turn.levels = (*turn.levels, entry(turn, scale, parts, now, ACTED, key))
        bring(turn, scale, now, REACHED, acted)


def entry(turn: Turn, scale: Scale, parts: Parts, level: int, how: str, key: str, category: int = 0) -> Held:
    """What is kept of an act or a rise: the level, with what the counts said at that time."""
    return Held(
        scale.register.id,
        level,
        turn.event.at.day,
        key,
        parts.by_amount,
        category or parts.by_events or 0,
        turn.event.by,
        how,
        parts.level,
        turn.event.id,
    )


def bring(turn: Turn, scale: Scale, level: int, moment: str, before: int | None = None) -> None:
    """Perform a level's effects of one moment; what the level before has brought already is not brought again."""
    declared = scale.level(level)
    if declared is None:
        return
    effects = declared.effects
    earlier = scale.level(before) if before is not None else None
    if earlier is not None:
        had = {effect.id for effect in earlier.effects if effect.once}
        effects = tuple(effect for effect in effects if not (effect.once and effect.id in had))
    cast = Cast(turn.event.by, turn.event.witness, turn.event.by)
    start = len(turn.outcomes)
    perform(turn, effects, cast, on=moment)
    for place in range(start, len(turn.outcomes)):
        add_values(turn, place, (("register", scale.register.id), ("level", level)))


def add_values(turn: Turn, place: int, values: tuple[tuple[str, Value], ...]) -> None:
    """Add values to the reason of an outcome."""
    found = turn.outcomes[place]
    reason = found.reason._replace(values=(*found.reason.values, *values))
    turn.outcomes[place] = found._replace(reason=reason)


def merge(turn: Turn, start: int) -> None:
    """One task for several duties with the same id, by the earliest date, where the school allows that (G-49)."""
    if not any(scale.merge for scale in turn.rules.scales):
        return
    kept: dict[tuple[str, str], int] = {}
    outcomes = turn.outcomes[:start]
    for found in turn.outcomes[start:]:
        name = (found.task, found.role) if isinstance(found, Task) else ("", "")
        if isinstance(found, Task) and name in kept:
            first = outcomes[kept[name]]
            if isinstance(first, Task):
                outcomes[kept[name]] = _one_of(first, found)
            continue
        if isinstance(found, Task):
            kept[name] = len(outcomes)
        outcomes.append(found)
    turn.outcomes = outcomes


def _one_of(first: Task, second: Task) -> Task:
    dues = [task.due for task in (first, second) if task.due is not None]
    cites = tuple(dict.fromkeys((*first.reason.cites, *second.reason.cites)))
    used = tuple(dict.fromkeys((*first.reason.used, *second.reason.used)))
    due = min(dues, key=lambda item: item.day) if dues else None
    return first._replace(due=due, reason=first.reason._replace(cites=cites, used=used))
