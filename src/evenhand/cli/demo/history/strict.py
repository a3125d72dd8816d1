"""The ordinary days of a school with a strict ladder: recognitions, warnings, referrals, lateness and homework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history.catalogue import Shelf, event_kind
from evenhand.cli.demo.history.diary import Diary, minutes_after, on
from evenhand.cli.demo.history.stays import release_point, stay
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.staffing import Adult
from evenhand.engine.pack.schema import Item
from evenhand.engine.values import EventKind, Where

AWARDS = 0.15  # a pupil and day
WARNINGS = 0.011
REFERRALS = 0.0042
STRAIGHT = 0.35
REQUESTS = 0.0004
GRAVE = 0.02
LATE = 0.005
HOMEWORK = 0.0045
CLUSTERED = 0.12
HEAVY, LIGHT = 12.0, 0.45
SERVED, MISSED = 0.9, 0.05
WORDY = 0.12


@dataclass(slots=True)
class Story:
    """The diary with what it draws from: the shelf of items, the pupils and how often chance names each.

    `scale` makes everything happen more or less often than on an ordinary day.
    """

    diary: Diary
    shelf: Shelf
    pupils: Sequence[Pupil]
    weights: Sequence[float]
    scale: float = 1.0

    def some(self, rate: float) -> int:
        """How many of something happen on a day, about `rate` for each pupil."""
        expected = rate * self.scale * len(self.pupils)
        return max(0, round(self.diary.site.rng.gauss(expected, expected**0.5)))

    def anyone(self) -> Pupil:
        """A pupil, the few more often than the many."""
        return self.diary.site.rng.choices(self.pupils, self.weights)[0]


def make_story(diary: Diary, shelf: Shelf, pupils: Sequence[Pupil]) -> Story:
    """A story in which concerns cluster in few pupils."""
    rng = diary.site.rng
    weights = [HEAVY * rng.random() if rng.random() < CLUSTERED else LIGHT * rng.random() for _ in pupils]
    return Story(diary, shelf, pupils, weights)


def tell_day(
    story: Story, day: date, lessons_of: dict[int, list[LessonOccurrence]], *, referrals: bool = True
) -> None:
    """One school day. Without `referrals` nobody is sent anywhere: the last days are told by hand."""
    if referrals:
        for _ in range(story.some(REFERRALS)):
            _referral(story, lessons_of)
        for _ in range(story.some(REQUESTS)):
            _request(story, day)
    _late(story, day)
    for _ in range(story.some(WARNINGS)):
        _warning(story, lessons_of)
    for _ in range(story.some(HOMEWORK)):
        _homework(story, lessons_of)
    tell_awards(story, day, story.some(AWARDS))


def in_lesson(story: Story, lesson: LessonOccurrence, low: int = 4, high: int = 50) -> datetime:
    """A local time in the lesson."""
    site = story.diary.site
    period = site.calendar.period(lesson.day, lesson.period)
    start = period.start if period else time(9)
    return datetime.combine(lesson.day, start) + timedelta(
        minutes=site.rng.randint(low, high), seconds=site.rng.randrange(60)
    )


def concern(
    story: Story, lesson: LessonOccurrence, pupil: Pupil, item: Item, at: datetime, text: str = ""
) -> str:
    """One act in a lesson, told by its teacher."""
    diary = story.diary
    return diary.tell(
        diary.teacher(lesson), EventKind.CONCERN, pupil, at, code=item.code, lesson=lesson,
        details=diary.details(item), text=text,
    )  # fmt: skip


def refer(
    story: Story, lesson: LessonOccurrence, pupil: Pupil, at: datetime, *, straight: bool = False
) -> str:
    """Acts that end in a referral at this time; returns the id of the event that opened the stay."""
    rng = story.diary.site.rng
    if straight:
        return concern(story, lesson, pupil, rng.choice(story.shelf.straight), at)
    first, second = rng.sample(_repeatable(story), 2)
    warned = max(minutes_after(at, -rng.randint(6, 14)), minutes_after(_start(story, lesson), 2))
    concern(story, lesson, pupil, first, warned)
    return concern(story, lesson, pupil, second, at, rng.choice(words("concern")))


def free_lesson(
    story: Story, pupil: Pupil, lessons_of: dict[int, list[LessonOccurrence]]
) -> LessonOccurrence | None:
    """A lesson of the pupil's day in which nothing has been told yet and the pupil is in class."""
    diary = story.diary
    held = lessons_of.get(pupil.pk, [])
    free = [
        lesson
        for lesson in held
        if (pupil.pk, lesson.scope_key) not in diary.used and not diary.is_away(pupil, _start(story, lesson))
    ]
    if not free:
        return None
    lesson = diary.site.rng.choice(free)
    diary.used.add((pupil.pk, lesson.scope_key))
    return lesson


def _start(story: Story, lesson: LessonOccurrence) -> datetime:
    period = story.diary.site.calendar.period(lesson.day, lesson.period)
    return datetime.combine(lesson.day, period.start if period else time(9))


def _repeatable(story: Story) -> list[Item]:
    """Items that may come twice in a lesson and need no details."""
    return [item for item in story.shelf.counted if not item.details]


def _referral(story: Story, lessons_of: dict[int, list[LessonOccurrence]]) -> None:
    diary, rng = story.diary, story.diary.site.rng
    pupil = story.anyone()
    lesson = free_lesson(story, pupil, lessons_of)
    if lesson is None or diary.adjustments.get(pupil.pk):
        return
    at = in_lesson(story, lesson, 18, 48)
    room = story.shelf.placement("removal_room")
    if diary.clashes(pupil, at, release_point(diary, room, pupil, at)):
        return
    if rng.random() < GRAVE:
        opened = concern(story, lesson, pupil, rng.choice(story.shelf.grave), at)
    else:
        opened = refer(story, lesson, pupil, at, straight=rng.random() < STRAIGHT)
    stay(diary, room, pupil, opened, at, diary.teacher(lesson))


