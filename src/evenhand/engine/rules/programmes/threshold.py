"""An award each time that a sum passes another multiple of a figure (STAR-35): one each, once in a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from evenhand.engine.decisions import Post, Review
from evenhand.engine.pack.resolve import Crossing
from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules.ledger import key_over
from evenhand.engine.rules.programmes.awarding import award
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind

START: Final = {"day": "d", "week": "w", "half_term": "b", "year": "y"}
"""How the keys of the periods begin over which a sum is watched."""


def watch(turn: Turn) -> None:
    """Look at the sums that this event has changed. Most events change none of them."""
    watched = turn.rules.watched
    if not watched:
        return
    for outcome in turn.outcomes:
        if type(outcome) is Post and outcome.ledger in watched:
            break
    else:
        return
    for watch in turn.rules.watches:
        _look(turn, watch)


def _look(turn: Turn, watch: Crossing) -> None:
    """Award what has been reached and was not awarded before, also where a void took the sum back for a while."""
    programme, parts, every = watch
    voided = turn.event.voids
    key = _period(turn, programme.over, voided.day if voided else turn.event.at.day)
    totals, reached = turn.totals, 0
    for ledger, factor in parts.items():
        reached += factor * totals.get(f"{ledger}|{key}", 0)
    name = f"{programme.id}|{key}"
    sent = int(turn.fired.get(name, "0")) if turn.fired else 0
    if reached < sent and turn.event.kind == EventKind.VOID:
        _review(turn, programme, reached, sent)
    highest = reached // every * every
    if not key or highest <= sent:
        return
    turn.fired = {**turn.fired, name: str(highest)}
    # What was reached before the programme came into force was never promised, so it is not sent all at once now.
    before = reached - _posted(turn, parts)
    for threshold in range(max(sent, before // every * every) + every, highest + 1, every):
        values = (("threshold", threshold), ("total", reached))
        award(turn, programme, str(threshold), "threshold", values, (programme.every, programme.basis))


def _posted(turn: Turn, parts: Mapping[str, int]) -> int:
    """What this event has added to the sum."""
    posts = (outcome for outcome in turn.outcomes if isinstance(outcome, Post))
    return sum(parts.get(post.ledger, 0) * post.value for post in posts)


def _period(turn: Turn, over: str, day: date) -> str:
    """The key of the period that the sum is of; "" in a break that lies in none."""
    return key_over(turn.calendar, START[over], day)


def _review(turn: Turn, programme: Programme, reached: int, sent: int) -> None:
    """What was sent for an entry that has been taken back is not sent again; a person looks at what may still be stopped."""
    role = next((str(effect.role) for effect in programme.effects if effect.role), "")
    if role:
        why = turn.why(programme.cites, "recognised_before", (("threshold", sent), ("total", reached)))
        turn.outcomes.append(Review(turn.event.about, role, why))
