"""A person's act on a register: change, judge or confirm a level, book or hold its review (STAR-197, 198; G-44)."""

from __future__ import annotations

from typing import Final

from evenhand.engine.decisions import Level, Missing, Value
from evenhand.engine.pack.scales import Scale
from evenhand.engine.pack.schema import Category
from evenhand.engine.rules.level import HOLDS, REACHED, add_values, bring, entry, merge
from evenhand.engine.rules.register import (
    CHANGED,
    CONFIRMED,
    JUDGED,
    Parts,
    acted_on,
    fixed_last,
    in_force,
    key_of,
    outcome,
    parts_of,
)
from evenhand.engine.rules.turn import Turn, Unable

UNATTENDED, REVIEWED = "attendees_missing", "reviewed"
CHANGE, CONFIRM, JUDGE, BOOK, HOLD = "change", "confirm", "judge", "book", "hold"
DECIDED: Final = (CHANGE, CONFIRM, JUDGE)


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
    merge(turn, start)


def _change(turn: Turn, scale: Scale) -> None:
    """STAR-197: a named person moves a pupil between two closes; it holds until the next one."""
    level = turn.event.details.get("level")
    if isinstance(level, bool) or not isinstance(level, int) or scale.level(level) is None:
        raise Unable(Missing(("level",), scale.register.role_cites))
    key, acted = key_of(turn, turn.event.at.day), acted_on(scale, turn.levels)
    parts = parts_of(scale, turn.totals, turn.counts, turn.levels, key)
    was = in_force(scale, parts, turn.levels)
    turn.levels = (*turn.levels, entry(turn, scale, parts, level, CHANGED, key))
    outcome(turn, scale, parts, level, key="level_changed", period=key, since=turn.event.at.day)
    add_values(turn, len(turn.outcomes) - 1, (("before", was), ("reason", _reason(turn))))
    _after_an_act(turn, scale, level, acted)


def _judge(turn: Turn, scale: Scale) -> None:
    """G-44: a category that no count gives, by a person's judgement, for this half-term."""
    wanted = turn.event.details.get("category")
    judged = next((one for one in scale.register.categories if one.judged and one.level == wanted), None)
    if judged is None or isinstance(wanted, bool):
        raise Unable(Missing(("category",), scale.register.role_cites))
    key, acted = key_of(turn, turn.event.at.day), acted_on(scale, turn.levels)
    before = parts_of(scale, turn.totals, turn.counts, turn.levels, key)
    judged_so = entry(turn, scale, before, 0, JUDGED, key, judged.level)
    parts = parts_of(scale, turn.totals, turn.counts, (*turn.levels, judged_so), key)
    level = in_force(scale, parts, turn.levels)
    turn.levels = (*turn.levels, judged_so._replace(level=level))
    outcome(turn, scale, parts, level, key="level_judged", period=key, since=turn.event.at.day)
    add_values(turn, len(turn.outcomes) - 1, _judged_as(judged, turn))
    _after_an_act(turn, scale, level, acted)


def _confirm(turn: Turn, scale: Scale) -> None:
    """A person confirms the level that the last close fixed (G-44)."""
    fixed = fixed_last(scale, turn.levels)
    if fixed is None or fixed.level < scale.confirm_from:
        raise Unable(Missing(("level_to_confirm",), scale.register.role_cites))
    key = fixed.period
    parts = Parts(0, fixed.points, fixed.category if scale.register.categories else None, fixed.level)
    turn.levels = (*turn.levels, entry(turn, scale, parts, fixed.level, CONFIRMED, key))
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
        bring(turn, scale, level, UNATTENDED)
        for place in range(start, len(turn.outcomes)):
            add_values(turn, place, (("missing", ", ".join(absent)),))


def _hold(turn: Turn, scale: Scale) -> None:
    """A review was held: what it must record is there, and the next one is booked where the level asks for one."""
    level = _now(turn, scale)
    declared = scale.level(level)
    missing = [name for name in (declared.records if declared else ()) if not turn.event.details.get(name)]
    if declared is None or missing:
        raise Unable(
            Missing(tuple("detail:" + name for name in missing) or ("review",), scale.register.cites)
        )
    bring(turn, scale, level, REVIEWED)


_ACTS: Final = {CHANGE: _change, CONFIRM: _confirm, JUDGE: _judge, BOOK: _book, HOLD: _hold}


def _now(turn: Turn, scale: Scale) -> int:
    key = key_of(turn, turn.event.at.day)
    return in_force(scale, parts_of(scale, turn.totals, turn.counts, turn.levels, key), turn.levels)


def _after_an_act(turn: Turn, scale: Scale, level: int, acted: int | None) -> None:
    if level != acted:
        bring(turn, scale, level, REACHED, acted)
        bring(turn, scale, level, HOLDS)


def _judged_as(judged: Category, turn: Turn) -> tuple[tuple[str, Value], ...]:
    return (("category", judged.label), ("reason", _reason(turn)))


def _reason(turn: Turn) -> str:
    return str(turn.event.details.get("reason", ""))
