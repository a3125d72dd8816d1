"""An academic year as the school publishes it: terms, half-terms, closures, bells and the timetable cycle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, get_args

from evenhand.engine.school_calendar.bells import BellRule, BellSet, DoubleLesson

ClosureKind = Literal["bank_holiday", "inset", "closure"]
CLOSURE_KINDS: Final[tuple[ClosureKind, ...]] = get_args(ClosureKind)
SATURDAY: Final = 5


class Term(NamedTuple):
    """A term; which blocks make it up is written on the blocks. Ids are unique within a calendar."""

    id: str
    label: str


class Block(NamedTuple):
    """A half-term, or one of six named terms, `first` and `last` included. Ids are unique in a calendar."""

    id: str
    label: str
    term_id: str
    first: date
    last: date


class Closure(NamedTuple):
    """A date without pupils: a bank holiday, a staff training day (`inset`) or another closure."""

    date: date
    kind: ClosureKind
    label: str


@dataclass(frozen=True, slots=True)
class AcademicYear:
    """One academic year, `first` to `last` inclusive, holidays included (usually 1 September to 31 August).

    A school day is a weekday, Monday to Friday, inside a block and without a closure. `cycle` is the dated
    table that gives a date its cycle day; `bell_rules` keep their order, everything else is put in order of
    date or id, so that the same year always gives the same document. Raises `CalendarInvalid` with every
    contradiction found.
    """

    id: str
    first: date
    last: date
    terms: tuple[Term, ...]
    blocks: tuple[Block, ...]
    closures: tuple[Closure, ...]
    bell_sets: tuple[BellSet, ...]
    bell_rules: tuple[BellRule, ...]
    cycle: tuple[tuple[date, str], ...] = ()
    double_lessons: tuple[DoubleLesson, ...] = ()

    def __post_init__(self) -> None:
        blocks = sorted(self.blocks, key=lambda block: (block.first, block.id))
        place = {block.term_id: number for number, block in reversed(list(enumerate(blocks)))}
        object.__setattr__(self, "blocks", tuple(blocks))
        object.__setattr__(
            self, "terms", tuple(sorted(self.terms, key=lambda term: place.get(term.id, len(blocks))))
        )
        object.__setattr__(self, "closures", tuple(sorted(self.closures)))
        object.__setattr__(self, "bell_sets", tuple(sorted(self.bell_sets, key=lambda bells: bells.id)))
        object.__setattr__(self, "cycle", tuple(sorted(self.cycle)))

    def dates(self) -> Iterator[date]:
        """Every date of the year in order, holidays and weekends included."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def school_days(self) -> tuple[date, ...]:
        """Every school day of the year in order: what a cycle table is made from."""
        closed = {closure.date for closure in self.closures}
        return tuple(
            block.first + timedelta(days=number)
            for block in self.blocks
            for number in range((block.last - block.first).days + 1)
            if is_open(block.first + timedelta(days=number), closed)
        )


def is_open(day: date, closed: Collection[date]) -> bool:
    """Whether a date inside a block is a school day."""
    return day.weekday() < SATURDAY and day not in closed
