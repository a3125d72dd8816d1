"""One adult's own day, for that adult alone: the aims of the policy, and who has had no recognition this week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.pages import lesson_name
from evenhand.apps.people.models import Enrolment, Teaching
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import calendar_of, lessons_around, school_of
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules.programmes.lists import Progress, progress
from evenhand.engine.school_calendar import Period
from evenhand.engine.values import EventKind, ProgrammeForm

LESSON: Final = "lesson"
GONE_BY: Final = "It is over; the day still has room for one more."


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim as it stands now: how many different pupils, of how many, where, and a soft word once the time is over."""

    label: str
    where: str
    reached: int
    aim: int
    reminder: str
    cite: str

    @property
    def met(self) -> bool:
        """Whether the aim is reached."""
        return self.reached >= self.aim


@dataclass(frozen=True, slots=True)
class Unseen:
    """A class with those of it whom nobody has recognised this week."""

    group: str
    names: tuple[str, ...]


def own_aims(actor: Actor) -> tuple[Aim, ...]:
    """The aims of today for the roles that this adult has; nothing before the period of an aim has begun."""
    school = school_of(actor.school_id)
    moment = now()
    rules = policy_of(school.pk).on(local(school, moment).day)
    found = (
        _aim(actor, school, rules, programme, moment)
        for programme in rules.pack.programmes.values()
        if programme.form == ProgrammeForm.AIM and programme.during
    )
    return tuple(aim for aim in found if aim is not None)


def lessons_today(actor: Actor) -> list[LessonOccurrence]:
    """The actor's own lessons of today in order of time."""
    if actor.staff_id is None:
        return []
    return [lesson for lesson in lessons_around(actor, now()) if lesson.staff_id == actor.staff_id]


def not_recognised(actor: Actor) -> tuple[Unseen, ...]:
    """The actor's classes, each with the pupils whom nobody has recognised since Monday."""
    if actor.staff_id is None:
        return ()
    day = local(school_of(actor.school_id), now()).day
    on_day = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    groups = Teaching.objects.filter(on_day, staff_id=actor.staff_id).values("group_id")
    rows = list(
        Enrolment.objects.filter(on_day, group_id__in=groups, group__kind="class")
        .select_related("pupil", "group")
        .order_by("group__name", "pupil__given", "pupil_id")
    )
    seen = _seen(day - timedelta(days=day.weekday()), {row.pupil_id for row in rows})
    names: dict[str, list[str]] = {}
    for row in rows:
        held = names.setdefault(row.group.name, [])
        if row.pupil_id not in seen:
            held.append(row.pupil.display_name)
    return tuple(Unseen(group, tuple(held)) for group, held in names.items() if held)


def _seen(since: date, pupils: set[int]) -> set[int]:
    rows = Event.objects.filter(
        day__gte=since, kind__in=(EventKind.ACHIEVEMENT, EventKind.VOID), pupil_id__in=pupils
    )
    found = list(rows.values_list("pk", "kind", "pupil_id", "about"))
    taken_back = {about for _, kind, _, about in found if kind == EventKind.VOID}
    return {
        pupil for pk, kind, pupil, _ in found if kind == EventKind.ACHIEVEMENT and str(pk) not in taken_back
    }


def _aim(actor: Actor, school: School, rules: Rules, programme: Programme, moment: datetime) -> Aim | None:
    day = local(school, moment).day
    cite = next(iter(programme.cites), "")
    if programme.during == LESSON:
        lesson = _lesson(actor, moment)
        if lesson is None:
            return None
        found = progress(rules, programme, _recognised(actor, day, {lesson.period}))
        over = lesson.ends <= moment
        return _of(programme, lesson_name(lesson), found, cite, over=over)
    if str(programme.nominator) not in actor.roles:
        return None
    periods = [
        period for period in _periods(school, day, programme.during) if _begun(school, day, period, moment)
    ]
    if not periods:
        return None
    rows = list(_recognised(actor, day, {period.key for period in periods}))
    years = actor.year_groups if programme.per == "year_group" else frozenset()
    found = progress(rules, programme, [row for row in rows if not years or row[1] in years])
    over = to_instant(school, day, periods[-1].end) <= moment
    return _of(programme, periods[-1].label, found, cite, over=over)


def _of(programme: Programme, where: str, found: Progress, cite: str, *, over: bool) -> Aim:
    return Aim(
        programme.label, where, found.reached, found.aim, GONE_BY if over and not found.met else "", cite
    )


def _lesson(actor: Actor, moment: datetime) -> LessonOccurrence | None:
    """The lesson that runs, else the last that was."""
    begun = [lesson for lesson in lessons_today(actor) if lesson.starts <= moment]
    return begun[-1] if begun else None


def _periods(school: School, day: date, kind: str) -> list[Period]:
    return [period for period in calendar_of(school).periods_on(day, None) if period.kind == kind]


def _begun(school: School, day: date, period: Period, moment: datetime) -> bool:
    return to_instant(school, day, period.start) <= moment


def _recognised(actor: Actor, day: date, periods: set[str]) -> Iterator[tuple[str, int | None]]:
    """Pupil and year of each recognition by this adult in these periods of the day that was not taken back."""
    rows = list(
        Event.objects.filter(
            recorded_by_id=actor.user_id, day=day, kind=EventKind.ACHIEVEMENT, period__in=periods
        ).values_list("pk", "pupil_id", "pupil__year_group")
    )
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(pk) for pk, _, _ in rows])
    taken_back = set(voids.values_list("about", flat=True))
    return ((str(pupil), year) for pk, pupil, year in rows if str(pk) not in taken_back)
