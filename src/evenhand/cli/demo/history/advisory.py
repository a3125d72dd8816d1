"""The ordinary days of a school with an advisory ladder: positives, quiet steps, give-back and time out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.history.diary import minutes_after
from evenhand.cli.demo.history.strict import Story, free_lesson, in_lesson
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.staffing import Adult
from evenhand.engine.decisions import Value
from evenhand.engine.facts import Fact
from evenhand.engine.pack.schema import Effect, Item, Ladder, LadderStep
from evenhand.engine.values import EventKind, LadderMode, Where

POSITIVES = 0.55
SEQUENCES = 0.07
ON_TO_NEXT = 0.42
GIVEN_BACK = 4
WORDY = 0.15
SERVED = 0.92

LessonsOf = dict[int, list[LessonOccurrence]]


def tell_day(story: Story, day: date, lessons_of: LessonsOf) -> None:
    """One school day."""
    for _ in range(story.some(SEQUENCES)):
        _sequence(story, lessons_of)
    _positives(story, lessons_of)


def ladder_of(story: Story) -> Ladder:
    """The policy's advisory ladder."""
    ladders = story.shelf.rules.pack.ladders.values()
    return next(ladder for ladder in ladders if ladder.mode == LadderMode.ADVISORY)


def quiet_items(story: Story) -> list[Item]:
    """Acts that begin at the first step, without details, tags or more than words to say."""
    return [item for item in story.shelf.counted if not item.details and not item.tags]


def take_step(
    story: Story, lesson: LessonOccurrence, pupil: Pupil, item: Item, step: LadderStep, at: datetime, *,
    outcome: str = "complied", consequence: str = "",
) -> str:  # fmt: skip
    """One step of the ladder with everything that it records; returns the event's id."""
    diary = story.diary
    details: dict[str, Fact] = {"step": step.position}
    for name in step.records:
        details[name] = _record(story, step, name, outcome, consequence)
    if consequence == owing_step(story)[1]:
        details["minutes"] = GIVEN_BACK
    text = diary.site.rng.choice(words("concern")) if diary.site.rng.random() < WORDY else ""
    teacher = diary.teacher(lesson)
    taken = diary.tell(
        teacher, EventKind.LADDER_STEP, pupil, at, code=item.code, lesson=lesson, details=details, text=text
    )
    if "outcome" not in step.records and outcome in [choice.value for choice in step.outcomes]:
        diary.tell(
            teacher, EventKind.LADDER_STEP, pupil, minutes_after(at, 1), code=item.code, lesson=lesson, about=taken,
            details={"outcome": outcome},
        )  # fmt: skip
    return taken


def place_step(story: Story) -> LadderStep:
    """The step that changes the place."""
    return _step_with(story, "place")


def owing_step(story: Story) -> tuple[LadderStep, str]:
    """The step that may set time to give back, and the consequence that does."""
    step = _step_with(story, "owe")
    effect = next(effect for effect in step.effects if effect.kind == "owe")
    return step, str(effect.when.details.get("consequence", ""))


def quiet_consequence(story: Story, step: LadderStep) -> str:
    """A consequence of that step that nobody else has to do anything about."""
    spoken_for: set[Value] = {
        effect.when.details["consequence"] for effect in step.effects if "consequence" in effect.when.details
    }
    free = [str(choice.value) for choice in step.options if choice.value not in spoken_for]
    return story.diary.site.rng.choice(free)


def assistant(story: Story, lesson: LessonOccurrence) -> Adult:
    """The teaching assistant of the class."""
    diary = story.diary
    held = diary.team.with_role("teaching_assistant")
    form = diary.taught[lesson.group_id].form.name
    return next((adult for adult in held if adult.person.form == form), held[0])


def time_out(
    story: Story, lesson: LessonOccurrence, pupil: Pupil, opened: str, at: datetime, *, ends: bool = True
) -> None:
    """The way to another place with an adult, and back."""
    diary, adult = story.diary, assistant(story, lesson)
    placement = story.shelf.placement("time_out")
    back = minutes_after(at, diary.site.rng.randint(9, 18))
    diary.away[pupil.pk].append((at, back + timedelta(minutes=1)))
    diary.tell(adult, EventKind.ARRIVAL, pupil, minutes_after(at, 2), about=opened, where=Where.PLACEMENT)
    if not ends:
        return
    for number, station in enumerate(placement.stations[1:], 3):
        diary.tell(
            adult, EventKind.STATION, pupil, minutes_after(at, number), code=station.id, about=opened, where=Where.PLACEMENT
        )  # fmt: skip
    diary.tell(adult, EventKind.RELEASE, pupil, back, about=opened, where=Where.PLACEMENT)


