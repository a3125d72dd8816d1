"""An act whose first part is plain, while more may come of it: what it posts is known, the watching rules look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evenhand.engine.decisions import Decision, Outcome
from evenhand.engine.facts import PupilState, Window
from evenhand.engine.rules.following import follow
from evenhand.engine.rules.plain.changing import Difference
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay

Answer = tuple[Decision, PupilState]


def followed(
    turn: Turn,
    change: Difference,
    outcomes: Sequence[Outcome],
    windows: tuple[Window, ...],
    sent: Callable[[Turn], None] | None = None,
) -> Answer | None:
    """What the act brings about, and the state after it; None where it is refused, which the rules have to say.

    Args:
        turn: a new one, of the act and the state before it.
        change: what the act changes.
        outcomes: what it brings about by itself.
        windows: the acts remembered once it is among them.
        sent: sends the pupil to a placement, where the act does.
    """
    turn.totals, turn.counts = change.put_on_copies(turn.before)
    turn.windows = windows
    turn.outcomes = [*outcomes]
    try:
        if sent is not None:
            sent(turn)
        follow(turn)
    except (Unable, CalendarEnds, NotASchoolDay):
        return None
    return turn.decision(), turn.state()
