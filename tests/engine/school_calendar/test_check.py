"""Calendars that contradict themselves are refused, with every finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    Block,
    CalendarInvalid,
    Closure,
    DoubleLesson,
    Period,
    SchoolCalendar,
    Term,
)
from evenhand.engine.school_calendar.check import calendar_problems
from tests.engine.worked_calendar import BELLS, BLOCKS, worked_year

YEAR = worked_year()
LESSON = Period("P1", "Period 1", time(9), time(10), "lesson")


def bells(*periods: Period, closing: time = time(15)) -> tuple[BellSet, ...]:
    """One bell set under the id that the worked year's rule names."""
    return (BellSet("all", periods, closing, time(12)),)


def block(first: date, last: date, term: str = "autumn", name: str = "extra") -> Block:
    """One more block."""
    return Block(name, "Extra", term, first, last)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"last": date(2026, 8, 1)}, "it must begin before it ends"),
        ({"blocks": ()}, "it has no block"),
        (
            {"blocks": (*BLOCKS, block(date(2026, 9, 30), date(2026, 11, 1)))},
            "'autumn-1' and 'extra' overlap",
        ),
        (
            {"blocks": (*BLOCKS, block(date(2027, 8, 10), date(2027, 8, 2), "summer"))},
            "block 'extra' must begin before it ends",
        ),
        (
            {"blocks": (*BLOCKS, block(date(2027, 8, 30), date(2027, 9, 3), "summer"))},
            "block 'extra' lies outside the year",
        ),
        (
            {"blocks": (*BLOCKS, block(date(2027, 8, 7), date(2027, 8, 8), "summer"))},
            "block 'extra' has no school day",
        ),
        (
            {"blocks": (*BLOCKS, block(date(2027, 8, 2), date(2027, 8, 6), "winter"))},
            "block 'extra' names the unknown term 'winter'",
        ),
        ({"terms": (*YEAR.terms, Term("winter", "Winter"))}, "term 'winter' has no block"),
        (
            {"blocks": (*BLOCKS, block(date(2027, 8, 2), date(2027, 8, 6), "autumn"))},
            "the blocks of term 'autumn' do not follow each other",
        ),
        (
            {"closures": (Closure(date(2028, 2, 29), "closure", "Snow"),)},
            "closure 2028-02-29 lies outside the year",
        ),
        (
            {"closures": tuple(Closure(date(2026, 9, 8), "closure", name) for name in ("Snow", "Ice"))},
            "closure '2026-09-08' is there twice",
        ),
        ({"cycle": ((date(2026, 8, 31), "A1"),)}, "cycle date 2026-08-31 lies outside the year"),
        ({"bell_rules": ()}, "no bell rule for every year group holds on 192 school days, first 2026-09-02"),
        (
            {"bell_rules": (BellRule("all", weekdays=(0, 1, 2, 3)),)},
            "holds on 38 school days, first 2026-09-04",
        ),
        ({"bell_rules": (BellRule("all", year_groups=(7,)),)}, "holds on 192 school days"),
        ({"bell_rules": (BellRule("none"),)}, "bell rule 1 names the unknown bell set 'none'"),
        ({"bell_rules": (BellRule("all"), BellRule("all", weekdays=(7,)))}, "bell rule 2 names a weekday"),
        ({"bell_sets": (BELLS, BELLS)}, "bell set 'all' is there twice"),
        ({"bell_sets": bells(closing=time(12))}, "midday must be before the closing bell"),
        ({"bell_sets": bells(LESSON, LESSON._replace(key="P2"))}, "periods 'P1' and 'P2' overlap"),
        (
            {"bell_sets": bells(LESSON, LESSON._replace(start=time(10), end=time(11)))},
            "period 'P1' is there twice",
        ),
        ({"bell_sets": bells(LESSON._replace(end=time(9)))}, "period 'P1' must start before it ends"),
        ({"double_lessons": (DoubleLesson(("P1", "P1")),)}, "double lesson 1 needs at least two periods"),
        ({"double_lessons": (DoubleLesson(("P1", "P9")),)}, "double lesson 1 names the unknown period 'P9'"),
    ],
)
def test_a_contradiction_is_named(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(CalendarInvalid) as caught:
        SchoolCalendar([replace(YEAR, **change)])
    assert any(problem in found for found in caught.value.problems), caught.value.problems
    assert all(found.startswith("year '2026-27': ") for found in caught.value.problems)


def following(gap: int = 1, **changes: Any) -> AcademicYear:
    """A second year, of one block, that begins `gap` days after the worked one ends."""
    first = YEAR.last + timedelta(days=gap)
    year = AcademicYear(
        id="2027-28",
        first=first,
        last=date(2028, 8, 31),
        terms=(Term("autumn-27", "Autumn"),),
        blocks=(Block("autumn-27-1", "Autumn 1", "autumn-27", date(2027, 9, 6), date(2028, 3, 31)),),
        closures=(),
        bell_sets=(BELLS,),
        bell_rules=(BellRule("all"),),
    )
    return replace(year, **changes)


def test_years_follow_each_other_without_a_gap() -> None:
    calendar = SchoolCalendar([following(), YEAR])
    assert calendar.add_school_days(date(2027, 7, 20), 1) == date(2027, 9, 6)
    assert calendar.year_of(date(2027, 8, 31)).id == "2026-27"
    assert calendar.year_of(date(2027, 9, 1)).id == "2027-28"
    assert calendar.school_weeks_from_year_start(date(2027, 9, 6)) == 1
    with pytest.raises(CalendarInvalid, match="must begin on the day after"):
        SchoolCalendar([YEAR, following(gap=2)])


def test_a_leap_day_is_a_day_like_any_other() -> None:
    calendar = SchoolCalendar([YEAR, following()])
    assert calendar.is_school_day(date(2028, 2, 29))
    assert calendar.next_school_day(date(2028, 2, 28)) == date(2028, 2, 29)
    assert calendar.add_school_days(date(2028, 2, 25), 3) == date(2028, 3, 1)
    assert calendar.subtract_school_days(date(2028, 3, 1), 1) == date(2028, 2, 29)
    assert calendar.calendar_days_forward(date(2028, 1, 18), 42) == date(2028, 2, 29)


def test_ids_are_unique_in_the_whole_calendar() -> None:
    second = following(
        id="2026-27",
        terms=(Term("autumn", "Autumn"),),
        blocks=(block(date(2027, 9, 6), date(2027, 10, 22), "autumn", "autumn-1"),),
    )
    with pytest.raises(CalendarInvalid) as caught:
        SchoolCalendar([YEAR, second])
    assert caught.value.problems == (
        "year '2026-27' is there twice",
        "block 'autumn-1' is there twice",
        "term 'autumn' is there twice",
    )


def test_a_calendar_needs_a_year() -> None:
    with pytest.raises(CalendarInvalid, match="at least one academic year"):
        SchoolCalendar([])


@pytest.mark.parametrize(
    "change",
    [
        {"closures": (Closure(YEAR.first, "closure", "Snow"), Closure(YEAR.last, "closure", "Ice"))},
        {"cycle": ((YEAR.first, "A1"), (YEAR.last, "A2"))},
        {"blocks": (*BLOCKS, block(YEAR.last - timedelta(days=1), YEAR.last, "summer"))},
        {"blocks": (*BLOCKS, block(date(2027, 8, 6), date(2027, 8, 8), "summer"))},
        {"blocks": (*BLOCKS, block(date(2027, 8, 7), date(2027, 8, 9), "summer"))},
        {"blocks": (BLOCKS[0]._replace(first=YEAR.first), *BLOCKS[1:])},
        {"bell_rules": (BellRule("all"), BellRule("all", weekdays=(0, 6)))},
        {"double_lessons": (DoubleLesson(("P1", "P2")),)},
        {"bell_sets": bells(LESSON, LESSON._replace(key="P2", start=time(10), end=time(11)))},
    ],
)
def test_what_only_touches_an_edge_is_no_contradiction(change: dict[str, Any]) -> None:
    assert calendar_problems((replace(YEAR, **change),)) == []


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"last": YEAR.first - timedelta(days=1)}, ["it must begin before it ends"]),
        (
            {"closures": (Closure(YEAR.first, "party", "Snow"),)},  # type: ignore[arg-type]  # the mistake under test
            [f"closure {YEAR.first} has the unknown kind 'party'"],
        ),
        (
            {"closures": (Closure(YEAR.first - timedelta(days=1), "closure", "Snow"),)},
            [f"closure {YEAR.first - timedelta(days=1)} lies outside the year"],
        ),
        (
            {"cycle": ((YEAR.last + timedelta(days=1), "A"),)},
            [f"cycle date {YEAR.last + timedelta(days=1)} lies outside the year"],
        ),
        (
            {"cycle": ((YEAR.first, "A"), (YEAR.first, "B"))},
            [f"cycle date '{YEAR.first}' is there twice"],
        ),
        (
            {"blocks": (BLOCKS[0]._replace(first=YEAR.first - timedelta(days=1)), *BLOCKS[1:])},
            ["block 'autumn-1' lies outside the year"],
        ),
        (
            {"blocks": (*BLOCKS, block(BLOCKS[-1].last, date(2027, 8, 6), "summer"))},
            [f"blocks {BLOCKS[-1].id!r} and 'extra' overlap"],
        ),
        (
            {"double_lessons": (DoubleLesson(("P1",)), DoubleLesson(("P1", "P9")))},
            [
                "double lesson 1 needs at least two periods",
                "double lesson 2 names the unknown period 'P9'",
            ],
        ),
        (
            {"bell_rules": (BellRule("all"), BellRule("none", weekdays=(7,)))},
            [
                "bell rule 2 names the unknown bell set 'none'",
                "bell rule 2 names a weekday that is not between 0 (Monday) and 6",
            ],
        ),
    ],
)
def test_each_contradiction_is_named_once(change: dict[str, Any], problems: list[str]) -> None:
    found = calendar_problems((replace(YEAR, **change),))
    assert found == [f"year '2026-27': {problem}" for problem in problems]
