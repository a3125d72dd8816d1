"""Where each pupil is: exactly one place at any moment, read from stays, waits at the door, lessons and bells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.policy.performers import sessions_at, waiting_at
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local, to_instant
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.facts import Moment
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import Period, SchoolCalendar
from evenhand.engine.values import ReleaseRule

EXPECTED = "expected"
REGISTERED = "registered"
CENTRE = "centre"
LESSON = "lesson"
SOCIAL = "social"
WAITING = "waiting"
OUTSIDE = "outside"


@dataclass(frozen=True)
class Whereabouts:
    """One pupil's place.

    `state` is expected or registered (in a placement), centre, waiting (a device is kept), lesson, social or outside
    school hours. A stay in a placement goes before a session in a centre, and that before all else.
    """

    pupil: Pupil
    state: str
    place: str
    since: datetime | None = None


def where_is(school: School, pupil: Pupil, at: datetime) -> Whereabouts:
    """The one place of a pupil at an instant, past or present."""
    moment = local(school, at)
    calendar, pack = calendar_of(school), policy_of(school.pk).pack
    held = [stay for stay in _stays_of(pupil.pk, at) if _counts(school, calendar, pack, stay, at, moment)]
    if held:
        return placed(pack, max(held, key=lambda stay: _rank(stay, at)), at)
    outside = Whereabouts(pupil, OUTSIDE, "Not in school hours")
    if not calendar.is_school_day(moment.day):
        return outside
    for other in (_in_centre, _waiting):
        for found in other(school, calendar, moment, at, [pupil]):
            return found
    period = calendar.period_at(moment.day, moment.time, pupil.year_group)
    return _timetabled(pupil, moment, at, period) if period is not None else outside


def _timetabled(pupil: Pupil, moment: Moment, at: datetime, period: Period) -> Whereabouts:
    """Where the timetable has the pupil: the lesson with its room, else what the bell says."""
    for lesson in _lesson(pupil.pk, moment.day, at):
        return Whereabouts(pupil, LESSON, " ".join(filter(None, (str(lesson.group), lesson.room))))
    return Whereabouts(pupil, LESSON if period.kind == "lesson" else SOCIAL, period.label)


def away(school: School, at: datetime) -> list[Whereabouts]:
    """Every pupil who is expected or registered in a placement, in a centre or waits at an instant, each once, by name."""
    moment = local(school, at)
    calendar, pack = calendar_of(school), policy_of(school.pk).pack
    best: dict[int, Stay] = {}
    for stay in _stays(at):
        if _counts(school, calendar, pack, stay, at, moment):
            before = best.get(stay.pupil_id)
            if before is None or _rank(stay, at) > _rank(before, at):
                best[stay.pupil_id] = stay
    found = {stay.pupil_id: placed(pack, stay, at) for stay in best.values()}
    for other in (_in_centre, _waiting):
        for one in other(school, calendar, moment, at):
            found.setdefault(one.pupil.pk, one)
    return sorted(found.values(), key=lambda item: (item.pupil.family, item.pupil.given))


def placed(pack: Pack, stay: Stay, at: datetime) -> Whereabouts:
    """A stay as a place: registered from the arrival, expected before it."""
    declared = pack.placements[stay.placement]
    here = stay.arrived_at is not None and stay.arrived_at <= at
    named = {str(choice.value): choice.label for choice in declared.destinations}
    place = named.get(stay.destination, declared.label)
    return Whereabouts(
        stay.pupil,
        REGISTERED if here else EXPECTED,
        place if here else f"On the way: {place}",
        stay.arrived_at if here else stay.opened_at,
    )


def starts_later(school: School, pack: Pack, stay: Stay, moment: Moment) -> bool:
    """Whether the stay is for another day: a whole day that has not come yet."""
    whole = pack.placements[stay.placement].release == ReleaseRule.WHOLE_DAY
    return whole and stay.release_at is not None and local(school, stay.release_at).day > moment.day


def _counts(
    school: School, calendar: SchoolCalendar, pack: Pack, stay: Stay, at: datetime, moment: Moment
) -> bool:
    """Whether the stay holds at that moment: not one for a later day, nor after the pupil's day has ended."""
    if starts_later(school, pack, stay, moment) or not calendar.is_school_day(moment.day):
        return False
    ends = [to_instant(school, moment.day, _bell(calendar, stay, moment))]
    if stay.leave_today_at and local(school, stay.leave_today_at).day == moment.day:
        ends.append(stay.leave_today_at)
    begins = min(
        (period.start for period in calendar.periods_on(moment.day, stay.pupil.year_group)), default=time()
    )
    return moment.time >= begins and at < max(ends)


def _waiting(
    school: School,
    calendar: SchoolCalendar,
    moment: Moment,
    at: datetime,
    among: Sequence[Pupil] | None = None,
) -> Iterator[Whereabouts]:
    """Who is on site and not in lessons since a device is kept, until the bell that ends the day (INF-MP-4)."""
    if not calendar.is_school_day(moment.day):
        return
    ids = None if among is None else [one.pk for one in among]
    place, since = waiting_at(school, moment.day, at, ids)
    for pupil in _of_those(since, among):
        if moment.time < calendar.closing_bell(moment.day, pupil.year_group):
            yield Whereabouts(pupil, WAITING, place, since[pupil.pk])


def _in_centre(
    school: School,
    calendar: SchoolCalendar,
    moment: Moment,
    at: datetime,
    among: Sequence[Pupil] | None = None,
) -> Iterator[Whereabouts]:
    """Who has a session in a centre of help."""
    if not calendar.is_school_day(moment.day):
        return
    found = sessions_at(school, at, None if among is None else [one.pk for one in among])
    for pupil in _of_those(found, among):
        yield Whereabouts(pupil, CENTRE, *found[pupil.pk])


def _bell(calendar: SchoolCalendar, stay: Stay, moment: Moment) -> time:
    return calendar.closing_bell(moment.day, stay.pupil.year_group)


def _of_those(found: Mapping[int, object], among: Sequence[Pupil] | None) -> Iterable[Pupil]:
    """The pupils of whom something was found, of all where nobody was asked about."""
    if among is not None:
        return [pupil for pupil in among if pupil.pk in found]
    return Pupil.objects.filter(pk__in=list(found)) if found else ()


def _open_at(at: Any) -> QuerySet[Stay]:
    """The stays open at an instant. A stay that was taken back never held."""
    rows = Stay.objects.filter(Q(released_at__isnull=True) | Q(released_at__gt=at), opened_at__lte=at)
    return (
        rows.exclude(stage="withdrawn")
        .exclude(stage="released", released_at__isnull=True)
        .select_related("pupil")
    )


@prepared
def _stays(at: Any) -> QuerySet[Stay]:
    return _open_at(at)


@prepared
def _stays_of(pupil: Any, at: Any) -> QuerySet[Stay]:
    return _open_at(at).filter(pupil_id=pupil)


def _rank(stay: Stay, at: datetime) -> tuple[bool, datetime]:
    return (stay.arrived_at is not None and stay.arrived_at <= at, stay.opened_at)


@prepared
def _lesson(pupil: Any, day: Any, at: Any) -> QuerySet[LessonOccurrence]:
    """The lesson of one of a pupil's groups at an instant of a day."""
    enrolled = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), pupil_id=pupil, valid_from__lte=day
    )
    groups = enrolled.values("group_id")
    rows = LessonOccurrence.objects.filter(day=day, starts__lte=at, ends__gt=at, group_id__in=groups)
    return rows.select_related("group").order_by("pk")[:1]
