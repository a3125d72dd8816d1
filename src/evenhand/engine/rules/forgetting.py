"""What a pupil's state forgets at the end of a school year: the running sums of the years before the one that ends.

No rule looks back beyond the year before, so that a state stays as small as two years make it, however long a pupil is
at the school. What was recorded stays in the log, and its entries in the ledgers.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final, TypeVar

from evenhand.engine.facts import PupilState
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.sums import Sums
from evenhand.engine.rules.terms import term_keys
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import AcademicYear, SchoolCalendar

LONG: Final = ("y:", "b:", "t:")
"""How the keys of years, half-terms and terms begin. Of days and weeks only the newest stay in any case."""

Sum = TypeVar("Sum", int, str)


def end_of_year(closing: Closing) -> None:
    """Drop the sums, and the marks of what was sent for them, of all years before the one that ends."""
    if closing.period.kind != "year":
        return
    kept = _periods_from(closing.calendar, closing.calendar.year_of(closing.period.at.day))

    def is_long_here(state: PupilState | Turn) -> bool:
        return any(_is_over(key, kept) for held in (state.totals, state.counts, state.fired) for key in held)

    for turn in closing.turns_of(is_long_here):
        turn.totals = Sums(_without_over(turn.totals, kept))
        turn.counts = Sums(_without_over(turn.counts, kept))
        turn.fired = _without_over(turn.fired, kept)


def _periods_from(calendar: SchoolCalendar, first: AcademicYear) -> frozenset[str]:
    """The keys of a year and its parts, and of all years after it."""
    years = [year for year in calendar.years if year.first >= first.first]
    keys = {f"y:{year.id}" for year in years}
    keys |= {f"b:{block.id}" for year in years for block in year.blocks}
    return frozenset(keys.union(*(term_keys(year) for year in years)))


def _is_over(key: str, kept: Container[str]) -> bool:
    period = key.partition("|")[2]
    return period.startswith(LONG) and period not in kept


def _without_over(held: Mapping[str, Sum], kept: Container[str]) -> dict[str, Sum]:
    return {key: value for key, value in held.items() if not _is_over(key, kept)}
