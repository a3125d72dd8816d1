"""All date arithmetic of the engine: school days, periods, weeks, half-terms, terms and years.

Each question says in its docstring whether the first day counts. What the calendar does not hold raises
`CalendarEnds`; nothing is guessed.
"""

from evenhand.engine.school_calendar.bells import BellRule, BellSet, DoubleLesson, Period, PeriodKind, Session
from evenhand.engine.school_calendar.calendar import SchoolCalendar
from evenhand.engine.school_calendar.cycle import CycleTable, daily_cycle, weekly_cycle
from evenhand.engine.school_calendar.errors import CalendarEnds, CalendarInvalid, NotASchoolDay
from evenhand.engine.school_calendar.year import AcademicYear, Block, Closure, ClosureKind, Term

__all__ = [
    "AcademicYear",
    "BellRule",
    "BellSet",
    "Block",
    "CalendarEnds",
    "CalendarInvalid",
    "Closure",
    "ClosureKind",
    "CycleTable",
    "DoubleLesson",
    "NotASchoolDay",
    "Period",
    "PeriodKind",
    "SchoolCalendar",
    "Session",
    "Term",
    "daily_cycle",
    "weekly_cycle",
]
