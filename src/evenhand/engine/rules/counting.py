"""Counting what the pack's counters watch: each time with its own day and event, so that a void takes back just that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from evenhand.engine.decisions import Place, Post
from evenhand.engine.facts import Counted, Stay
from evenhand.engine.pack.schema import Counter
from evenhand.engine.pack.watching import FOREVER, Watch, needs_days
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind

ACTS = frozenset({EventKind.ACHIEVEMENT, EventKind.CONCERN, EventKind.LADDER_STEP, EventKind.LATE,
                  EventKind.HOMEWORK_MISSED, EventKind.CONDUCT})  # fmt: skip
EACH_ACT = "each_act"
APART = "="

Amount = tuple[date, int]


def count(turn: Turn) -> tuple[str, ...]:
    """Count what this event did; the names under which something was counted that was not there before.

    A name is the counter's id, with the value of the detail that it counts apart by ("links=17").
    """
    watch, item = turn.rules.watch, turn.item
    names: list[str] = []
    if item is not None and item.code in watch.codes and is_act(turn):
        for ident in watch.codes[item.code]:
            names += _act(turn, turn.rules.pack.counters[ident])
    if (watch.placements or watch.ledgers) and turn.event.kind != EventKind.VOID:
        for outcome in turn.outcomes:
            if type(outcome) is Post and outcome.ledger in watch.ledgers:
                names += _posted(turn, watch, outcome)
            elif type(outcome) is Place and outcome.placement in watch.placements:
                names += _sent(turn, watch, outcome)
    return tuple(dict.fromkeys(names)) if names else ()


def is_act(turn: Turn) -> bool:
    """Whether the event is a recorded act, and not what came of one."""
    kind = turn.event.kind
    return kind in ACTS and not (kind == EventKind.LADDER_STEP and turn.event.about)


def rows_of(rows: Iterable[Counted], name: str) -> tuple[Counted, ...]:
    """What was counted under one name, in the order in which it was recorded."""
    return tuple([row for row in rows if row[0] == name])


def amounts(rows: Iterable[Counted]) -> tuple[Amount, ...]:
    """How much was counted on which day: rows of one key are one, on the earliest of their days."""
    found: dict[str, Amount] = {}
    for _, key, _, day, value in rows:
        held = found.get(key)
        found[key] = (min(held[0], day), value) if held else (day, value)
    return tuple(found.values())


def counter_id(name: str) -> str:
    """The id of the counter of a name."""
    return name.partition(APART)[0]


def counter_of(turn: Turn, name: str) -> Counter:
    """The counter of a name."""
    return turn.rules.pack.counters[counter_id(name)]


def take_back(turn: Turn, event: str) -> tuple[str, ...]:
    """Take away what the event counted; the names under which it did, of counters that the pack still has."""
    gone = tuple(row.name for row in turn.counted if row.event == event)
    if gone:
        turn.counted = tuple(row for row in turn.counted if row.event != event)
    return tuple(name for name in dict.fromkeys(gone) if name.partition(APART)[0] in turn.rules.pack.counters)


def _act(turn: Turn, counter: Counter) -> list[str]:
    acts, event = counter.acts, turn.event
    if acts is None or not turn.rules.applies(acts, turn.item, event.spot.where, event.details):
        return []
    names = [counter.id]
    if counter.by:
        given = event.details.get(counter.by, ())
        names = [
            counter.id + APART + str(one) for one in (given if isinstance(given, tuple) else (given,)) if one
        ]
    for name in names:
        _add(turn, Counted(name, event.id, event.id, event.at.day))
    return names


def _posted(turn: Turn, watch: Watch, post: Post) -> list[str]:
    """A ledger's points. Days are kept only where the running totals of the ledger do not answer the question."""
    names: list[str] = []
    for ident in watch.ledgers[post.ledger]:
        counter = turn.rules.pack.counters[ident]
        if any(needs_days(trigger, counter) for trigger in watch.triggers[ident]):
            key = f"{turn.event.id}:{len(names)}:{post.stage}"
            _add(turn, Counted(ident, key, turn.event.id, turn.event.at.day, post.value))
        names.append(ident)
    return names


def _sent(turn: Turn, watch: Watch, place: Place) -> list[str]:
    """A referral: this event's own claim on a stay. What joined an open stay counts with it once (G-36)."""
    stay = next((stay for stay in turn.stays if stay.id == place.stay), None)
    mine = turn.event.id
    if stay is None or not _has_claim(stay, mine):
        return []
    names = []
    for ident in watch.placements[place.placement]:
        counter = turn.rules.pack.counters[ident]
        apart = turn.rules.word(counter.rule) == EACH_ACT
        key = mine if apart else stay.id
        known = counted = False
        for name, row_key, event, *_ in turn.counted:
            if name == ident:
                known = known or row_key == key
                counted = counted or event == mine
        if not counted:
            _add(turn, Counted(ident, key, mine, turn.event.at.day))
        if not known:
            names.append(ident)
    return names


def _has_claim(stay: Stay, event: str) -> bool:
    """Whether an event has a part in a stay; the one that was decided last is looked at first."""
    return any(claim.event == event for claim in reversed(stay.claims))


def _add(turn: Turn, row: Counted) -> None:
    turn.counted = (*_kept(turn, row), row)


def _kept(turn: Turn, row: Counted) -> tuple[Counted, ...]:
    """What is left when days that no trigger looks back to are dropped."""
    days = turn.rules.watch.kept[row.name.partition(APART)[0]]
    if days == FOREVER:
        return turn.counted
    since = row.day - timedelta(days=days)
    for old in turn.counted:
        if old.day < since and old.name == row.name:
            return tuple(old for old in turn.counted if old.name != row.name or old.day >= since)
    return turn.counted
