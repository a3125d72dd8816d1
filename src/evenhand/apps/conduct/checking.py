"""Is what was sent possible? Every problem is found before anything is written (see `commands.Problem`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.commands import Command, Problem
from evenhand.apps.conduct.rolls import Named, roll_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.engine.facts import Moment
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Item, Pack
from evenhand.engine.school_calendar import AcademicYear, CalendarEnds, SchoolCalendar
from evenhand.engine.values import EventKind, Where

WHOLE_CLASS = 4
NOT_A_WHOLE_CLASS = (
    "A concern is about one pupil’s own act, so it cannot be recorded for a whole class at once. "
    "Choose those whose act it was."
)
# What a record brings is the tariff's business: nobody sends a figure.
NOT_CHOSEN = ("points", "value")
# Of a nomination it is the school's value for which a pupil is named: kindness, say.
NAMED_FOR = (EventKind.NOMINATION, "value")
TARIFF = "Points follow from the policy's tariff and cannot be chosen. Send the act alone."
# Only the system itself says it: of a mark that is told after its time.
SYSTEM_SAYS = ("no_detention",)
LONGEST_TEXT = 10_000
LONGEST_PLACE = 80
AHEAD = timedelta(minutes=2)
CATALOGUE_KINDS = {
    EventKind.ACHIEVEMENT: ("achievement",),
    EventKind.CONCERN: ("concern",),
    EventKind.LADDER_STEP: ("concern",),
    EventKind.LATE: ("event",),
    EventKind.HOMEWORK_MISSED: ("event",),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What the checks and the engine need, read once for all commands of a call."""

    school: School
    pack: Pack
    rules: Rules
    calendar: SchoolCalendar
    now: datetime
    pupils: Mapping[int, Named]
    lessons: Mapping[int, LessonOccurrence]
    members: Mapping[int, frozenset[int]]


def survey(
    school: School, policy: Policy, calendar: SchoolCalendar, now: datetime, commands: Iterable[Command]
) -> Ground:
    """Read the pupils, lessons and class lists that the commands name; of other schools nothing is found."""
    commands = list(commands)
    lesson_ids = {command.lesson_id for command in commands if command.lesson_id is not None}
    rolls = [roll for pk in lesson_ids if (roll := roll_of(school.id, pk)) is not None]
    pupils: dict[int, Named] = {pk: pupil for roll in rolls for pk, pupil in roll.pupils.items()}
    elsewhere = {command.pupil_id for command in commands} - set(pupils)
    if elsewhere:
        pupils |= Pupil.objects.in_bulk(elsewhere)
    lessons = {roll.lesson.id: roll.lesson for roll in rolls}
    members = {roll.lesson.id: roll.members for roll in rolls}
    return Ground(
        school, policy.pack, policy.on(local(school, now).day), calendar, now, pupils, lessons, members
    )


def problems(ground: Ground, actor: Actor, commands: Iterable[Command]) -> tuple[Problem, ...]:
    """Everything that is wrong with the commands."""
    commands = list(commands)
    found = [problem for command in commands for problem in _problems(ground, actor, command)]
    seen: set[str] = set()
    for command in commands:
        if str(command.event_id) in seen:
            found.append(
                Problem(
                    str(command.event_id), "id", "This id is used twice in one request; each needs its own."
                )
            )
        seen.add(str(command.event_id))
    return (*found, *_whole_class(ground, commands))


def _whole_class(ground: Ground, commands: Iterable[Command]) -> Iterator[Problem]:
    """A request with a concern for every pupil of a lesson of four or more is refused, whatever page it came from."""
    concerned: dict[int, list[Command]] = {}
    for command in commands:
        if command.kind in (EventKind.CONCERN, EventKind.LADDER_STEP) and command.lesson_id is not None:
            concerned.setdefault(command.lesson_id, []).append(command)
    for lesson_id, group in concerned.items():
        members = ground.members.get(lesson_id, frozenset())
        if len(members) >= WHOLE_CLASS and members <= {command.pupil_id for command in group}:
            yield Problem(str(group[0].event_id), "pupil", NOT_A_WHOLE_CLASS)


def moment(ground: Ground, command: Command) -> Moment:
    """When it happened, by the school's clock."""
    return local(ground.school, command.happened_at or ground.now)


