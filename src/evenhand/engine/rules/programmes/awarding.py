"""What every programme does once it has found a pupil: recognise, or propose it to those who decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evenhand.engine.decisions import Propose, Recognise, Value
from evenhand.engine.pack.schema import Effect, Figure, Programme
from evenhand.engine.rules import ledger
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.turn import Turn

AWARDED = "awarded"
LACKING = "lacking"
NOMINATED = "nominated"
WORDED_KEPT = 1024

Values = tuple[tuple[str, Value], ...]


def award(
    turn: Turn,
    programme: Programme,
    value: str,
    key: str,
    values: Values = (),
    figures: Iterable[Figure] = (),
) -> None:
    """Recognise the pupil and bring about what comes with it.

    Args:
        value: what the award says of itself: the threshold, the points, the days on which a pass holds.
        key: the wording of the reason, with its `values` and the figures used.
    """
    why = turn.why(programme.cites, key, values, figures)
    turn.outcomes.append(Recognise(programme.id, programme.label, value, why))
    act(turn, programme, AWARDED, value)


def propose(
    turn: Turn, programme: Programme, key: str, values: Values = (), figures: Iterable[Figure] = ()
) -> None:
    """Put an award to the role that decides it."""
    values = (*values, ("item", programme.item)) if programme.item else values
    why = turn.why(programme.cites, key, values, figures)
    decider = str(programme.decider or "")
    turn.outcomes.append(Propose(programme.id, programme.label, decider, turn.event.id, why))


def act(turn: Turn, programme: Programme, moment: str, value: str = "", person: str = "") -> None:
    """Run the effects of one moment, with the value in their labels; `person` is who owes them as author."""
    by = person or turn.event.by
    worded = turn.rules.worded
    key = programme.id, moment, value
    effects = worded.get(key)
    if effects is None:
        if len(worded) >= WORDED_KEPT:
            worded.clear()
        effects = worded[key] = _worded(programme, moment, value)
    perform(turn, effects, Cast(by, turn.event.witness, by), on=moment)


def _worded(programme: Programme, moment: str, value: str) -> tuple[Effect, ...]:
    """The effects of one moment with the value in their labels."""
    return tuple(
        replace(effect, label=effect.label.replace("{value}", value)) if "{value}" in effect.label else effect
        for effect in programme.effects
        if effect.on == moment
    )


def post_item(turn: Turn, programme: Programme) -> None:
    """Post what the tariff gives for the item that goes with the award."""
    item = turn.rules.item(programme.item)
    if item is not None:
        ledger.post_stage(turn, item, ledger.RECORDED, item.cites, {})


def once(turn: Turn, programme: Programme, period: str) -> bool:
    """Whether the programme has not yet run for this pupil in the period; from now on it has."""
    if turn.fired.get(programme.id) == period:
        return False
    turn.fired = {**turn.fired, programme.id: period}
    return True
