"""Trusts and schools, versions of the calendar, the timetable, lessons as held, and the clock's shift."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class Trust(models.Model):
    """A group of schools."""

    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One tenant. `zone` is the name of its time zone; `demo` marks a made-up school.

    `identifiers` are the numbers by which others know it: {"urn": "100001", "roster": "10001"}.
    """

    trust = models.ForeignKey(Trust, models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=60, unique=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    demo = models.BooleanField(default=False)
    identifiers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class CalendarVersion(SchoolRow):
    """The school's calendar as a document, append-only: the newest version is in force."""

    document = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "-id"], name="calendar_newest")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.digest[:12]}"


class TimetableEntry(SchoolRow):
    """A group is taught in a period of a cycle day, from `valid_from` to `valid_to`, both inclusive."""

    group = models.ForeignKey("people.Group", models.PROTECT, related_name="timetable")
    cycle_day = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    room = models.CharField(max_length=60, blank=True)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="timetable")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "cycle_day", "valid_from"], name="timetable_day")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.cycle_day} {self.period}"


class LessonOccurrence(SchoolRow):
    """A lesson on one day: a later timetable never moves it. The halves of a double share `scope_key`."""

    day = models.DateField()
    period = models.CharField(max_length=20)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    scope_key = models.CharField(max_length=80)
    group = models.ForeignKey("people.Group", models.PROTECT, related_name="lessons")
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="lessons")
    room = models.CharField(max_length=60, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "period", "group"], name="lesson_once"),
        ]
        indexes = [models.Index(fields=["school", "staff", "starts"], name="lesson_by_staff")]

    def __str__(self) -> str:
        return self.scope_key


class ClockShift(models.Model):
    """By how many seconds test and demo modes move the clock; no row means not at all."""

    seconds = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.seconds:+d} s"
