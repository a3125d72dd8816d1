"""Entries in named ledgers and the running totals per period (star policy paragraphs 30 to 32; STAR-32)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from evenhand.engine.decisions import Post, Reason, Tell
from evenhand.engine.facts import PupilState
from evenhand.engine.pack.schema import Item, Pack
from evenhand.engine.rules.sums import changes_of, further
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import SchoolCalendar

RECORDED = "recorded"
ONCE = "once"


@lru_cache(maxsize=4096)
def key_over(calendar: SchoolCalendar, start: str, day: date) -> str:
    """The key of the period of `day` that begins with a letter (d, w, b, y); "" in a break that lies in no half-term."""
    return next((key for key in period_keys(calendar, day) if key[0] == start), "")


@lru_cache(maxsize=4096)
def period_keys(calendar: SchoolCalendar, day: date) -> tuple[str, ...]:
    """The periods that a day counts in: the day, its week (ISO Monday), half-term if any, and academic year."""
    block = calendar.block_of(day)
    year = "y:" + calendar.year_of(day).id
    week = "w:" + calendar.week_of(day).isoformat()
    today = "d:" + day.isoformat()
    return (today, week, "b:" + block.id, year) if block else (today, week, year)


def post(
    turn: Turn, ledger: str, value: int, stage: str, cites: tuple[str, ...], day: date | None = None
) -> None:
    """Post one entry and add it to the totals of the periods that `day` (default: the event's day) counts in."""
    on = day or turn.event.at.day
    turn.outcomes.append(entry(ledger, value, stage, cites))
    changes = changes_of(ledger, period_keys(turn.calendar, on), value)
    turn.totals = further(turn.before.totals, turn.totals, changes)


@lru_cache(maxsize=4096)
def entry(ledger: str, value: int, stage: str, cites: tuple[str, ...]) -> Post:
    """The entry: the same act at the same stage posts the same one, however often."""
    return Post(ledger, value, stage, Reason(cites, "posted", (("stage", stage),)))


def count(turn: Turn, name: str, change: int = 1, day: date | None = None) -> None:
    """Count one more (or fewer) of something."""
    on = day or turn.event.at.day
    changes = changes_of(name, period_keys(turn.calendar, on), change)
    turn.counts = further(turn.before.counts, turn.counts, changes)


def post_stage(
    turn: Turn, item: Item, stage: str, cites: tuple[str, ...], spent: Mapping[str, int]
) -> tuple[tuple[str, int], ...]:
    """Post the item's value for a stage to every ledger that has one.

    Args:
        spent: what the chain has posted already and this entry replaces, by ledger (empty when values add up).
    """
    posted: tuple[tuple[str, int], ...] = ()
    for ledger, stages in item.points.items():
        value = stages.get(stage)
        if value is None or (turn.event.details and _is_repeat(turn, ledger)):
            continue
        value = times(turn, item) * value - spent.get(ledger, 0)
        if value:
            post(turn, ledger, value, stage, cites or item.cites)
            posted = (*posted, (ledger, value))
    return posted


def _is_repeat(turn: Turn, name: str) -> bool:
    """Whether the event only says again what counts once; its author is told so."""
    earlier = turn.event.details.get("repeat_of", "")
    declared = turn.rules.pack.ledgers[name]
    if not earlier or declared.repeats != ONCE:
        return False
    why = turn.why(declared.cites, "counted_once", (("earlier", str(earlier)),))
    turn.outcomes.append(Tell("author", "inbox", "counted_once", None, why))
    return True


def times(turn: Turn, item: Item) -> int:
    """How many times the value counts: the detail that the item is a multiple of, else once."""
    many = turn.event.details.get(item.multiple_of, 1) if item.multiple_of else 1
    return many if isinstance(many, int) and not isinstance(many, bool) else 1


def total(pack: Pack, state: PupilState, name: str, period: str) -> int:
    """A ledger's sum or a derived total for one period key, from the running totals."""
    for derived in pack.totals:
        if derived.id == name:
            totals, found = state.totals, 0
            for ledger, factor in derived.parts.items():
                found += factor * totals.get(f"{ledger}|{period}", 0)
            return found
    return state.totals.get(f"{name}|{period}", 0)
