"""Reports in force on the opening day, with what the teachers of the last days marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history.diary import on
from evenhand.cli.demo.history.strict import Story
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.staffing import Adult
from evenhand.engine.facts import Fact
from evenhand.engine.pack.schema import ReportCard
from evenhand.engine.values import EventKind, Where

Lessons = Mapping[date, Mapping[int, Sequence[LessonOccurrence]]]

DAYS = 4  # the first is the one on which a report begins and is not marked
MOST = 2
BEGUN = "08:36"
WELL = 0.6
BEFORE_THE_END = timedelta(minutes=2)


def tell(story: Story, lessons: Lessons, pupils: Sequence[Pupil]) -> None:
    """One report of each of the policy's first kinds, each of another of these pupils; the last marks are to come."""
    days = sorted(lessons)
    free = [pupil for pupil in pupils if _is_free(story, pupil, days)]
    cards = list(story.shelf.rules.pack.reports.values())[:MOST]
    for number, (card, pupil) in enumerate(zip(cards, free, strict=False)):
        decider = story.diary.team.leader_of(str(card.decider), pupil.year_group)
        report = _begin(story, card, pupil, decider, on(days[0], BEGUN), number)
        for day in days[1:]:
            for lesson in lessons[day].get(pupil.pk, ()):
                _mark(story, card, pupil, report, lesson)


def _is_free(story: Story, pupil: Pupil, days: Sequence[date]) -> bool:
    diary = story.diary
    first, last = on(days[0], BEGUN), diary.site.demo.opens
    return not diary.adjustments.get(pupil.pk) and not diary.clashes(pupil, first, last)


def _begin(
    story: Story, card: ReportCard, pupil: Pupil, decider: Adult, at: datetime, number: int
) -> str:  # fmt: skip
    targets = words("target")
    details: dict[str, Fact] = {
        "choice": "start",
        "reason": words("report")[number % len(words("report"))],
        "targets": (targets[number % len(targets)], targets[(number + 1) % len(targets)]),
    }
    return story.diary.tell(
        decider, EventKind.REPORT, pupil, at, code=card.id, where=Where.OUT_OF_CLASS, details=details
    )


def _mark(story: Story, card: ReportCard, pupil: Pupil, report: str, lesson: LessonOccurrence) -> None:
    diary = story.diary
    period = diary.site.calendar.period(lesson.day, lesson.period)
    at = datetime.combine(lesson.day, period.end if period else time(15)) - BEFORE_THE_END
    marks = [mark for mark in card.marks if mark.value != card.unseen]
    mark = marks[0] if diary.site.rng.random() < WELL else diary.site.rng.choice(marks)
    details: dict[str, Fact] = {"choice": "mark", "mark": mark.value}
    for name in mark.records:
        details[name] = diary.site.rng.choice(words("report_comment"))
    diary.tell(
        diary.teacher(lesson), EventKind.REPORT, pupil, at, code=card.id, lesson=lesson, about=report, details=details
    )  # fmt: skip
