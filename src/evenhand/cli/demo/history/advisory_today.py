"""The opening morning by hand: steps taken, give-back set, a time out in progress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history.advisory import (
    ladder_of,
    next_break,
    owing_step,
    place_step,
    quiet_consequence,
    quiet_items,
    take_step,
    time_out,
)
from evenhand.cli.demo.history.diary import on
from evenhand.cli.demo.history.strict import Story

QUIET = ("09:21", "09:25")
GIVE_BACK = ("11:08", "11:11", "11:15", "11:19")
TIME_OUT = ("11:07", "11:10", "11:14", "11:18", "11:24")


def tell(story: Story, lessons_of: Mapping[int, list[LessonOccurrence]]) -> None:
    """Three pupils' mornings in the class of the plan's own teacher and in two others."""
    diary, today = story.diary, story.diary.site.demo.opens.date()
    forms = list(dict.fromkeys(pupil.form for pupil in story.pupils))
    named = next(person.form for person in diary.site.plan.staff if person.form)
    others = [form for form in forms if form != named] or [named]
    _steps(story, _pupil(story, named, 1), lessons_of, QUIET)
    _steps(story, _pupil(story, named, 2), lessons_of, GIVE_BACK, gives_back=True)
    _steps(story, _pupil(story, others[0], 3), lessons_of, TIME_OUT)
    _steps(story, _pupil(story, others[-1], 4), lessons_of, QUIET[:1])
    diary.used.update(
        (pupil.pk, lesson.scope_key)
        for pupil in story.pupils
        for lesson in _now(story, lessons_of, pupil, today)
    )


def _pupil(story: Story, form: str, place: int) -> Pupil:
    held = [pupil for pupil in story.pupils if pupil.form == form]
    return held[place % len(held)]


def _steps(
    story: Story, pupil: Pupil, lessons_of: Mapping[int, list[LessonOccurrence]], clocks: tuple[str, ...], *,
    gives_back: bool = False,
) -> None:  # fmt: skip
    """One step at each of the times, in the lesson of that time."""
    diary, today = story.diary, story.diary.site.demo.opens.date()
    item = quiet_items(story)[len(clocks) % len(quiet_items(story))]
    owing, consequence = owing_step(story)
    for step, clock in zip(ladder_of(story).steps, clocks, strict=False):
        at = on(today, clock)
        period = diary.site.calendar.period_at(today, at.time())
        lesson = next(one for one in lessons_of[pupil.pk] if period and one.period == period.key)
        diary.used.add((pupil.pk, lesson.scope_key))
        last = clock == clocks[-1]
        chosen = ""
        if step.id == owing.id:
            chosen = (
                consequence if gives_back and next_break(story, pupil, at) else quiet_consequence(story, step)
            )
        opened = take_step(
            story,
            lesson,
            pupil,
            item,
            step,
            at,
            outcome="complied" if last else "continued",
            consequence=chosen,
        )
        if step.id == place_step(story).id:
            time_out(story, lesson, pupil, opened, at, ends=False)


def _now(
    story: Story, lessons_of: Mapping[int, list[LessonOccurrence]], pupil: Pupil, today: date
) -> list[LessonOccurrence]:
    period = story.diary.site.calendar.period_at(today, story.diary.site.demo.opens.time())
    return [lesson for lesson in lessons_of[pupil.pk] if period and lesson.period == period.key]
