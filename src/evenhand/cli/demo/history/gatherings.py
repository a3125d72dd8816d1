"""What happened to several pupils at once, and what was kept at the door in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from evenhand.apps.conduct.incidents import ALLEGED, Part, Told, involve
from evenhand.apps.conduct.models import Incident
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history.catalogue import Shelf
from evenhand.cli.demo.history.diary import Diary, on, time_ordered_id
from evenhand.cli.demo.history.strict import Story
from evenhand.cli.demo.plan import words
from evenhand.engine.pack.schema import Item
from evenhand.engine.values import EventKind, Where

AT = "10:41"
OTHERS = ("harmed", "witness")
ARRIVED = ("08:38", "08:44")


def tell(story: Story, day: date, lessons: Sequence[LessonOccurrence]) -> None:
    """One incident of two pupils who took part, one who was harmed and one who saw it, in one of these lessons."""
    diary = story.diary
    acts = _acts(story.shelf)
    for lesson in lessons:
        pupils = _free(story, lesson, day)
        if len(pupils) > len(OTHERS) + 1 and len(acts) > 1:
            break
    else:
        return
    at, rng = on(day, AT), diary.site.rng
    ident = time_ordered_id(diary.site.instant(at), rng.getrandbits(74))
    teacher, parts = diary.teacher(lesson), []
    for number, (pupil, item) in enumerate(zip(pupils, acts[:2], strict=False)):
        said = words("incident_part")[number]
        diary.used.add((pupil.pk, lesson.scope_key))
        diary.tell(
            teacher, EventKind.CONCERN, pupil, at, code=item.code, lesson=lesson, text=said, incident=ident
        )
        parts.append(Part(pupil, ALLEGED, said, item.code))
    for pupil, role, said in zip(pupils[2:], OTHERS, words("incident_other"), strict=False):
        parts.append(Part(pupil, role, said))
    diary.gatherings.append((teacher, Told(ident, tuple(parts), words("incident")[0], lesson_id=lesson.pk)))


def at_the_door(story: Story, day: date) -> None:
    """What some kept on arriving, where the policy has a rule for it that is no lateness and no homework."""
    rules, diary = story.shelf.rules, story.diary
    kept = [item for item in story.shelf.routed if not item.details and not _owes(story.shelf, item)]
    mine = [item for item in kept if any(route.effects for route in rules.routes(item.code)) and item.tags]
    if not mine:
        return
    for pupil, clock in zip(story.pupils[5 :: len(story.pupils) // len(ARRIVED)], ARRIVED, strict=False):
        diary.tell(
            diary.team.leader_of("pastoral_lead", pupil.year_group), EventKind.CONCERN, pupil, on(day, clock),
            code=mine[0].code, where=Where.OUT_OF_CLASS, place=diary.site.plan.places[0],
        )  # fmt: skip


def involve_others(diary: Diary) -> None:
    """Once the events are written: those of whom nothing is decided, and the words of everybody."""
    written: set[UUID] = set(
        Incident.objects.filter(pk__in=[told.id for _, told in diary.gatherings]).values_list("pk", flat=True)
    )
    for adult, told in diary.gatherings:
        if told.id in written:
            involve(adult.actor, told=told)


def _acts(shelf: Shelf) -> list[Item]:
    return [item for item in shelf.counted if not item.details and not item.tags]


def _owes(shelf: Shelf, item: Item) -> bool:
    """Whether it is lateness or homework, which are told in ways of their own."""
    kinds = {effect.kind for route in shelf.rules.routes(item.code) for effect in route.effects}
    return "owe" in kinds or len(kinds) == 0


def _free(story: Story, lesson: LessonOccurrence, day: date) -> list[Pupil]:
    diary, at = story.diary, on(day, AT)
    return [
        pupil
        for pupil in diary.pupils(lesson)
        if (pupil.pk, lesson.scope_key) not in diary.used
        and not diary.adjustments.get(pupil.pk)
        and not diary.is_away(pupil, at)
        and pupil.direction != "rtl"
    ]
