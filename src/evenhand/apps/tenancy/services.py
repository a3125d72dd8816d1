"""Writes of the ground floor: calendars, bells and timetables as new versions, and the shift of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from evenhand.apps.audit.overtaking import demand_current, last_kept
from evenhand.apps.audit.services import Who, append
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.models import (
    CalendarVersion,
    ClockShift,
    LessonOccurrence,
    School,
    TimetableEntry,
    Trust,
)
from evenhand.engine.school_calendar import BellRule, BellSet, SchoolCalendar

SAVED: Final = "save_school"


class Slot(NamedTuple):
    """One line of a timetable."""

    group_id: int
    cycle_day: str
    period: str
    staff_id: int | None = None
    room: str = ""


class SchoolTaken(ValueError):
    """There is a school with that short address already."""


@transaction.atomic
def create_school(*, trust: str, name: str, short_name: str = "", slug: str = "", zone: str = "") -> School:
    """A new school, in the trust of that name, which is made where there is none. Raises SchoolTaken.

    Nobody can act in a school that does not exist yet: what is appended to its chain is whatever comes first.
    """
    slug = slug or slugify(name)
    if not name.strip() or not slug:
        raise ValueError("a school needs a name")
    if School.objects.filter(slug=slug).exists():
        raise SchoolTaken(f"there is a school {slug!r} already")
    group, _ = Trust.objects.get_or_create(name=trust.strip() or name.strip())
    return School.objects.create(
        trust=group,
        name=name.strip(),
        short_name=(short_name.strip() or name.strip())[:40],
        slug=slug,
        zone=zone or "Europe/London",
    )


def details_of(school: School) -> dict[str, str]:
    """The details of a school as its form has them."""
    numbers = {kind: school.identifiers.get(kind, "") for kind in ("urn", "dfe")}
    return {"name": school.name, "short_name": school.short_name, "trust": school.trust.name, **numbers}


@transaction.atomic
def save_school(
    actor: Who,
    *,
    name: str,
    short_name: str,
    trust: str,
    identifiers: Mapping[str, str],
    seen: str | None = None,
) -> School:
    """Other details of the actor's school.

    Args:
        seen: the version of them with which the form was opened; None where no form was.

    Raises:
        Overtaken: somebody else has saved other details since.
    """
    rows = School.objects.select_for_update(no_key=True, of=("self",)).select_related("trust")
    school = rows.get(pk=actor.school_id)
    standing = last_kept(details_of(school), action=SAVED, subject=f"school:{school.pk}")
    given = {"name": name, "short_name": short_name, "trust": trust or school.trust.name, **identifiers}
    demand_current(actor, seen, standing, {field: words.strip() for field, words in given.items()})
    before = {"name": school.name, "short_name": school.short_name, "trust": school.trust.name}
    school.name, school.short_name = name.strip(), short_name.strip()
    if trust.strip() and trust.strip() != school.trust.name:
        school.trust, _ = Trust.objects.get_or_create(name=trust.strip())
    kept = {**school.identifiers, **identifiers}
    school.identifiers = {kind: value.strip() for kind, value in kept.items() if value.strip()}
    school.save()
    body = {"before": before, "name": school.name, "identifiers": school.identifiers}
    append(actor, action=SAVED, subject=f"school:{school.pk}", body=body)
    return school


@transaction.atomic
def save_calendar(actor: Who, *, calendar: SchoolCalendar, reason: str = "") -> CalendarVersion:
    """Store a calendar as the newest version; the same content again is the version that is there."""
    newest = CalendarVersion.objects.filter(school_id=actor.school_id).order_by("-id").first()
    if newest is not None and newest.digest == calendar.digest:
        return newest
    made = CalendarVersion.objects.create(
        school_id=actor.school_id,
        document=calendar.to_document(),
        digest=calendar.digest,
        recorded_by_id=actor.user_id,
        reason=reason,
    )
    append(
        actor,
        action="save_calendar",
        subject=f"calendar:{made.pk}",
        body={"digest": calendar.digest, "replaces": newest.digest if newest else "", "reason": reason},
    )
    return made


@transaction.atomic
def save_bells(
    actor: Who,
    *,
    year_id: str,
    bell_sets: Sequence[BellSet],
    bell_rules: Sequence[BellRule],
    reason: str = "",
) -> CalendarVersion:
    """Store other bells for one year as a new version of the calendar. Raises CalendarInvalid, KeyError."""
    calendar = calendar_of(actor.school_id)
    if year_id not in {year.id for year in calendar.years}:
        raise KeyError(f"the calendar has no year {year_id!r}")
    years = [
        replace(year, bell_sets=tuple(bell_sets), bell_rules=tuple(bell_rules))
        if year.id == year_id
        else year
        for year in calendar.years
    ]
    return save_calendar(actor, calendar=SchoolCalendar(years), reason=reason)


@transaction.atomic
def save_timetable(
    actor: Who, *, slots: Sequence[Slot], valid_from: date, reason: str = ""
) -> list[TimetableEntry]:
    """Let this timetable hold from a day on, and what held before until the day before.

    Lessons to come are made anew; those up to today stay as they were held.
    """
    day_before = valid_from - timedelta(days=1)
    current = TimetableEntry.objects.filter(school_id=actor.school_id).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    )
    current.filter(valid_from__lt=valid_from).update(valid_to=day_before)
    current.filter(valid_from__gte=valid_from).delete()
    made = TimetableEntry.objects.bulk_create(
        TimetableEntry(school_id=actor.school_id, valid_from=valid_from, **slot._asdict()) for slot in slots
    )
    _forget_lessons_to_come(actor.school_id, valid_from)
    append(
        actor,
        action="save_timetable",
        subject=f"timetable:{valid_from.isoformat()}",
        body={"entries": len(made), "reason": reason},
    )
    return made


def _forget_lessons_to_come(school_id: int, valid_from: date) -> None:
    school = School.objects.get(pk=school_id)
    tomorrow = clock.local(school, clock.now()).day + timedelta(days=1)
    LessonOccurrence.objects.filter(school_id=school_id, day__gte=max(valid_from, tomorrow)).delete()


@transaction.atomic
def move_clock(*, to: datetime) -> ClockShift:
    """Let the clock show this instant now, and run on from there. Test and demo modes only."""
    if not settings.EVENHAND_CLOCK_SHIFTS:
        raise PermissionError("only test and demo modes move the clock")
    ClockShift.objects.all().delete()
    made = ClockShift.objects.create(seconds=round((to - datetime.now(UTC)).total_seconds()))
    clock.forget_shift()
    return made
