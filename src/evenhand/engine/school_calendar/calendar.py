"""The school calendar: built once, then asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from evenhand.engine.school_calendar.check import calendar_problems
from evenhand.engine.school_calendar.document import calendar_document, digest_of
from evenhand.engine.school_calendar.errors import CalendarInvalid
from evenhand.engine.school_calendar.index import build_index
from evenhand.engine.school_calendar.reading import years_from
from evenhand.engine.school_calendar.rings import BellQueries
from evenhand.engine.school_calendar.spans import SpanQueries
from evenhand.engine.school_calendar.weeks import WeekQueries
from evenhand.engine.school_calendar.year import AcademicYear


class SchoolCalendar(WeekQueries, SpanQueries, BellQueries):
    """One or more academic years in a row, without a gap; equal, and of the same digest, where the years are.

    Dates are plain local dates, times plain local times; there is no clock and no time zone in it. A question
    that needs days outside `known_from` to `known_until` raises `CalendarEnds`. Raises `CalendarInvalid` with
    every contradiction found in the years.
    """

    __slots__ = ("_hash", "digest", "years")

    years: tuple[AcademicYear, ...]
    digest: str
    _hash: int

    def __init__(self, years: Iterable[AcademicYear]) -> None:
        ordered = tuple(sorted(years, key=lambda year: year.first))
        problems = calendar_problems(ordered)
        if problems:
            raise CalendarInvalid(problems)
        object.__setattr__(self, "years", ordered)
        object.__setattr__(self, "_index", build_index(ordered))
        object.__setattr__(self, "digest", digest_of(calendar_document(ordered)))
        object.__setattr__(self, "_hash", int(self.digest[:15], 16))

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The calendar that `to_document` wrote; raises `CalendarInvalid` with each place it cannot read."""
        return cls(years_from(document))

    def to_document(self) -> dict[str, Any]:
        """The calendar as plain values, fit for JSON; equal calendars give equal documents."""
        return calendar_document(self.years)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a school calendar does not change: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a school calendar does not change: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return self.digest == other.digest if isinstance(other, SchoolCalendar) else NotImplemented

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"<SchoolCalendar {self.known_from} to {self.known_until}, {self.digest[:12]}>"

    def __reduce__(self) -> tuple[type[SchoolCalendar], tuple[tuple[AcademicYear, ...]]]:
        return (type(self), (self.years,))
