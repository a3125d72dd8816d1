"""A calendar of as many years as a history needs: its first year over and over, fifty-two weeks later each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from evenhand.engine.school_calendar import AcademicYear, BellRule, SchoolCalendar

# So that each weekday stays one; a day of each year is lost by it, in the summer.
LATER: Final = timedelta(weeks=52)


def years_on(calendar: SchoolCalendar, years: int) -> SchoolCalendar:
    """A calendar of that many years, each like the first of the one given; that one itself for a single year."""
    if years == 1:
        return calendar
    return SchoolCalendar(_later(calendar.years[0], number) for number in range(years))


def _later(year: AcademicYear, number: int) -> AcademicYear:
    by, mark = LATER * number, f"-{number}" if number else ""

    def on(day: date) -> date:
        return day + by

    return replace(
        year,
        id=f"{year.id}{mark}",
        first=on(year.first),
        last=on(year.first) + LATER - timedelta(days=1),
        terms=tuple(term._replace(id=f"{term.id}{mark}") for term in year.terms),
        blocks=tuple(
            block._replace(
                id=f"{block.id}{mark}",
                term_id=f"{block.term_id}{mark}",
                first=on(block.first),
                last=on(block.last),
            )
            for block in year.blocks
        ),
        closures=tuple(closure._replace(date=on(closure.date)) for closure in year.closures),
        bell_rules=tuple(_rule_later(rule, by) for rule in year.bell_rules),
        cycle=tuple((on(day), label) for day, label in year.cycle),
    )


def _rule_later(rule: BellRule, by: timedelta) -> BellRule:
    return rule if rule.dates is None else rule._replace(dates=tuple(day + by for day in rule.dates))
