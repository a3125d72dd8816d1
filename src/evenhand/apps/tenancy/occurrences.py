"""Lessons as held: made from timetable and cycle when a day is first asked for, and ahead by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.models import LessonOccurrence, School, TimetableEntry
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.timetable import entries_on
from evenhand.engine.school_calendar import Period, SchoolCalendar

NOBODY = 0


def ensure_day(school: School, day: date, *, doubles: bool = True) -> list[LessonOccurrence]:
    """The lessons of a day, made first where there are none yet; none on a day that is not a school day.

    With `doubles` the periods of a double lesson share one scope. Raises CalendarEnds outside the calendar.
    """
    held = _held(school, day)
    if held:
        return held
    made = planned(school, calendar_of(school), day, doubles=doubles)
    if not made:
        return []
    with transaction.atomic():
        # Two first requests of one morning: the second finds the rows of the first.
        LessonOccurrence.objects.bulk_create(made, ignore_conflicts=True)
    return _held(school, day)


def around(school: School, day: date, staff_id: int | None, at: datetime) -> list[LessonOccurrence]:
    """Of the lessons of a day, made first where there are none yet, an adult's own and those that run at an instant."""
    found = _of_adult_or_running(day, staff_id or NOBODY, at)
    if found or _any_of_day(day):
        return found
    made = ensure_day(school, day)
    return [one for one in made if one.staff_id == (staff_id or NOBODY) or one.starts <= at < one.ends]


def planned(
    school: School, calendar: SchoolCalendar, day: date, *, doubles: bool = True
) -> list[LessonOccurrence]:
    """The lessons that timetable, cycle and bells give for a day, unsaved."""
    if not calendar.is_school_day(day):
        return []
    cycle_day = calendar.cycle_day(day)
    entries = entries_on(school, day, cycle_day) if cycle_day else []
    timed = [(entry, period) for entry in entries if (period := _period(calendar, day, entry)) is not None]
    scopes = scope_keys(calendar, day, timed, doubles=doubles)
    return [
        LessonOccurrence(
            school=school,
            day=day,
            period=entry.period,
            starts=to_instant(school, day, period.start),
            ends=to_instant(school, day, period.end),
            scope_key=scopes[entry.group_id, entry.period],
            group_id=entry.group_id,
            staff_id=entry.staff_id,
            room=entry.room,
        )
        for entry, period in timed
    ]


def scope_keys(
    calendar: SchoolCalendar,
    day: date,
    timed: Sequence[tuple[TimetableEntry, Period]],
    *,
    doubles: bool,
) -> dict[tuple[int, str], str]:
    """The scope of each group's lesson: that of the period before where both are one double lesson.

    Two lessons of a group are one where the calendar says so, or where one begins as the other ends.
    """
    keys: dict[tuple[int, str], str] = {}
    last: dict[int, tuple[Period, str]] = {}
    for entry, period in sorted(timed, key=lambda pair: pair[1].start):
        key = f"{day.isoformat()}-{entry.group_id}-{entry.period}"
        before = last.get(entry.group_id)
        if doubles and before and _joined(calendar, day, entry, before[0], period):
            key = before[1]
        keys[entry.group_id, entry.period] = key
        last[entry.group_id] = (period, key)
    return keys


def _held(school: School, day: date) -> list[LessonOccurrence]:
    return _of_day(school.pk, day)


@prepared
def _of_day(school: Any, day: Any) -> QuerySet[LessonOccurrence]:
    rows = LessonOccurrence.objects.filter(school_id=school, day=day).select_related("group", "staff")
    return rows.order_by("starts", "group_id")


@prepared
def _of_adult_or_running(day: Any, staff: Any, at: Any) -> QuerySet[LessonOccurrence]:
    rows = LessonOccurrence.objects.filter(Q(staff_id=staff) | Q(starts__lte=at, ends__gt=at), day=day)
    return rows.select_related("group", "staff").order_by("starts", "group_id")


@prepared
def _any_of_day(day: Any) -> QuerySet[LessonOccurrence, Any]:
    return LessonOccurrence.objects.filter(day=day).values_list("pk")[:1]


def _period(calendar: SchoolCalendar, day: date, entry: TimetableEntry) -> Period | None:
    return calendar.period(day, entry.period, entry.group.year_group)


def _joined(
    calendar: SchoolCalendar, day: date, entry: TimetableEntry, before: Period, period: Period
) -> bool:
    whole = calendar.lesson_periods(day, period.key, entry.group.year_group)
    return before.end == period.start or before.key in {part.key for part in whole}
