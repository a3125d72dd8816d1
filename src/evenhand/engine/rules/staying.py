"""What a stay's events bring about beyond the stay itself: the duties declared for their moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Stay
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules import placement
from evenhand.engine.rules.effects import Cast, perform, place
from evenhand.engine.rules.turn import Turn, Unable


def arrival(turn: Turn) -> None:
    """The pupil is registered, and what is owed during the stay begins; timers end with the pupil's day (K-02)."""
    declared, stay = placement.arrive(turn)
    _owed(turn, declared, stay, "arrival")


def extension(turn: Turn) -> None:
    """A stay is made longer, and the family is told."""
    declared, stay = placement.extend(turn)
    _owed(turn, declared, stay, "extended")


def returned(turn: Turn) -> None:
    """Whoever may do so confirms a pupil's return from a suspension; the full day follows (STAR-124, K-19)."""
    declared = next(
        (one for one in turn.rules.pack.placements.values() if one.starts == placement.RETURN), None
    )
    if declared is None:
        raise Unable(Missing(("placement",)))
    if declared.return_role is not None and str(declared.return_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.return_role),), declared.cites))
    by = turn.event.by
    place(turn, declared, declared.cites, Cast(by, by, by), by)


CONFIRMED: Final[Mapping[str, Callable[[Turn], None]]] = {
    "gap": placement.confirm_gap,
    "extension": extension,
    "carry": placement.carry_again,
    "return": returned,
}
"""What a leader confirms about a stay, by the event's code."""


def _owed(turn: Turn, declared: Placement, stay: Stay, moment: str) -> None:
    cast = Cast(stay.owner, stay.owner, turn.event.by)
    release, until = placement.release_deadline(stay), placement.ends_today(turn, declared, stay)
    perform(turn, declared.effects, cast, on=moment, about=stay.id, release=release, until=until)
