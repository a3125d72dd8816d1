"""A long history has a calendar of its own, in which each year is like the first."""

from __future__ import annotations

from datetime import timedelta

from evenhand.cli.bench.years_on import years_on
from evenhand.cli.replaying.inputs import read_calendar


def test_each_year_is_like_the_first_on_the_same_weekdays() -> None:
    calendar = read_calendar("worked")
    assert years_on(calendar, 1) is calendar
    several = years_on(calendar, 3)
    first, *_, last = several.years
    assert several.known_from == calendar.known_from
    assert len({block.id for year in several.years for block in year.blocks}) == 3 * len(first.blocks)
    weeks = timedelta(weeks=104)
    assert several.school_days_in_year(last) == tuple(
        day + weeks for day in calendar.school_days_in_year(first)
    )
    for day in calendar.school_days_in_year(first):
        assert several.periods_on(day + weeks) == calendar.periods_on(day)
