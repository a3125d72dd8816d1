"""The school year on which the worked examples of date arithmetic stand: 2026-27, 192 school days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Final

from evenhand.engine.school_calendar import (
    AcademicYear,
    BellRule,
    BellSet,
    Block,
    Closure,
    Period,
    SchoolCalendar,
    Term,
    weekly_cycle,
)

BELLS: Final = BellSet(
    id="all",
    periods=(
        Period("REG", "Tutor time", time(8, 35), time(8, 55), "registration"),
        Period("P1", "Period 1", time(8, 55), time(9, 55), "lesson"),
        Period("P2", "Period 2", time(9, 55), time(10, 55), "lesson"),
        Period("BREAK", "Break", time(10, 55), time(11, 10), "social"),
        Period("P3", "Period 3", time(11, 10), time(12, 10), "lesson"),
        Period("LUNCH", "Lunch", time(12, 10), time(12, 50), "social"),
        Period("P4", "Period 4", time(12, 50), time(13, 55), "lesson"),
        Period("P5", "Period 5", time(13, 55), time(15, 0), "lesson"),
    ),
    closing=time(15, 0),
    midday=time(12, 10),
)

BLOCKS: Final = (
    Block("autumn-1", "Autumn 1", "autumn", date(2026, 9, 2), date(2026, 10, 23)),
    Block("autumn-2", "Autumn 2", "autumn", date(2026, 11, 2), date(2026, 12, 18)),
    Block("spring-1", "Spring 1", "spring", date(2027, 1, 4), date(2027, 2, 12)),
    Block("spring-2", "Spring 2", "spring", date(2027, 2, 22), date(2027, 3, 25)),
    Block("summer-1", "Summer 1", "summer", date(2027, 4, 12), date(2027, 5, 28)),
    Block("summer-2", "Summer 2", "summer", date(2027, 6, 7), date(2027, 7, 20)),
)


def worked_year() -> AcademicYear:
    """The academic year with its two-week cycle."""
    year = AcademicYear(
        id="2026-27",
        first=date(2026, 9, 1),
        last=date(2027, 8, 31),
        terms=(Term("autumn", "Autumn"), Term("spring", "Spring"), Term("summer", "Summer")),
        blocks=BLOCKS,
        closures=(
            Closure(date(2026, 9, 1), "inset", "Staff training"),
            Closure(date(2027, 1, 4), "inset", "Staff training"),
            Closure(date(2027, 5, 3), "bank_holiday", "Early May bank holiday"),
        ),
        bell_sets=(BELLS,),
        bell_rules=(BellRule("all"),),
    )
    weeks = (("A1", "A2", "A3", "A4", "A5"), ("B1", "B2", "B3", "B4", "B5"))
    return replace(year, cycle=weekly_cycle(year.school_days(), weeks))


WORKED: Final = SchoolCalendar([worked_year()])