def _sequence(story: Story, lessons_of: LessonsOf) -> None:
    """Steps in one lesson, each taken only where the one before was not enough."""
    rng = story.diary.site.rng
    pupil = story.anyone()
    lesson = free_lesson(story, pupil, lessons_of)
    once = (pupil.pk, f"{lesson.pk if lesson else 0} steps")
    if lesson is None or once in story.diary.used or story.diary.adjustments.get(pupil.pk):
        return
    story.diary.used.add(once)
    item, at = rng.choice(quiet_items(story)), in_lesson(story, lesson, 3, 12)
    last = place_step(story).position
    for step in ladder_of(story).steps[:last]:
        goes_on = rng.random() < ON_TO_NEXT and step.position < last
        outcome = "continued" if goes_on else "complied"
        _one(story, lesson, pupil, item, step, at, outcome)
        if not goes_on:
            return
        at = minutes_after(at, rng.randint(2, 5))


def _one(
    story: Story, lesson: LessonOccurrence, pupil: Pupil, item: Item, step: LadderStep, at: datetime, outcome: str
) -> None:  # fmt: skip
    owing, gives_back = owing_step(story)
    if step.id == place_step(story).id:
        opened = take_step(story, lesson, pupil, item, step, at, outcome="complied")
        time_out(story, lesson, pupil, opened, at)
    elif step.id == owing.id:
        slot = next_break(story, pupil, at)
        owes = slot is not None and story.diary.site.rng.random() < 0.6
        consequence = gives_back if owes else quiet_consequence(story, step)
        set_by = take_step(story, lesson, pupil, item, step, at, outcome=outcome, consequence=consequence)
        if owes and slot is not None:
            _serve(story, lesson, pupil, set_by, slot)
    else:
        take_step(story, lesson, pupil, item, step, at, outcome=outcome)


def next_break(story: Story, pupil: Pupil, at: datetime) -> datetime | None:
    """When the next break of the day begins in which time may be given back; once a day and pupil."""
    diary = story.diary
    never = next(iter(story.shelf.rules.pack.time_owed.values())).never
    key = (pupil.pk, f"{at.date()} give-back")
    for period in diary.site.calendar.periods_on(at.date(), pupil.year_group):
        if period.kind == "social" and period.key.lower() not in never and period.start > at.time():
            if key in diary.used:
                return None
            diary.used.add(key)
            return datetime.combine(at.date(), period.start)
    return None


def _serve(story: Story, lesson: LessonOccurrence, pupil: Pupil, owed: str, at: datetime) -> None:
    diary = story.diary
    outcome = "served" if diary.site.rng.random() < SERVED else "waived"
    diary.tell(
        diary.teacher(lesson), EventKind.OWED_OUTCOME, pupil, minutes_after(at, GIVEN_BACK + 1), about=owed,
        where=Where.OUT_OF_CLASS, details={"outcome": outcome},
    )  # fmt: skip


def _record(story: Story, step: LadderStep, name: str, outcome: str, consequence: str) -> Fact:
    rng, pack = story.diary.site.rng, story.shelf.rules.pack
    _, gives_back = owing_step(story)
    known: Mapping[str, Fact] = {
        "outcome": outcome,
        "consequence": consequence,
        "minutes": GIVEN_BACK if consequence in ("", gives_back) else 0,
        "change": rng.choice(words("change")),
        "receiving": "Teaching assistant of the class",
    }
    if name in known:
        return known[name]
    choices = step.options or (pack.details[name].choices if name in pack.details else ())
    if name in pack.details and name not in ("option", "destination"):
        choices = pack.details[name].choices
    return str(rng.choice([choice.value for choice in choices])) if choices else "As told at the time"


def _step_with(story: Story, kind: str) -> LadderStep:
    def brings(effects: tuple[Effect, ...]) -> bool:
        return any(effect.kind == kind for effect in effects)

    return next(step for step in ladder_of(story).steps if brings(step.effects))


def _positives(story: Story, lessons_of: LessonsOf) -> None:
    diary, rng = story.diary, story.diary.site.rng
    for _ in range(story.some(POSITIVES)):
        pupil = rng.choice(story.pupils)
        held = lessons_of.get(pupil.pk)
        if not held:
            continue
        lesson = rng.choice(held)
        at = in_lesson(story, lesson, 2, 33)
        if diary.is_away(pupil, at):
            continue
        adult = assistant(story, lesson) if rng.random() < 0.3 else diary.teacher(lesson)
        text = rng.choice(words("recognition")) if rng.random() < WORDY else ""
        diary.tell(
            adult, EventKind.ACHIEVEMENT, pupil, at, code=rng.choice(story.shelf.praised).code, lesson=lesson, text=text
        )  # fmt: skip
