"""Reads of the ground floor: calendar, lessons of a day, the lesson that runs now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from evenhand.apps.tenancy.calendars import NoCalendar, calendar_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.keeping import Kept
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.occurrences import around, ensure_day

__all__ = ["calendar_of", "lesson_now", "lessons_around", "lessons_on", "school_of", "today"]


class Teacher(Protocol):
    """What is asked of an actor here."""

    @property
    def school_id(self) -> int:
        """The school in which the actor acts."""

    @property
    def staff_id(self) -> int | None:
        """The member of staff; None for those who are not staff."""


_schools: Kept[School] = Kept()


def school_of(school_id: int) -> School:
    """The school's own row, as it stood a moment ago at most."""
    return _schools.get(school_id, lambda: School.objects.get(pk=school_id))


def today(school: School) -> date:
    """The local date."""
    return local(school, now()).day


def lessons_on(school: School, day: date) -> list[LessonOccurrence]:
    """The lessons of a day in order of time; none where the school has no calendar, or none for that day."""
    return ensure_day(school, day) if _known(school, day) else []


def lessons_around(actor: Teacher, at: datetime) -> list[LessonOccurrence]:
    """Of the lessons of an instant's day the actor's own, and everybody's that run then, in order of time."""
    school = school_of(actor.school_id)
    day = local(school, at).day
    return around(school, day, actor.staff_id, at) if _known(school, day) else []


def lesson_now(actor: Teacher) -> LessonOccurrence | None:
    """The actor's lesson that runs now: its start counts, its end does not."""
    if actor.staff_id is None:
        return None
    moment = now()
    for lesson in lessons_around(actor, moment):
        if lesson.staff_id == actor.staff_id and lesson.starts <= moment < lesson.ends:
            return lesson
    return None


def _known(school: School, day: date) -> bool:
    """Whether the school has a calendar, and that day stands in it."""
    try:
        calendar = calendar_of(school)
    except NoCalendar:
        return False
    return calendar.known_from <= day <= calendar.known_until