def _problems(ground: Ground, actor: Actor, command: Command) -> Iterator[Problem]:
    event_id = str(command.event_id)
    if command.pupil_id not in ground.pupils:
        yield Problem(event_id, "pupil", "There is no such pupil at this school.")
    for field, message in (*_time(ground, command), *_code(ground, command), *_place(ground, command)):
        yield Problem(event_id, field, message)
    for name in NOT_CHOSEN:
        if name in command.details and (command.kind, name) != NAMED_FOR:
            yield Problem(event_id, name, TARIFF)
    for name in SYSTEM_SAYS if actor.user_id is not None else ():
        if name in command.details:
            yield Problem(event_id, name, "What follows is the policy’s business. Send the act alone.")
    if len(command.text) > LONGEST_TEXT:
        length = f"{len(command.text):,}"
        yield Problem(
            event_id, "text", f"The note has {length} characters; {LONGEST_TEXT:,} is the most. Shorten it."
        )
    if actor.school_id != ground.school.id:
        yield Problem(event_id, "school", "There is no such pupil at this school.")


def _time(ground: Ground, command: Command) -> Iterator[tuple[str, str]]:
    at = command.happened_at
    if at is not None and at.tzinfo is None:
        yield "happened_at", "The time needs its offset from UTC, for instance 2026-11-17T11:02:00+00:00."
        return
    if at is not None and at > ground.now + AHEAD:
        yield "happened_at", f"{at:%d %b %Y %H:%M} is still to come. Record it when it has happened."
        return
    day = moment(ground, command).day
    try:
        ground.calendar.year_of(day)
    except CalendarEnds as ends:
        yield (
            "happened_at",
            f"{day:%d %b %Y} is outside the school's calendar, which ends on {ends.known_until:%d %b %Y}.",
        )
        return
    if ground.calendar.year_of(day) != _this_year(ground):
        yield "happened_at", f"{day:%d %b %Y} is not in this school year. Earlier years are closed."


def _this_year(ground: Ground) -> AcademicYear | None:
    """The school year of the present day; None once the calendar has ended."""
    try:
        return ground.calendar.year_of(local(ground.school, ground.now).day)
    except CalendarEnds:
        return None


def _code(ground: Ground, command: Command) -> Iterator[tuple[str, str]]:
    kinds = CATALOGUE_KINDS.get(command.kind)
    if kinds is None or (command.kind == EventKind.LADDER_STEP and _needs_no_act(ground, command)):
        return
    item = ground.rules.item(command.code)
    if item is None:
        yield (
            "code",
            f"{command.code or 'Nothing'} is not in the policy's catalogue. Choose an act from its list.",
        )
    elif ground.pack.groups[item.group].kind not in (*kinds, *_also(command, item)):
        yield "code", f"{item.label} cannot be recorded as {command.kind.replace('_', ' ')}."


def _also(command: Command, item: Item) -> tuple[str, ...]:
    """What is no concern but only happened, such as a device that was found, is noted like one where nothing counts it."""
    return ("event",) if command.kind == EventKind.CONCERN and not item.points else ()


def _needs_no_act(ground: Ground, command: Command) -> bool:
    """What came of a step names no act of its own, and a step that says none may be noted before one is chosen."""
    if command.about:
        return True
    said = [
        prompt.text
        for ladder in ground.pack.ladders.values()
        for step in ladder.steps
        if step.position == command.details.get("step") and command.where in ladder.where and step.note_only
        for prompt in step.prompts
    ]
    return not command.code and bool(said) and not any("{act}" in text for text in said)


def _place(ground: Ground, command: Command) -> Iterator[tuple[str, str]]:
    if len(command.place) > LONGEST_PLACE:
        yield "place", f"The place has {len(command.place)} characters; {LONGEST_PLACE} is the most."
    if command.kind not in (EventKind.ACHIEVEMENT, EventKind.CONCERN, EventKind.LADDER_STEP):
        return
    if command.where == Where.LESSON:
        yield from _lesson(ground, command)
    elif command.where == Where.OUT_OF_CLASS and command.kind == EventKind.CONCERN and not command.place:
        yield "place", "Say where it happened, for instance the dining hall."


def _lesson(ground: Ground, command: Command) -> Iterator[tuple[str, str]]:
    lesson = ground.lessons.get(command.lesson_id) if command.lesson_id is not None else None
    if lesson is None:
        yield "lesson", "There is no such lesson at this school. Open the class again."
        return
    if command.pupil_id in ground.pupils and command.pupil_id not in ground.members[lesson.id]:
        yield "pupil", f"{ground.pupils[command.pupil_id].display_name} is not in this lesson's group."
    if moment(ground, command).day != lesson.day:
        yield "happened_at", f"This lesson was on {lesson.day:%d %b %Y}; the time given is on another day."
