"""Terms as the totals of formal sanctions count them: the school's own, or three where it has more (statutory file 1.1)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from evenhand.engine.school_calendar import AcademicYear, CalendarEnds, SchoolCalendar

MOST_TERMS = 3
DECEMBER, JULY, LAST = 12, 7, 31


@lru_cache(maxsize=4096)
def term_key(calendar: SchoolCalendar, day: date) -> str:
    """The key of the term that a school day counts in: "t:autumn", or "t:2026-27/1" in a year with more than three."""
    year = calendar.year_of(day)
    term = calendar.term_of(day)
    if len(year.terms) <= MOST_TERMS:
        return f"t:{term.id}" if term else f"t:{year.id}/break"
    ends = reference_days(year.first)
    return f"t:{year.id}/{next((place for place, end in enumerate(ends, 1) if day <= end), MOST_TERMS)}"


def term_keys(year: AcademicYear) -> frozenset[str]:
    """Every key that `term_key` gives for a day of the year."""
    places = ("break", *range(1, MOST_TERMS + 1))
    return frozenset({f"t:{term.id}" for term in year.terms} | {f"t:{year.id}/{place}" for place in places})


@lru_cache(maxsize=4096)
def last_day_of_term(calendar: SchoolCalendar, day: date) -> date:
    """The last school day of the term of that day; of the next term where it lies in the break before one."""
    day = calendar.school_day_on_or_after(day)
    year, term = calendar.year_of(day), calendar.term_of(day)
    if term is not None and len(year.terms) <= MOST_TERMS:
        return calendar.last_school_day_of_term(term)
    end = next((end for end in reference_days(year.first) if day <= end), None)
    if end is None:
        raise CalendarEnds(day, calendar.known_until, calendar.known_from)
    return calendar.school_day_on_or_before(min(end, year.last))


@lru_cache(maxsize=4096)
def last_day_of_block(calendar: SchoolCalendar, day: date) -> date:
    """The last school day of the half-term of that day, of the next one in a break."""
    block = calendar.block_of(calendar.school_day_on_or_after(day))
    if block is None:
        raise CalendarEnds(day, calendar.known_until, calendar.known_from)
    return calendar.last_school_day_of_block(block)


def reference_days(first: date) -> tuple[date, date, date]:
    """The days that end the three terms of a school year that begins on `first`: 31 December, Easter Monday, 31 July."""
    later = first.year + 1
    return date(first.year, DECEMBER, LAST), easter_monday(later), date(later, JULY, LAST)


def easter_monday(year: int) -> date:
    """Easter Monday of the Gregorian calendar, by the anonymous algorithm."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1) + timedelta(days=1)
