"""From which day an import holds: the beginning of a school year at first, today for what changes later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from evenhand.apps.people.models import Enrolment, YearMembership
from evenhand.apps.people.roster.model import Question, RosterTerm
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_of
from evenhand.apps.tenancy.models import School

SEPTEMBER = 9


class UnknownYear(ValueError):
    """The calendar has no year of that name."""


class Year(NamedTuple):
    """A school year, both ends included."""

    id: str
    first: date
    last: date


class Span(NamedTuple):
    """The school year of an import and the day from which its changes hold. `asked`: the terms lie elsewhere."""

    year: Year
    since: date
    asked: Question | None = None

    @property
    def until(self) -> date:
        """The last day on which what the import replaces still held."""
        return self.since - timedelta(days=1)

    def begin(self, stated: date | None) -> date:
        """When something begins that the file dates so, or does not date."""
        if stated is not None and self.year.first <= stated <= self.year.last:
            return stated
        return self.since

    def end(self, stated: date | None) -> date | None:
        """When it ends; nothing where the file does not date it within the year."""
        return stated if stated is not None and self.since <= stated <= self.year.last else None


def years_of(school: School) -> tuple[Year, ...]:
    """The years of the school's calendar; none before it has one."""
    try:
        calendar = calendar_of(school)
    except NoCalendar:
        return ()
    return tuple(Year(year.id, year.first, year.last) for year in calendar.years)


def span_for(school: School, terms: Sequence[RosterTerm], year_id: str = "") -> Span:
    """The span for these terms. A year that is named wins; terms outside every year are asked about."""
    today = clock.local(school, clock.now()).day
    years = years_of(school)
    if year_id and year_id not in {year.id for year in years}:
        known = ", ".join(year.id for year in years) or "none yet"
        raise UnknownYear(f"the calendar has no year {year_id!r}; it has {known}")
    chosen = next((year for year in years if year.id == year_id), None)
    asked = None if chosen or not years else _question(years, terms)
    year = chosen or _present(years, today)
    return Span(year, _since(school, year, today), asked)


def _present(years: Sequence[Year], today: date) -> Year:
    for year in years:
        if today <= year.last:
            return year
    first = date(today.year - (today.month < SEPTEMBER), SEPTEMBER, 1)
    plain = Year(f"{first.year}-{(first.year + 1) % 100:02d}", first, date(first.year + 1, 8, 31))
    return years[-1] if years else plain


def _since(school: School, year: Year, today: date) -> date:
    known = any(
        model._default_manager.filter(school=school, valid_from__gte=year.first).exists()
        for model in (YearMembership, Enrolment)
    )
    return max(today, year.first) if known else year.first


def _question(years: Sequence[Year], terms: Sequence[RosterTerm]) -> Question | None:
    dated = [term for term in terms if term.begin and term.end]
    inside = [term for term in dated if any(_overlap(year, term) for year in years)]
    if not dated or inside:
        return None
    examples = tuple(f"{term.name or term.source_id}: {term.begin} to {term.end}" for term in dated[:3])
    text = "The terms in the file lie outside the school's years. Which year are these classes of?"
    return Question("needs_year", "", text, tuple(year.id for year in years), examples)


def _overlap(year: Year, term: RosterTerm) -> bool:
    return bool(term.begin and term.end and term.begin <= year.last and term.end >= year.first)
