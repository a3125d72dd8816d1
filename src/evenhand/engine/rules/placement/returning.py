"""The day in the removal room on return from a suspension (star policy paragraph 124; K-19, G-33, G-97, G-99).

Nothing here decides a suspension: the stay follows from one that was decided, and whose last day is handed in.
"""

from __future__ import annotations

from datetime import date

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Move, Sanction
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules.placement.claims import ABSENCE, moved
from evenhand.engine.rules.placement.leaving import end
from evenhand.engine.rules.placement.stays import keep, tell
from evenhand.engine.rules.turn import Turn, Unable

RETURN = "return"


def counted_from(turn: Turn, declared: Placement) -> date:
    """The day after which a stay's school days count: that of the event, or the last one of a suspension."""
    return last_day(turn, declared) if declared.starts == RETURN else turn.event.at.day


def last_day(turn: Turn, declared: Placement) -> date:
    """The last day of the suspension that the event is about: as it stands in the state, or as it is handed in."""
    found = _sanction(turn)
    return found.last if found and found.last else _told(turn, declared, "last_day")


def owes_return(turn: Turn, declared: Placement) -> bool:
    """Whether this suspension brings a day of return (G-33): each but that of a lunchtime, or the first only."""
    found = _sanction(turn)
    kind, number = turn.event.details.get("kind") or (found and found.kind), turn.event.details.get("number")
    if turn.rules.word(declared.return_after) == "first_only":
        if not isinstance(number, int) or isinstance(number, bool):
            raise Unable(Missing(("number",), declared.cites))
        return number == 1
    if not kind:
        raise Unable(Missing(("kind",), declared.cites))
    return kind != "lunchtime"


def cut_off(turn: Turn, declared: Placement) -> None:
    """What a suspension makes of stays that it cuts off: they end, or the days lost are carried over (G-97)."""
    ends = turn.rules.word(declared.cut_off) != "resumes"
    for stay in turn.stays:
        other = turn.rules.pack.placements[stay.placement]
        if other.kind != declared.kind:
            continue
        if ends:
            end(turn, other, stay, "cut_off")
            continue
        lost = _days_lost(turn, declared)
        claims = tuple(moved(turn, other, claim, (*claim.moves, *lost)) for claim in stay.claims)
        after = stay._replace(claims=claims)
        keep(turn, after)
        tell(turn, other, after, turn.why(declared.cites, "carried_over", (("days", len(lost)),)))


def _sanction(turn: Turn) -> Sanction | None:
    known = (turn.event.id, turn.event.about)
    return next((item for item in turn.sanctions if item.id in known or item.about in known), None)


def _days_lost(turn: Turn, declared: Placement) -> tuple[Move, ...]:
    """The school days of the suspension and the day of return, as days that the pupil was away."""
    found, last = _sanction(turn), last_day(turn, declared)
    first = found.start if found and found.start else _told(turn, declared, "first_day")
    if last < first:
        raise Unable(Missing(("first_day",), declared.cites))
    back = turn.calendar.add_school_days(last, turn.rules.number(declared.release_days))
    days = (*turn.calendar.school_days_between(first, back), back)
    return tuple(Move(turn.event.id, ABSENCE, day) for day in days)


def _told(turn: Turn, declared: Placement, name: str) -> date:
    try:
        return date.fromisoformat(str(turn.event.details.get(name, "")))
    except ValueError:
        raise Unable(Missing((name,), declared.cites)) from None
