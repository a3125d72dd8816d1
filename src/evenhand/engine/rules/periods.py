"""The periods in which totals are kept and at whose end rules run."""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.facts import PupilState
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import Block, SchoolCalendar

Parts = tuple[tuple[str, int], ...]
KINDS: Final = ("day", "week", "half_term", "term", "year")


def key_of(calendar: SchoolCalendar, kind: str, day: date) -> str:
    """The key of the period of that kind that holds `day`, as in the totals; "" in a break that lies in none."""
    match kind:
        case "day":
            return "d:" + day.isoformat()
        case "week":
            return "w:" + calendar.week_of(day).isoformat()
        case "half_term":
            block = calendar.block_of(day)
            return "b:" + block.id if block else ""
        case "term":
            term = calendar.term_of(day)
            return "t:" + term.id if term else ""
    return "y:" + calendar.year_of(day).id


def last_day(calendar: SchoolCalendar, kind: str, day: date) -> date | None:
    """The last school day of the period that holds `day`: the day of its close (K-13). None where it has none."""
    block, term = calendar.block_of(day), calendar.term_of(day)
    match kind:
        case "week":
            return calendar.last_school_day_of_week(day)
        case "half_term":
            return calendar.last_school_day_of_block(block) if block else None
        case "term":
            return calendar.last_school_day_of_term(term) if term else None
        case "year":
            return calendar.last_school_day_of_year(calendar.year_of(day))
    return day if calendar.is_school_day(day) else None


def total_in(pack: Pack, calendar: SchoolCalendar, state: PupilState, name: str, kind: str, day: date) -> int:
    """A ledger or total in the period of that kind that holds `day`; a term is the sum of its half-terms."""
    return sum_of(state, parts_in(pack, calendar, name, kind, day))


def parts_in(pack: Pack, calendar: SchoolCalendar, name: str, kind: str, day: date) -> Parts:
    """The running totals, each with its factor, that make up a ledger or total in the period that holds `day`."""
    if kind == "term":
        term = calendar.term_of(day)
        keys = ["b:" + block.id for block in calendar.blocks() if term and block.term_id == term.id]
    else:
        keys = [key for key in (key_of(calendar, kind, day),) if key]
    factors = pack.parts_of(name)
    return tuple((f"{part}|{key}", factor) for key in keys for part, factor in factors.items())


def sum_of(state: PupilState, parts: Parts) -> int:
    """What the parts come to for one pupil."""
    get, found = state.totals.get, 0
    for key, factor in parts:
        found += factor * get(key, 0)
    return found


def block_before(calendar: SchoolCalendar, day: date) -> Block | None:
    """The last half-term that ended before the one of `day`; None where the calendar does not reach back so far."""
    current = calendar.block_of(day)
    earlier = [block for block in calendar.blocks() if current and block.last < current.first]
    return earlier[-1] if earlier else None


def is_last(calendar: SchoolCalendar, within: str, day: date) -> bool:
    """Whether `day` lies in the last half-term (last_half_term) or last term (last_term) of its year."""
    last = calendar.year_of(day).blocks[-1]
    if within == "last_term":
        term = calendar.term_of(day)
        return term is not None and term.id == last.term_id
    return calendar.block_of(day) == last
