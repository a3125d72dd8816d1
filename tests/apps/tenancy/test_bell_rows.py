"""Bells as typed: read whole, every cell that cannot be read named at once, and given back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from evenhand.apps.tenancy.bell_rows import (
    EXAMPLE_DAY,
    BellRows,
    PeriodRow,
    are_examples,
    bell_rows_of,
    example_bells,
    read_bells,
)
from evenhand.apps.tenancy.year_rows import letter_weeks, with_bells
from evenhand.engine.school_calendar import CalendarInvalid
from tests.cast import calendar

WEEKS = letter_weeks(1)
FRIDAY = BellRows("friday", (PeriodRow(" P1 ", "", "09:00", " 10:00 "),), "09:30", "10:00", (4,), "7, 8 9")


def problems(rows: BellRows) -> tuple[str, ...]:
    with pytest.raises(CalendarInvalid) as found:
        read_bells([rows], WEEKS)
    return tuple(found.value.problems)


def test_typed_bells_come_back_as_they_were_typed() -> None:
    year = with_bells(calendar().years[0], read_bells([EXAMPLE_DAY], WEEKS))
    assert bell_rows_of(year) == (EXAMPLE_DAY,)
    friday = with_bells(year, read_bells([EXAMPLE_DAY, FRIDAY], WEEKS))
    assert bell_rows_of(friday)[1] == replace(
        FRIDAY, periods=(PeriodRow("P1", "P1", "09:00", "10:00"),), years="7, 8, 9"
    )


def test_a_period_without_a_name_is_called_by_its_key() -> None:
    made = read_bells([FRIDAY], WEEKS).sets[0]
    assert (made.periods[0].key, made.periods[0].label, made.periods[0].end) == ("P1", "P1", time(10))
    assert made.closing == time(10)


def test_no_weekday_and_no_year_group_mean_all_of_them() -> None:
    everyone, some = read_bells([EXAMPLE_DAY, FRIDAY], WEEKS).rules
    assert (everyone.weekdays, everyone.year_groups) == (None, None)
    assert (some.weekdays, some.year_groups) == ((4,), (7, 8, 9))


def test_every_cell_that_cannot_be_read_is_named() -> None:
    found = problems(
        BellRows("ordinary", (PeriodRow("", "", "9 o'clock", "", "nap"),), "noon", "25:00", years="7, x, 99")
    )
    for place in (
        "ordinary, period 1, short name",
        "ordinary, period 1, kind",
        "ordinary, period 1, start",
        "ordinary, period 1, end",
        "ordinary, end of the morning",
        "ordinary, closing bell",
        "not 'x'",
        "not '99'",
    ):
        assert sum(place in problem for problem in found) == 1, place
    assert len(found) == 8


def test_a_day_without_periods_is_refused() -> None:
    assert problems(replace(EXAMPLE_DAY, periods=())) == ("example: add at least one period",)


@pytest.mark.parametrize("text", ["09:00Z", "09:00+01:00"])
def test_a_time_of_another_zone_is_no_time_of_a_bell(text: str) -> None:
    assert len(problems(replace(EXAMPLE_DAY, closing=text))) == 1


def test_the_example_is_known_as_one_until_the_school_has_its_own() -> None:
    year = with_bells(calendar().years[0], example_bells())
    assert are_examples(year)
    assert not are_examples(with_bells(year, read_bells([FRIDAY], WEEKS)))
