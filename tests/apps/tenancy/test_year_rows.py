"""A school year as typed: read whole, every fault named at once, and given back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evenhand.apps.tenancy.bell_rows import example_bells
from evenhand.apps.tenancy.year_rows import (
    BlockRow,
    ClosureRow,
    YearRows,
    bells_of,
    letter_weeks,
    pasted_blocks,
    pasted_closures,
    read_day,
    read_year,
    rows_of,
    weeks_of,
    with_cycle,
    with_year,
)
from evenhand.engine.school_calendar import CalendarInvalid, SchoolCalendar
from tests.cast import CYCLE, calendar

TYPED = YearRows(
    "2026-27",
    "1 September 2026",
    "31/08/2027",
    (
        BlockRow("Autumn 1", "Autumn", "02/09/2026", "23/10/2026"),
        BlockRow("Autumn 2", "Autumn", "2026-11-02", "2026-12-18"),
    ),
    (ClosureRow("27/11/2026", "inset"),),
)


def test_a_typed_year_is_read_with_the_day_before_the_month() -> None:
    year = read_year(TYPED, example_bells())
    assert (year.first, year.last) == (date(2026, 9, 1), date(2027, 8, 31))
    assert [block.first for block in year.blocks] == [date(2026, 9, 2), date(2026, 11, 2)]
    assert [term.label for term in year.terms] == ["Autumn"]
    assert year.closures[0].label == "Staff training"
    assert SchoolCalendar([year]).years == (year,)


def test_rows_of_a_year_give_the_same_year_again() -> None:
    year = calendar().years[0]
    again = read_year(rows_of(year), bells_of(year))
    assert rows_of(again) == rows_of(year)
    assert again.cycle == year.cycle
    assert again.bell_sets == year.bell_sets


def test_every_row_that_cannot_be_read_is_named() -> None:
    bad = replace(
        TYPED,
        id=" ",
        last="",
        blocks=(BlockRow("", "Autumn", "soon", "2026-10-23"),),
        closures=(ClosureRow("31/02/2027", "snow"),),
    )
    with pytest.raises(CalendarInvalid) as found:
        read_year(bad, example_bells())
    for place in (
        "name of the year",
        "last day of the year",
        "half-term 1, name",
        "half-term 1, first day",
        "closure 1, kind",
        "closure 1, date",
    ):
        assert sum(place in problem for problem in found.value.problems) == 1, place
    assert len(found.value.problems) == 6
    assert "not 'soon'" in str(found.value)


@pytest.mark.parametrize("text", ["", "tomorrow", "30 February 2027"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_day(text) is None


def test_an_ambiguous_date_is_read_the_british_way() -> None:
    assert read_day(" 03/04/2027 ") == date(2027, 4, 3)


def test_the_weeks_of_a_cycle_begin_with_that_of_the_first_school_day() -> None:
    year = calendar().years[0]
    assert weeks_of(year.cycle) == CYCLE
    swapped = with_cycle(year, letter_weeks(2, first=1))
    assert weeks_of(swapped.cycle) == (CYCLE[1], CYCLE[0])
    assert swapped.cycle[0][1].startswith("B")


def test_days_that_do_not_come_in_weeks_are_no_weeks() -> None:
    assert weeks_of(()) == ()
    assert weeks_of(((date(2026, 9, 2), "day 1"), (date(2026, 9, 3), "day 2"))) == ()


def test_a_year_that_ends_before_it_begins_gets_no_cycle() -> None:
    year = read_year(replace(TYPED, last="2026-08-01"), example_bells())
    assert year.cycle == ()
    with pytest.raises(CalendarInvalid):
        SchoolCalendar([year])


def test_a_year_takes_the_place_of_the_one_of_its_name() -> None:
    year = read_year(TYPED, example_bells())
    known = calendar()
    assert with_year(known, year).years == (year,)
    assert with_year(None, year).years == (year,)


def test_pasted_rows_may_be_short_and_blank_lines_are_nothing() -> None:
    text = "Autumn 1\tAutumn\t2026-09-02\t2026-10-23\tmore\n\n Autumn 2 ; Autumn\n"
    assert pasted_blocks(text) == (
        BlockRow("Autumn 1", "Autumn", "2026-09-02", "2026-10-23"),
        BlockRow("Autumn 2", "Autumn", "", ""),
    )


def test_a_pasted_closure_names_its_kind_in_our_words_or_theirs() -> None:
    text = "2026-12-25;bank holiday;Christmas\n2027-01-04\n2027-06-01;OTHER CLOSURE\n2027-06-02;gala"
    assert [(row.kind, row.label) for row in pasted_closures(text)] == [
        ("bank_holiday", "Christmas"),
        ("inset", ""),
        ("closure", ""),
        ("inset", ""),
    ]
