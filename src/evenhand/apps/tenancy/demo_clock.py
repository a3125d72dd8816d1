"""Moving the clock of a demonstration: to the next period, the end of the day, the next school day, or back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.keeping import Kept
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import move_clock

_schools: Kept[School | None] = Kept()
BEFORE_FIRST = timedelta(minutes=5)
AFTER_BELL = timedelta(minutes=10)
MOVES = {
    "next-period": "Next period",
    "end-of-day": "End of the day",
    "next-day": "Next school day",
    "start": "Back to the start",
}


class Banner(NamedTuple):
    """The line that says this is a demonstration and what time it is there."""

    words: str
    url: str
    link: str


def banner(_request: HttpRequest) -> Banner | None:
    """The time at the demonstration's schools, and where it can be moved; None outside demo mode."""
    school = demo_school()
    if school is None:
        return None
    there = local(school, now())
    words = f"It is {there.time:%H:%M} on {there.day:%A} {there.day.day} {there.day:%B %Y}."
    return Banner(words, reverse("demo-clock"), "Move the clock")


def demo_school() -> School | None:
    """The school by whose bells the clock moves: the first made-up one; None outside demo mode."""
    if not settings.EVENHAND_DEMO:
        return None
    return _schools.get("demo", lambda: School.objects.filter(demo=True).order_by("pk").first())


def move(school: School, name: str) -> datetime:
    """Move the clock by one of `MOVES` and return the instant it shows. Raises KeyError for another name."""
    if name not in MOVES:
        raise KeyError(name)
    with in_school(school):
        to = _target(school, name)
    move_clock(to=to)
    return to


def _target(school: School, name: str) -> datetime:
    there = local(school, now())
    if name == "start":
        opens = datetime.fromisoformat(settings.EVENHAND_DEMO_OPENS)
        return to_instant(school, opens.date(), opens.time())
    if name == "next-day":
        return _morning(school, calendar_of(school).next_school_day(there.day))
    if name == "end-of-day":
        return _end_of_day(school, there.day, there.time)
    return _next_period(school, there.day, there.time)


def _next_period(school: School, day: date, at: time) -> datetime:
    """A minute into the next period of the day; after the last one, the next school day's morning."""
    calendar = calendar_of(school)
    for period in calendar.periods_on(day):
        if period.start > at:
            return to_instant(school, day, period.start) + timedelta(minutes=1)
    return _morning(school, calendar.next_school_day(day))


def _end_of_day(school: School, day: date, at: time) -> datetime:
    """Shortly after the closing bell: today's, or once it has rung the next school day's."""
    calendar = calendar_of(school)
    if not calendar.is_school_day(day) or at >= calendar.closing_bell(day):
        day = calendar.next_school_day(day)
    return to_instant(school, day, calendar.closing_bell(day)) + AFTER_BELL


def _morning(school: School, day: date) -> datetime:
    first = calendar_of(school).periods_on(day)[0]
    return to_instant(school, day, first.start) - BEFORE_FIRST
