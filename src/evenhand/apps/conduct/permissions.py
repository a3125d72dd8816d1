"""Who may record what: checked on the write, whatever page it came from. What is forbidden reads like what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Membership
from evenhand.apps.access.roads import teaches
from evenhand.apps.conduct.checking import Ground
from evenhand.apps.conduct.commands import Command, Problem
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import state_from_plain

UNDO_WINDOW = timedelta(minutes=2)
NO_LESSON = "There is no such lesson at this school. Open the class again."
NO_ENTRY = "There is no such entry to take back."
# One of these is needed. A kind that is not here is nobody's to record.
NEEDED: Final[Mapping[EventKind, tuple[Capability, ...]]] = {
    EventKind.ACHIEVEMENT: (Capability.RECORD,),
    EventKind.CONCERN: (Capability.RECORD,),
    EventKind.LADDER_STEP: (Capability.RECORD,),
    EventKind.CALL: (Capability.CALL_HELP,),
    EventKind.VOID: (Capability.RECORD, Capability.VOID_ANY),
    EventKind.CONFIRM: (Capability.CONFIRM_STEP,),
    EventKind.DECLINE: (Capability.CONFIRM_STEP,),
    EventKind.ARRIVAL: (Capability.RUN_REMOVAL,),
    EventKind.STATION: (Capability.RUN_REMOVAL,),
    EventKind.RELEASE: (Capability.RUN_REMOVAL,),
    # Which of them may record which step, the policy's roles say.
    EventKind.CONDUCT: (Capability.RUN_REMOVAL, Capability.WORK_CASE),
    EventKind.LATE: (Capability.RECORD_ANYWHERE,),
    EventKind.HOMEWORK_MISSED: (Capability.RECORD_ANYWHERE,),
    EventKind.OWED_OUTCOME: (Capability.RUN_DETENTION,),
    EventKind.ATTENDANCE: (Capability.MARK_ATTENDANCE,),
    EventKind.ABSENCE: (Capability.MARK_ATTENDANCE,),
    EventKind.CONVERSATION: (Capability.LEAD_CONVERSATION, Capability.LEAD_CONFERENCE),
    EventKind.NOMINATION: (Capability.NOMINATE,),
    EventKind.APPROVAL: (Capability.APPROVE_AWARD,),
    EventKind.LEVEL: (Capability.CHANGE_LEVEL,),
    EventKind.REPORT: (Capability.PUT_ON_REPORT,),
    EventKind.CASE: (Capability.WORK_CASE,),
    EventKind.SANCTION: (
        Capability.PROPOSE_EXCLUSION,
        Capability.DECIDE_EXCLUSION,
        Capability.REVIEW_EXCLUSION,
    ),
}
# A register is led for all year groups by whoever the rota names, so these are not bound to the actor's own.
ANY_YEAR = frozenset({EventKind.OWED_OUTCOME})
# What a code of a kind asks for in place of it; whose roles may, the policy says.
NEEDED_FOR: Final[Mapping[tuple[EventKind, str], tuple[Capability, ...]]] = {
    (EventKind.CONFIRM, "extension"): (Capability.RUN_REMOVAL,),
    (EventKind.CASE, "open"): (Capability.WORK_CASE, Capability.PLACE),
}
# Nobody records the end of a period and nobody takes it back: it is decided for everybody at once.
NOT_TAKEN_BACK = frozenset({EventKind.VOID, EventKind.CLOSE})
# Anybody who teaches marks a report or says that one would help; to begin and to end it takes more.
BY_TEACHERS = frozenset({"mark", "suggest"})
IN_CLASS = (EventKind.ACHIEVEMENT, EventKind.CONCERN, EventKind.LADDER_STEP, EventKind.CALL)


def permission_problems(ground: Ground, actor: Actor, commands: Iterable[Command]) -> tuple[Problem, ...]:
    """What the actor may not do, in words that say no more than that it is not there."""
    commands = list(commands)
    own = {lesson.pk: _own(actor, lesson) for lesson in ground.lessons.values()}
    about = [
        UUID(command.about)
        for command in commands
        if command.kind == EventKind.VOID and _is_uuid(command.about)
    ]
    found = Event.objects.select_related("incident__lesson").in_bulk(about) if about else {}
    subjects = {str(key): row for key, row in found.items()}
    here = _members(commands)
    return tuple(
        Problem(str(command.event_id), field, message)
        for command in commands
        for field, message in (
            *_problems(ground, actor, command, own, subjects),
            *_people(command, here),
        )
    )


def _members(commands: Iterable[Command]) -> frozenset[int]:
    """Those named as witness or as the adult who acted who belong to this school."""
    named = {
        person
        for command in commands
        for person in (command.witness_id, command.on_behalf_of_id)
        if person is not None
    }
    if not named:
        return frozenset()
    return frozenset(Membership.objects.filter(user_id__in=named).values_list("user_id", flat=True))


def _people(command: Command, here: frozenset[int]) -> Iterator[tuple[str, str]]:
    for field, person in (("witness", command.witness_id), ("on_behalf_of", command.on_behalf_of_id)):
        if person is not None and person not in here:
            yield field, "There is no such person at this school."


def _problems(
    ground: Ground, actor: Actor, command: Command, own: dict[int, bool], subjects: dict[str, Event]
) -> Iterator[tuple[str, str]]:
    pupil = ground.pupils.get(command.pupil_id)
    year = pupil.year_group if pupil and command.kind not in ANY_YEAR else None
    allowed = any(actor.may(needed, year) for needed in _needed(ground, command))
    if not allowed and not _owes_station(ground, actor, command) and not _gives_back(ground, actor, command):
        yield "kind", "This cannot be recorded from here."
    if command.kind in IN_CLASS or _is_teachers(command):
        if (
            command.where == Where.LESSON
            and command.lesson_id is not None
            and not own.get(command.lesson_id, False)
        ):
            yield "lesson", NO_LESSON
        elif command.where != Where.LESSON and not actor.may(Capability.RECORD_ANYWHERE):
            yield "where", "This cannot be recorded from here."
    if command.kind == EventKind.VOID:
        yield from _void(ground, actor, command, subjects.get(command.about))


def _needed(ground: Ground, command: Command) -> tuple[Capability, ...]:
    """Where a school has no removal room, whoever may send a pupil to a place may also record what comes of it."""
    if _is_teachers(command):
        return (Capability.RECORD,)
    needed = NEEDED_FOR.get((command.kind, command.code)) or NEEDED.get(command.kind, ())
    if Capability.RUN_REMOVAL in needed and not any(
        placement.kind == "removal_room" for placement in ground.pack.placements.values()
    ):
        return (Capability.PLACE,)
    return needed


def _is_teachers(command: Command) -> bool:
    return command.kind == EventKind.REPORT and command.details.get("choice") in BY_TEACHERS


def _owes_station(ground: Ground, actor: Actor, command: Command) -> bool:
    """Whether the policy gives this station of the stay to a role that the actor holds, or to who sent the pupil."""
    if command.kind != EventKind.STATION:
        return False
    head = PupilHead.objects.filter(pupil_id=command.pupil_id).first()
    stays = state_from_plain(head.state).stays if head else ()
    stay = next((item for item in stays if item.id == command.about), None)
    if stay is None:
        return False
    roles = {
        str(effect.role)
        for effect in ground.pack.placements[stay.placement].effects
        if effect.kind == "task" and effect.on == "arrival" and effect.id == command.code
    }
    own = stay.owner == str(actor.user_id) and bool(roles & {"author", "witness"})
    return own or bool(roles & actor.roles)


def _gives_back(ground: Ground, actor: Actor, command: Command) -> bool:
    """Whether it is about minutes given back at a break, which whoever may set them may also see served."""
    if command.kind != EventKind.OWED_OUTCOME or not actor.may(Capability.SET_CONSEQUENCE):
        return False
    head = PupilHead.objects.filter(pupil_id=command.pupil_id).first()
    owed = state_from_plain(head.state).owed if head else ()
    item = next((one for one in owed if one.id == command.about), None)
    return item is not None and ground.pack.time_owed[item.kind].form == "minutes"


def _void(ground: Ground, actor: Actor, command: Command, subject: Event | None) -> Iterator[tuple[str, str]]:
    """The author takes a mis-tap back until the lesson ends; after that, and for others, it takes a leader (G-82)."""
    if subject is None or subject.pupil_id != command.pupil_id or subject.kind in NOT_TAKEN_BACK:
        yield "about", NO_ENTRY
        return
    year = ground.pupils[command.pupil_id].year_group if command.pupil_id in ground.pupils else None
    leader = actor.may(Capability.VOID_ANY, year)
    author = subject.recorded_by_id == actor.user_id
    if not leader and not (author and _still_on(ground.now, subject)):
        yield "about", "The lesson is over. Ask a leader to correct this entry." if author else NO_ENTRY
    if Event.objects.filter(kind=EventKind.VOID, about=command.about).exclude(pk=command.event_id).exists():
        yield "about", "This entry has been taken back already."
    late = ground.now - subject.recorded_at > UNDO_WINDOW
    if (late or not author) and not command.details.get("reason"):
        yield "reason", "Give a short reason."


def may_take_back(actor: Actor, subject: Event, year: int | None, at: datetime) -> bool:
    """Whether the actor may correct an entry now: its author while the lesson runs, a leader at any time."""
    own = subject.recorded_by_id == actor.user_id and _still_on(at, subject)
    return own or actor.may(Capability.VOID_ANY, year)


def _still_on(at: datetime, subject: Event) -> bool:
    lesson = subject.incident.lesson
    return at - subject.recorded_at <= UNDO_WINDOW or (lesson is not None and at < lesson.ends)


def _own(actor: Actor, lesson: LessonOccurrence) -> bool:
    return actor.may(Capability.COVER, None) or teaches(actor, lesson)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
