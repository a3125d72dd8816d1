"""Levels reached: at the close of a half-term, by a rise in between, or by a person's act (STAR-195d to 199)."""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.decisions import Level, Missing, Post, Task, Value
from evenhand.engine.facts import Fact, Held
from evenhand.engine.pack.scales import Scale
from evenhand.engine.pack.schema import Category
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.register import (
    ACTED,
    CHANGED,
    CONFIRMED,
    JUDGED,
    SNAPSHOT,
    Parts,
    acted_on,
    amount_of,
    fixed_last,
    in_force,
    key_of,
    level_by,
    outcome,
    parts_of,
)
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import EventKind

HALF_TERM: Final = "half_term"
REACHED, HOLDS, RISEN, UNATTENDED, REVIEWED = "reached", "held", "risen", "attendees_missing", "reviewed"
LEVEL_RISEN: Final = "level_risen"
CHANGE, CONFIRM, JUDGE, BOOK, HOLD = "change", "confirm", "judge", "book", "hold"
DECIDED: Final = (CHANGE, CONFIRM, JUDGE)


def snapshot(closing: Closing) -> None:
    """Fix every register for each member of the cohort at the close of a half-term (K-15; STAR-149a, 194a)."""
    if closing.period.kind != HALF_TERM:
        return
    calendar = closing.calendar
    since: date | None = None
    for turn in closing.turns.values():
        start = len(turn.outcomes)
        for scale in turn.rules.scales:
            if since is None:
                since = calendar.first_school_day_of_block(calendar.next_block(closing.period.at.day))
            _fix(turn, scale, closing.period.key, since)
        _merge(turn, start)


def watch(turn: Turn) -> None:
    """Show a rise during the half-term (G-45). It brings the level's effects only where the school wants that."""
    scales = turn.rules.live_scales
    if not scales or turn.event.kind == EventKind.LEVEL:
        return
    before = turn.before
    sent = turn.stays is not before.stays or turn.sanctions is not before.sanctions
    if not sent and turn.event.code not in turn.rules.tallied and not _posted(turn):
        return
    block = turn.calendar.block_of(turn.event.at.day)
    if block is None:
        return
    key = "b:" + block.id
    for scale in scales:
        amount = amount_of(scale, turn.totals, turn.counts, key)
        earlier = amount_of(scale, before.totals, before.counts, key)
        if sent or (amount != earlier and level_by(scale, amount) != level_by(scale, earlier)):
            _risen(turn, scale, key)


def _posted(turn: Turn) -> bool:
    """Whether something was posted that a register counts."""
    ledgers = turn.rules.live_ledgers
    return any(type(found) is Post and found.ledger in ledgers for found in turn.outcomes)


def act(turn: Turn) -> None:
    """A person's act on a register: change, confirm or judge a level, book or hold its review."""
    scale = next((one for one in turn.rules.scales if one.register.id == turn.event.code), None)
    if scale is None or not scale.register.levels:
        raise Unable(Missing(("register",)))
    choice = str(turn.event.details.get("choice", CHANGE))
    run = _ACTS.get(choice)
    if run is None:
        raise Unable(Missing(("choice",), scale.register.cites))
    role = scale.register.role
    if choice in DECIDED and role is not None and str(role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(role),), scale.register.role_cites))
    if choice in DECIDED and not turn.event.details.get("reason"):
        raise Unable(Missing(("reason",), scale.register.role_cites))
    start = len(turn.outcomes)
    run(turn, scale)
    _merge(turn, start)


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
        _bring(turn, scale, parts.level, REACHED, acted)
    _bring(turn, scale, parts.level, HOLDS)


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
    _bring(turn, scale, now, RISEN)
    if scale.acts_live:
        acted = acted_on(scale, turn.levels)
        turn.levels = (*turn.levels, _entry(turn, scale, parts, now, ACTED, key))
        _bring(turn, scale, now, REACHED, acted)


def _entry(turn: Turn, scale: Scale, parts: Parts, level: int, how: str, key: str, category: int = 0) -> Held:
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


def _change(turn: Turn, scale: Scale) -> None:
    """STAR-197: a named person moves a pupil between two closes; it holds until the next one."""
    level = turn.event.details.get("level")
    if isinstance(level, bool) or not isinstance(level, int) or scale.level(level) is None:
        raise Unable(Missing(("level",), scale.register.role_cites))
    key, acted = key_of(turn, turn.event.at.day), acted_on(scale, turn.levels)
    parts = parts_of(scale, turn.totals, turn.counts, turn.levels, key)
    was = in_force(scale, parts, turn.levels)
    turn.levels = (*turn.levels, _entry(turn, scale, parts, level, CHANGED, key))
    outcome(turn, scale, parts, level, key="level_changed", period=key, since=turn.event.at.day)
    _told(turn, len(turn.outcomes) - 1, (("before", was), ("reason", _reason(turn))))
    _after_an_act(turn, scale, level, acted)