def _request(story: Story, day: date) -> None:
    """Out of class: an adult on duty asks, the duty leader answers within minutes."""
    diary, rng = story.diary, story.diary.site.rng
    pupil, duty = story.anyone(), rng.choice(diary.team.with_role("duty_staff"))
    at = on(day, "12:18") + timedelta(minutes=rng.randint(0, 20))
    room = story.shelf.placement("removal_room")
    if diary.clashes(pupil, at, release_point(diary, room, pupil, at)) or diary.adjustments.get(pupil.pk):
        return
    asked = ask(story, pupil, duty, at)
    leader = rng.choice(diary.team.with_role("duty_leader"))
    answered = minutes_after(at, rng.randint(2, 6))
    if rng.random() < 0.2:
        diary.tell(
            leader, EventKind.DECLINE, pupil, answered, about=asked, where=Where.OUT_OF_CLASS,
            details={"reason": "Seen by two adults; put right on the spot"},
        )  # fmt: skip
        return
    opened = diary.tell(leader, EventKind.CONFIRM, pupil, answered, about=asked, where=Where.OUT_OF_CLASS)
    stay(diary, room, pupil, opened, answered, leader)


def ask(story: Story, pupil: Pupil, duty: Adult, at: datetime) -> str:
    """An act out of class for which the adult on duty asks the duty leader."""
    site = story.diary.site
    return story.diary.tell(
        duty, EventKind.CONCERN, pupil, at, code=site.rng.choice(story.shelf.straight_anywhere).code,
        where=Where.OUT_OF_CLASS, place=site.rng.choice(site.plan.places), text=site.rng.choice(words("concern")),
    )  # fmt: skip


def _warning(story: Story, lessons_of: dict[int, list[LessonOccurrence]]) -> None:
    pupil = story.anyone()
    lesson = free_lesson(story, pupil, lessons_of)
    if lesson is None:
        return
    rng = story.diary.site.rng
    text = rng.choice(words("concern")) if rng.random() < WORDY else ""
    concern(story, lesson, pupil, rng.choice(story.shelf.counted), in_lesson(story, lesson), text)


def _homework(story: Story, lessons_of: dict[int, list[LessonOccurrence]]) -> None:
    pupil, item = story.anyone(), story.shelf.routed_to("task")
    lesson = free_lesson(story, pupil, lessons_of)
    if lesson is None or item is None:
        return
    story.diary.tell(
        story.diary.teacher(lesson), event_kind("task"), pupil, in_lesson(story, lesson, 1, 9), code=item.code, lesson=lesson
    )  # fmt: skip


def _late(story: Story, day: date) -> None:
    """Marks at the gate, and in the afternoon what came of the time owed."""
    diary, rng, item = story.diary, story.diary.site.rng, story.shelf.routed_to("owe")
    if item is None:
        return
    seen: set[int] = set()
    for _ in range(story.some(LATE)):
        pupil = story.anyone()
        at = on(day, "08:41") + timedelta(minutes=rng.randint(0, 35), seconds=rng.randrange(60))
        if pupil.pk in seen or diary.is_away(pupil, at) or diary.is_away(pupil, on(day, "15:00")):
            continue
        seen.add(pupil.pk)
        owed = diary.tell(
            diary.team.one("pastoral_admin"), event_kind("owe"), pupil, at, code=item.code,
            where=Where.OUT_OF_CLASS, place="reception", details=diary.details(item),
        )  # fmt: skip
        _settle(story, pupil, owed, on(day, "15:46"))


def _settle(story: Story, pupil: Pupil, owed: str, at: datetime) -> None:
    diary, rng = story.diary, story.diary.site.rng
    whole_day = [item for item in story.shelf.rules.pack.placements.values() if item.release == "whole_day"]
    chance = rng.random()
    outcome = "served" if chance < SERVED else "missed" if chance < SERVED + MISSED else "excused"
    leader = diary.team.leader_of("head_of_year", pupil.year_group)
    last = diary.site.calendar.school_days_before(diary.site.demo.opens.date(), 1)[0]
    if outcome == "missed" and (
        at.date() >= last
        or not whole_day
        or diary.clashes(pupil, at, release_point(diary, whole_day[0], pupil, at))
    ):
        outcome = "excused"
    settled = diary.tell(
        leader, EventKind.OWED_OUTCOME, pupil, at, about=owed, where=Where.OUT_OF_CLASS, details={"outcome": outcome}
    )  # fmt: skip
    if outcome == "missed":
        stay(diary, whole_day[0], pupil, settled, at, leader)


def tell_awards(story: Story, day: date, left: int) -> None:
    """About so many recognitions in many lessons, some to several pupils at once."""
    diary, rng = story.diary, story.diary.site.rng
    lessons = [
        lesson
        for period in diary.site.calendar.periods_on(day)
        for lesson in diary.lessons.get((day, period.key), ())
        if diary.taught[lesson.group_id].kind == "class"
    ]
    while left > 0 and lessons:
        lesson = rng.choice(lessons)
        at, item = in_lesson(story, lesson), rng.choice(story.shelf.praised)
        held = diary.pupils(lesson)
        for pupil in rng.sample(held, min(len(held), rng.choice((1, 1, 1, 2, 3)))):
            left -= 1
            if not diary.is_away(pupil, at):
                text = rng.choice(words("recognition")) if rng.random() < WORDY else ""
                diary.tell(
                    diary.teacher(lesson), EventKind.ACHIEVEMENT, pupil, at, code=item.code, lesson=lesson, text=text
                )  # fmt: skip
