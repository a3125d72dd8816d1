"""Tells the whole story of one school and writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from time import perf_counter

from evenhand.apps.conduct.bulk import BulkWriter
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history import advisory, advisory_today, closing, strict, strict_today
from evenhand.cli.demo.history.catalogue import shelve
from evenhand.cli.demo.history.diary import Diary
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Team
from evenhand.cli.demo.timetable import Taught
from evenhand.engine.values import LadderMode

BY_HAND = 2  # the last days, the opening's own included

Say = Callable[[str], None]


def tell_history(
    site: Site, team: Team, forms: Sequence[Form], taught: Mapping[int, Taught],
    adjustments: Mapping[int, Sequence[AgreedAdjustment]], say: Say,
) -> None:  # fmt: skip
    """From the first day to the opening, through the engine."""
    writer = BulkWriter.of(site.school)
    diary = Diary(site, team, writer.policy, taught, adjustments, lessons_held())
    ladders = writer.policy.pack.ladders.values()
    if any(ladder.mode == LadderMode.STRICT for ladder in ladders):
        _strict(diary, forms)
    else:
        _advisory(diary, forms)
    started = perf_counter()
    tellings = diary.tellings()
    count = writer.write(tellings)
    seconds = perf_counter() - started
    closing.close_tasks(diary)
    say(f"{site.school.name}: {count:,} events, {count / max(seconds, 0.001):,.0f} a second")


def _strict(diary: Diary, forms: Sequence[Form]) -> None:
    site = diary.site
    pupils = [pupil for form in forms for pupil in form.pupils]
    story = strict.make_story(diary, shelve(diary.policy, site.demo.first_day, site.plan.everyday), pupils)
    days = site.calendar.school_days_between(site.demo.first_day, site.demo.opens.date())
    today = site.demo.opens.date()
    strict_today.tell(story, {day: by_pupil(diary, day) for day in (days[-1], today)})
    for day in (*days, today):
        strict.tell_day(story, day, by_pupil(diary, day), referrals=day not in (days[-1], today))


def _advisory(diary: Diary, forms: Sequence[Form]) -> None:
    site = diary.site
    pupils = [pupil for form in forms for pupil in form.pupils]
    story = strict.make_story(diary, shelve(diary.policy, site.demo.first_day, site.plan.everyday), pupils)
    today = site.demo.opens.date()
    advisory_today.tell(story, by_pupil(diary, today))
    for day in (*site.calendar.school_days_between(site.demo.first_day, today), today):
        advisory.tell_day(story, day, by_pupil(diary, day))


def lessons_held() -> dict[tuple[date, str], list[LessonOccurrence]]:
    """The lessons of the school by day and period."""
    held: dict[tuple[date, str], list[LessonOccurrence]] = defaultdict(list)
    for lesson in LessonOccurrence.objects.order_by("pk"):
        held[lesson.day, lesson.period].append(lesson)
    return held


def by_pupil(diary: Diary, day: date) -> dict[int, list[LessonOccurrence]]:
    """Each pupil's lessons of a day, in order."""
    held: dict[int, list[LessonOccurrence]] = defaultdict(list)
    for period in diary.site.calendar.periods_on(day):
        for lesson in diary.lessons.get((day, period.key), ()):
            if diary.taught[lesson.group_id].kind == "class":
                for pupil in diary.pupils(lesson):
                    held[pupil.pk].append(lesson)
    return held
