"""What an assistant needs to know of each pupil for whom they are named, beside the lesson that runs or comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import assisting, joining, profiling
from evenhand.apps.support.facts import agreed_on, agreed_words
from evenhand.apps.support.profiling import KINDS
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import lessons_around, school_of

# What is needed at once comes first; how a need is named and what lies in the past stay in the profile.
SHOWN: Final = ("risk", "need", "trigger", "sign", "avoid", "voice_helps", "voice_worse", "target")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind under their heading."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Where the pupil is taught: `when` in words, the class, its room and its teacher."""

    when: str
    name: str
    room: str
    teacher: str
    starts: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """One pupil. `waits`: staff have not been told of somebody new yet."""

    pupil: Pupil
    lesson: Lesson | None
    helps: tuple[str, ...]
    parts: tuple[Part, ...]
    until: date | None
    waits: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing has been written down yet."""
        return not (self.helps or self.parts)


def summaries(actor: Actor) -> tuple[Summary, ...]:
    """The pupils for whom the actor is named today: whose lesson runs or begins first comes first."""
    school, moment = school_of(actor.school_id), now()
    day = local(school, moment).day
    rows = assisting.of_adult(actor.user_id, day)
    lessons_around(actor, moment)  # makes the day's lessons where there are none yet
    lessons = _lessons(school, [row.pupil_id for row in rows], day, moment)
    found = (_summary(actor, row.pupil, lessons.get(row.pupil_id), row.valid_to, day) for row in rows)
    return tuple(
        sorted(found, key=lambda one: (one.lesson is None, one.lesson.starts if one.lesson else moment))
    )


def _summary(actor: Actor, pupil: Pupil, lesson: Lesson | None, until: date | None, day: date) -> Summary:
    if joining.waits(joining.joining_of(pupil)):
        return Summary(pupil, lesson, (), (), until, waits=True)
    return Summary(
        pupil, lesson, tuple(dict.fromkeys(_helps(pupil, day))), tuple(_parts(actor, pupil)), until
    )


def _helps(pupil: Pupil, day: date) -> Iterator[str]:
    """What was agreed, then what adults do."""
    pack = policy_of(pupil.school_id).pack
    for row, words in agreed_on(day, [pupil.pk]).get(pupil.pk, ()):
        yield agreed_words(pack, row.kind, words)
    yield from (row.words for row in profiling.strategies_of(pupil))


def _parts(actor: Actor, pupil: Pupil) -> Iterator[Part]:
    entries = profiling.entries_of(actor, pupil)
    for kind in SHOWN:
        lines = tuple(row.words for row in entries if row.kind == kind)
        if lines:
            yield Part(KINDS[kind], lines)


def _lessons(school: School, pupil_ids: Sequence[int], day: date, moment: datetime) -> dict[int, Lesson]:
    """The lesson of each pupil that runs, else the next one of the day."""
    on_day = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    pairs = list(Enrolment.objects.filter(on_day, pupil_id__in=pupil_ids).values_list("group_id", "pupil_id"))
    rows = LessonOccurrence.objects.filter(day=day, ends__gt=moment, group_id__in={pk for pk, _ in pairs})
    found: dict[int, Lesson] = {}
    for row in rows.select_related("group", "staff").order_by("starts", "pk"):
        for pupil_id in _of(row.group_id, pairs):
            found.setdefault(pupil_id, _lesson(school, row, moment))
    return found


def _of(group_id: int, pairs: Iterable[tuple[int, int]]) -> Iterator[int]:
    return (pupil_id for group, pupil_id in pairs if group == group_id)


def _lesson(school: School, row: LessonOccurrence, moment: datetime) -> Lesson:
    runs = row.starts <= moment
    at = local(school, row.ends if runs else row.starts).time
    when = f"Now, until {at:%H:%M}" if runs else f"Next, {at:%H:%M}"
    teacher = row.staff.short_name if row.staff else ""
    return Lesson(when, row.group.name, row.room, teacher, row.starts)
