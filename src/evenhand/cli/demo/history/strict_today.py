"""The last day and a half by hand, so that every screen has something to show: who is where, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history.diary import minutes_after, on
from evenhand.cli.demo.history.stays import Course, stay
from evenhand.cli.demo.history.strict import Story, ask, concern, refer
from evenhand.cli.demo.plan import words
from evenhand.engine.values import EventKind

Lessons = Mapping[int, list[LessonOccurrence]]


class Sent(NamedTuple):
    """One referral by hand: when, and how far the stay has come. `gate_at` is the conversation's time, "" for none."""

    today: bool
    clock: str
    stations: int | None = None
    gate_at: str = ""
    arrives: bool = True
    straight: bool = False
    grave: bool = False
    opening: bool = False


SENT = (
    Sent(False, "09:18", gate_at="09:22"),
    Sent(False, "09:41", gate_at="09:31", straight=True),
    Sent(False, "10:20", gate_at="10:24"),
    Sent(False, "11:31", gate_at="11:06"),
    Sent(False, "11:48", straight=True),
    Sent(True, "09:12", stations=3, grave=True),
    Sent(True, "10:21", stations=1),
    Sent(True, "11:17", stations=0, straight=True),
    Sent(True, "11:24", arrives=False),
    Sent(True, "11:29", arrives=False, opening=True),
)
PRAISED = ("11:13", "11:16", "11:21", "11:21", "11:25", "11:28", "11:30")
WARNED = ("11:15", "11:23")


def tell(story: Story, lessons: Mapping[date, Lessons]) -> None:
    """Referrals of yesterday and today, a request, corrections, and the class on the opening page."""
    yesterday, today = sorted(lessons)
    for sent in SENT:
        _send(story, today if sent.today else yesterday, sent)
    _opening_class(story, today)
    _request(story, lessons[today], today)
    _taken_back(story, today)


def opening_lesson(story: Story, day: date) -> LessonOccurrence:
    """The lesson of the plan's own teacher that runs when the demonstration opens."""
    diary = story.diary
    period = diary.site.calendar.period_at(day, diary.site.demo.opens.time())
    held = diary.lessons[day, period.key if period else ""]
    named = {person.family for person in diary.site.plan.staff if person.subject}
    return next((lesson for lesson in held if diary.teacher(lesson).person.family in named), held[0])


def _send(story: Story, day: date, sent: Sent) -> None:
    diary, at = story.diary, on(day, sent.clock)
    lesson = opening_lesson(story, day) if sent.opening else _a_lesson(story, day, at)
    pupil = _take(story, lesson, at)
    if sent.grave:
        act = concern(story, lesson, pupil, diary.site.rng.choice(story.shelf.grave), at, words("concern")[2])
    else:
        act = refer(story, lesson, pupil, at, straight=sent.straight)
    gate_at = on(diary.site.demo.opens.date(), sent.gate_at) if sent.gate_at else None
    course = Course(sent.stations, sent.arrives, bool(gate_at), gate_at, bool(gate_at))
    stay(diary, story.shelf.placement("removal_room"), pupil, act, at, diary.teacher(lesson), course)


def _a_lesson(story: Story, day: date, at: datetime) -> LessonOccurrence:
    diary = story.diary
    period = diary.site.calendar.period_at(day, at.time())
    held = [
        lesson
        for lesson in diary.lessons[day, period.key if period else ""]
        if diary.taught[lesson.group_id].kind == "class" and lesson.pk != opening_lesson(story, day).pk
    ]
    return diary.site.rng.choice(held or list(diary.lessons[day, period.key if period else ""]))


def _take(story: Story, lesson: LessonOccurrence, at: datetime) -> Pupil:
    """A pupil of the lesson of whom nothing else is told in it."""
    diary = story.diary
    free = [
        pupil
        for pupil in diary.pupils(lesson)
        if (pupil.pk, lesson.scope_key) not in diary.used
        and not diary.adjustments.get(pupil.pk)
        and not diary.clashes(pupil, at - timedelta(days=4), at + timedelta(days=2))
        and pupil.direction != "rtl"
    ]
    pupil = diary.site.rng.choice(free)
    diary.used.add((pupil.pk, lesson.scope_key))
    return pupil


def _opening_class(story: Story, day: date) -> None:
    """Recognitions and warnings so far; the rest of the lesson is left to whoever looks in."""
    diary, lesson = story.diary, opening_lesson(story, day)
    for clock in WARNED:
        pupil = _take(story, lesson, on(day, clock))
        concern(
            story,
            lesson,
            pupil,
            diary.site.rng.choice([i for i in story.shelf.counted if not i.details]),
            on(day, clock),
        )
    held = [pupil for pupil in diary.pupils(lesson) if not diary.is_away(pupil, on(day, "11:30"))]
    chosen = diary.site.rng.sample(held, min(len(PRAISED), len(held)))
    for pupil, clock in zip(chosen, PRAISED, strict=False):
        diary.tell(
            diary.teacher(lesson), EventKind.ACHIEVEMENT, pupil, on(day, clock),
            code=diary.site.rng.choice(story.shelf.praised).code, lesson=lesson,
        )  # fmt: skip
    diary.used.update((pupil.pk, lesson.scope_key) for pupil in diary.pupils(lesson))


def _request(story: Story, lessons: Lessons, day: date) -> None:
    """At break an adult on duty asked; the duty leader has not answered yet."""
    diary, at = story.diary, on(day, "11:02")
    duty = diary.team.with_role("duty_staff")[0]
    pupil = next(
        pupil
        for pupil in story.pupils
        if pupil.pk in lessons and not diary.adjustments.get(pupil.pk) and not diary.clashes(pupil, at, at)
    )
    ask(story, pupil, duty, at)


def _taken_back(story: Story, day: date) -> None:
    """One entry taken back, and one corrected: taken back and told again as it was."""
    diary = story.diary
    items = [item for item in story.shelf.counted if not item.details]
    for clock, again in (("10:09", False), ("09:27", True)):
        at = on(day, clock)
        lesson = _a_lesson(story, day, at)
        pupil, teacher = _take(story, lesson, at), diary.teacher(lesson)
        first = concern(story, lesson, pupil, items[0], at)
        diary.tell(
            teacher, EventKind.VOID, pupil, minutes_after(at, 4), about=first, lesson=lesson,
            details={"reason": "Entered for the wrong act" if again else "Entered for the wrong pupil"},
        )  # fmt: skip
        if again:
            diary.tell(
                teacher, EventKind.CONCERN, pupil, minutes_after(at, 5), code=items[1].code, lesson=lesson, about=first
            )  # fmt: skip
