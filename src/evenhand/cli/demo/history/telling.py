"""Tells the whole story of one school and writes it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import transaction

from evenhand.apps.conduct.bulk import BulkWriter, Telling
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.period_ends import ends_between
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history import (
    advisory,
    advisory_today,
    closing,
    gatherings,
    reports,
    strict,
    strict_today,
    talks,
    words_home,
)
from evenhand.cli.demo.history.catalogue import shelve
from evenhand.cli.demo.history.diary import Diary
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Team
from evenhand.cli.demo.timetable import Taught
from evenhand.engine.values import LadderMode

BY_HAND = 2  # the last days, the opening's own included

AFTER_THE_BELL = timedelta(minutes=1)

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
    count = write_with_closes(site, writer, tellings)
    seconds = perf_counter() - started
    words_home.hand_on(diary)
    with transaction.atomic():
        gatherings.involve_others(diary)
    closing.close_tasks(diary)
    say(f"{site.school.name}: {count:,} events, {count / max(seconds, 0.001):,.0f} a second")


def write_with_closes(site: Site, writer: BulkWriter, tellings: Sequence[Telling]) -> int:
    """Write what was told in order of recording, closing each period once its last entry is in; returns how many."""
    count, told = 0, deque(tellings)
    opened = (int(site.recorded_at.timestamp()), 0)
    for end in ends_between(site.school, site.calendar, opened, site.opens):
        if end.kind != "day":
            continue
        bell = datetime.fromtimestamp(end.at.instant, site.opens.tzinfo)
        before = []
        while told and told[0].recorded_at <= bell:
            before.append(told.popleft())
        count += writer.write(before)
        close_due(site.school, bell + AFTER_THE_BELL)
    return count + writer.write(told)


def _strict(diary: Diary, forms: Sequence[Form]) -> None:
    site = diary.site
    pupils = [pupil for form in forms for pupil in form.pupils]
    story = strict.make_story(diary, shelve(diary.policy, site.demo.first_day, site.plan.everyday), pupils)
    days = site.calendar.school_days_between(site.demo.first_day, site.demo.opens.date())
    today = site.demo.opens.date()
    strict_today.tell(story, {day: by_pupil(diary, day) for day in (days[-1], today)})
    for day in (*days, today):
        strict.tell_day(story, day, by_pupil(diary, day), referrals=day not in (days[-1], today))
    _around(story, [*days, today], strict_today.opening_lesson(story, today))


def _advisory(diary: Diary, forms: Sequence[Form]) -> None:
    site = diary.site
    pupils = [pupil for form in forms for pupil in form.pupils]
    story = strict.make_story(diary, shelve(diary.policy, site.demo.first_day, site.plan.everyday), pupils)
    today = site.demo.opens.date()
    advisory_today.tell(story, by_pupil(diary, today))
    for day in (*site.calendar.school_days_between(site.demo.first_day, today), today):
        advisory.tell_day(story, day, by_pupil(diary, day))
    days = [*site.calendar.school_days_between(site.demo.first_day, today), today]
    named = next(person.form for person in site.plan.staff if person.form)
    opening = next(
        lesson for lesson in _lessons_of(diary, today) if diary.taught[lesson.group_id].form.name == named
    )
    talks.tell(story)
    gatherings.at_the_door(story, today)
    _around(story, days, opening)


def _around(story: strict.Story, days: Sequence[date], opening: LessonOccurrence) -> None:
    """What does not belong to one lesson: reports, and an incident of several pupils on the last day."""
    diary = story.diary
    last = {day: by_pupil(diary, day) for day in days[-reports.DAYS :]}
    first = diary.pupils(opening)
    others = [pupil for pupil in story.pupils if pupil not in first]
    reports.tell(story, last, [*first[:1], *others, *first[1:]])
    gatherings.tell(story, days[-2], _lessons_of(diary, days[-2]))


def _lessons_of(diary: Diary, day: date) -> list[LessonOccurrence]:
    """The lessons of whole classes on a day, in order."""
    held = [lesson for (when, _), lessons in diary.lessons.items() if when == day for lesson in lessons]
    return [lesson for lesson in held if diary.taught[lesson.group_id].kind == "class"]


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