def _judge(turn: Turn, scale: Scale) -> None:
    """G-44: a category that no count gives, by a person's judgement, for this half-term."""
    wanted = turn.event.details.get("category")
    judged = next((one for one in scale.register.categories if one.judged and one.level == wanted), None)
    if judged is None or isinstance(wanted, bool):
        raise Unable(Missing(("category",), scale.register.role_cites))
    key, acted = key_of(turn, turn.event.at.day), acted_on(scale, turn.levels)
    before = parts_of(scale, turn.totals, turn.counts, turn.levels, key)
    entry = _entry(turn, scale, before, 0, JUDGED, key, judged.level)
    parts = parts_of(scale, turn.totals, turn.counts, (*turn.levels, entry), key)
    level = in_force(scale, parts, turn.levels)
    turn.levels = (*turn.levels, entry._replace(level=level))
    outcome(turn, scale, parts, level, key="level_judged", period=key, since=turn.event.at.day)
    _told(turn, len(turn.outcomes) - 1, _judged_as(judged, turn))
    _after_an_act(turn, scale, level, acted)


def _confirm(turn: Turn, scale: Scale) -> None:
    """A person confirms the level that the last close fixed (G-44)."""
    fixed = fixed_last(scale, turn.levels)
    if fixed is None or fixed.level < scale.confirm_from:
        raise Unable(Missing(("level_to_confirm",), scale.register.role_cites))
    key = fixed.period
    parts = Parts(0, fixed.points, fixed.category if scale.register.categories else None, fixed.level)
    turn.levels = (*turn.levels, _entry(turn, scale, parts, fixed.level, CONFIRMED, key))
    why = turn.why(scale.register.role_cites, "level_confirmed", (("reason", _reason(turn)),))
    turn.outcomes.append(
        Level(
            scale.register.id, fixed.level, key, fixed.since, None, parts.by_amount, parts.by_events, "", why
        )
    )


def _book(turn: Turn, scale: Scale) -> None:
    """STAR-198: a review is booked with those who take part; who is left out is asked about."""
    level = _now(turn, scale)
    declared = scale.level(level)
    if declared is None or not declared.attend:
        raise Unable(Missing(("review",), scale.register.cites))
    given = turn.event.details.get("attendees", ())
    invited = given if isinstance(given, tuple) else (given,)
    absent = [one for one in declared.attend if one not in invited]
    if absent:
        start = len(turn.outcomes)
        _bring(turn, scale, level, UNATTENDED)
        for place in range(start, len(turn.outcomes)):
            _told(turn, place, (("missing", ", ".join(absent)),))


def _hold(turn: Turn, scale: Scale) -> None:
    """A review was held: what it must record is there, and the next one is booked where the level asks for one."""
    level = _now(turn, scale)
    declared = scale.level(level)
    missing = [name for name in (declared.records if declared else ()) if not turn.event.details.get(name)]
    if declared is None or missing:
        raise Unable(
            Missing(tuple("detail:" + name for name in missing) or ("review",), scale.register.cites)
        )
    _bring(turn, scale, level, REVIEWED)


_ACTS: Final = {CHANGE: _change, CONFIRM: _confirm, JUDGE: _judge, BOOK: _book, HOLD: _hold}


def _now(turn: Turn, scale: Scale) -> int:
    key = key_of(turn, turn.event.at.day)
    return in_force(scale, parts_of(scale, turn.totals, turn.counts, turn.levels, key), turn.levels)


def _after_an_act(turn: Turn, scale: Scale, level: int, acted: int | None) -> None:
    if level != acted:
        _bring(turn, scale, level, REACHED, acted)
        _bring(turn, scale, level, HOLDS)


def _bring(turn: Turn, scale: Scale, level: int, moment: str, before: int | None = None) -> None:
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
        _told(turn, place, (("register", scale.register.id), ("level", level)))


def _told(turn: Turn, place: int, values: tuple[tuple[str, Value], ...]) -> None:
    """Add values to the reason of an outcome."""
    found = turn.outcomes[place]
    reason = found.reason._replace(values=(*found.reason.values, *values))
    turn.outcomes[place] = found._replace(reason=reason)


def _merge(turn: Turn, start: int) -> None:
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


def _judged_as(judged: Category, turn: Turn) -> tuple[tuple[str, Value], ...]:
    return (("category", judged.label), ("reason", _reason(turn)))


def _reason(turn: Turn) -> str:
    return str(turn.event.details.get("reason", ""))
