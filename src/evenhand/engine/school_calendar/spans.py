"""Half-terms, terms and years."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Final

from evenhand.engine.school_calendar.days import DayQueries
from evenhand.engine.school_calendar.index import Span
from evenhand.engine.school_calendar.year import AcademicYear, Block, Term

SESSIONS_IN_A_DAY: Final = 2


class SpanQueries(DayQueries):
    """Questions about blocks, terms and years. Another calendar's block, term or year: KeyError."""

    __slots__ = ()

    years: tuple[AcademicYear, ...]

    def block_of(self, d: date) -> Block | None:
        """The block that holds `d`: first and last date count, weekends too; None in a break."""
        try:
            return self._index.days[d].block
        except KeyError:
            raise self._index.ends(d) from None

    def term_of(self, d: date) -> Term | None:
        """The term that holds `d`, its first and last date included.

        The break between two blocks of one term belongs to the term; the break between two terms to none.
        """
        return self._day(d).term

    def year_of(self, d: date) -> AcademicYear:
        """The academic year that holds `d`, its first and last date included, holidays too."""
        return self._day(d).year

    def next_block(self, d: date) -> Block:
        """The first block that begins strictly after `d`: the block of `d` never counts."""
        self._day(d)
        blocks = self.blocks()
        place = bisect_right([block.first for block in blocks], d)
        if place == len(blocks):
            raise self._index.ends(d)
        return blocks[place]

    def blocks(self) -> tuple[Block, ...]:
        """Every block of the calendar in order of date."""
        return tuple(block for year in self.years for block in year.blocks)

    def first_school_day_of_block(self, block: Block) -> date:
        """The first school day of the block; its first date counts when it is one."""
        return self._index.open_days[self._index.blocks[block.id].start]

    def last_school_day_of_block(self, block: Block) -> date:
        """The last school day of the block; its last date counts when it is one."""
        return self._index.open_days[self._index.blocks[block.id].stop - 1]

    def school_days_in_block(self, block: Block) -> tuple[date, ...]:
        """Every school day of the block, first and last included."""
        return self._slice(self._index.blocks[block.id])

    def sessions_in_block(self, block: Block) -> int:
        """Morning and afternoon sessions of the block, its first and last school day included."""
        span = self._index.blocks[block.id]
        return SESSIONS_IN_A_DAY * (span.stop - span.start)

    def first_school_day_of_term(self, term: Term) -> date:
        """The first school day of the term; its first date counts when it is one."""
        return self._index.open_days[self._index.terms[term.id].start]

    def last_school_day_of_term(self, term: Term) -> date:
        """The last school day of the term; its last date counts when it is one."""
        return self._index.open_days[self._index.terms[term.id].stop - 1]

    def first_school_day_of_year(self, year: AcademicYear) -> date:
        """The first school day of the academic year."""
        return self._index.open_days[self._index.years[year.id].start]

    def last_school_day_of_year(self, year: AcademicYear) -> date:
        """The last school day of the academic year."""
        return self._index.open_days[self._index.years[year.id].stop - 1]

    def school_days_in_year(self, year: AcademicYear) -> tuple[date, ...]:
        """Every school day of the academic year, first and last included."""
        return self._slice(self._index.years[year.id])

    def _slice(self, span: Span) -> tuple[date, ...]:
        return self._index.open_days[span.start : span.stop]
