"""Whether time is owed at all, and in which of its forms."""

from __future__ import annotations

from evenhand.engine.decisions import Missing
from evenhand.engine.pack.schema import TimeOwed
from evenhand.engine.rules.time_owed import slots
from evenhand.engine.rules.time_owed.items import Slot
from evenhand.engine.rules.time_owed.minutes import give_back
from evenhand.engine.rules.turn import Turn, Unable


def owe(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot | None:
    """Set time owed for this event; None where the pupil's year group owes none (G-84).

    Nor does what is told after its time, such as an imported mark of an earlier day (detail `no_detention`).
    """
    if turn.event.details.get("no_detention") is True or not _in_scope(turn, declared):
        return None
    if declared.form != "slot":
        return give_back(turn, declared, cites)
    return (slots.same_day if declared.chosen == "" else slots.to_choose)(turn, declared, cites)


def choose(turn: Turn) -> tuple[TimeOwed, Slot]:
    """A leader chooses the slot of a detention that waits for one (STAR-151a)."""
    item = next((item for item in turn.owed if item.id == turn.event.about and not item.slot), None)
    if item is None:
        raise Unable(Missing(("owed",)))
    declared = turn.rules.pack.time_owed[item.kind]
    return declared, slots.choose(turn, declared, item)


def _in_scope(turn: Turn, declared: TimeOwed) -> bool:
    """Whether the year group lies in the figure's range; a pupil whose year group is not known does."""
    years, year = turn.rules.word(declared.years), turn.event.year_group
    if not years or year is None:
        return True
    first, _, last = years.partition("-")
    return int(first) <= year <= int(last or first)
