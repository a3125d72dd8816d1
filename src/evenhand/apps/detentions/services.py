"""What adults record of detentions. Each outcome is an event that the policy decides; places and commitments are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.attendance.selectors import Away, away_on
from evenhand.apps.audit.services import append
from evenhand.apps.casework.alerting import tell
from evenhand.apps.casework.changing import DONE, OPEN, note_change
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.owing import homework_item
from evenhand.apps.conduct.services import record
from evenhand.apps.detentions.deadlines import REGISTER
from evenhand.apps.detentions.facts import Ground, ground_of
from evenhand.apps.detentions.models import SET, OwedTime, RegisterAnswer, SentRegister
from evenhand.apps.detentions.selectors import answers_of, of_register
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import overtaken
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Role, Where

ATTENDED, MISSED, EXCUSED = "attended", "missed", "excused"
SAID = (ATTENDED, MISSED, EXCUSED)
NEEDS_REASON = "Say why: the reason stays with the record."
LONGEST = 200


class Answered(NamedTuple):
    """What was said of one pupil, and the reason."""

    said: str
    reason: str = ""


class Taken(NamedTuple):
    """What came of a register: how many were settled, who still waits for an answer or a leader, whether it was sent."""

    settled: int
    left: int
    to_confirm: int
    sent: SentRegister | None


@transaction.atomic
def take_register(
    actor: Actor, *, kind: str, day: date, slot: str, answers: Mapping[UUID, Answered]
) -> Taken:
    """Record what the register says of each pupil; complete, it is sent at once.

    A no-show counts once somebody of the role that the policy names says so; until then it waits for them. An absence
    that the attendance marks authorise is none.

    Raises:
        Refused: an answer that is none, an excuse without its reason, or a no-show before it has begun.
    """
    ground = ground_of(actor)
    rows = [row for row in of_register(kind, day, slot) if row.stage == SET]
    wrong = [
        problem
        for row in rows
        if row.pk in answers
        for problem in (*_problems(row, answers[row.pk]), *_too_soon(ground, row, answers[row.pk]))
    ]
    if wrong:
        raise Refused(tuple(wrong))
    away = absences(ground, rows)
    commands: list[Command] = []
    for row in rows:
        answer = answers.get(row.pk)
        if answer is None:
            continue
        _keep(actor, row, answer)
        if answer.said != MISSED or row.pupil_id in away or ground.confirms(kind):
            commands.append(_outcome(row, answer, away.get(row.pupil_id)))
    if commands:
        record(actor, commands=commands)
    return _finish(actor, ground, kind, day, slot, len(commands))


def absences(ground: Ground, rows: Sequence[OwedTime]) -> Mapping[int, Away]:
    """Those of the pupils who are away with leave or excluded when their detention is held, by the attendance marks."""
    if not rows or rows[0].starts_at is None:
        return {}
    day, start = rows[0].day, ground.time_of(rows[0].starts_at)
    jurisdiction = ground.rules.pack.jurisdiction
    found = away_on(day, start, ground.midday(day), jurisdiction, [row.pupil_id for row in rows])
    return {pupil_id: away for pupil_id, away in found.items() if away.kind != "unauthorised"}


@transaction.atomic
def confirm_no_show(actor: Actor, *, owed: OwedTime, said: str, reason: str = "") -> Taken:
    """A leader says of one pupil who did not come whether it was a no-show or an absence with leave."""
    answers = {owed.pk: Answered(said, reason)}
    return take_register(actor, kind=owed.kind, day=owed.day, slot=owed.slot, answers=answers)


@transaction.atomic
def move(actor: Actor, *, owed: OwedTime, day: date, slot: str, reason: str) -> None:
    """Hold a detention at another time, with a reason. Raises Refused where the policy does not allow it."""
    ground = ground_of(actor)
    _demand_reason(reason)
    details: dict[str, Fact] = {"outcome": "deferred", "reason": reason}
    chosen = ground.declared(owed.kind).chosen != ""
    if not chosen:
        details["detention_day"] = day.isoformat()
    commands = [_command(owed, EventKind.OWED_OUTCOME, details)]
    if chosen:
        commands.append(_choice(owed.pupil_id, str(owed.pk), _code(ground, owed.kind), day, slot))
    before = owed.set_by
    record(actor, commands=commands)
    overtaken(actor, event_ids=[before] if before else [], reason=reason)
    _close_waiting(actor, str(owed.pk))


@transaction.atomic
def choose(actor: Actor, *, task: Task, kind: str, day: date, slot: str) -> None:
    """Choose the time for a detention that waits for one; the task to choose it is done."""
    ground = ground_of(actor)
    if task.pupil_id is None:
        raise Refused((Problem("", "pupil", "There is no such pupil at this school."),))
    record(actor, commands=[_choice(task.pupil_id, task.about, _code(ground, kind), day, slot)])
    _close_waiting(actor, task.about)


@transaction.atomic
def waive(actor: Actor, *, owed: OwedTime, reason: str) -> None:
    """Let time owed go, with a reason."""
    _demand_reason(reason)
    record(actor, commands=[_command(owed, EventKind.OWED_OUTCOME, {"outcome": "waived", "reason": reason})])


@transaction.atomic
def settle_minutes(actor: Actor, *, owed: OwedTime, outcome: str, reason: str = "") -> None:
    """Minutes at a break: served, missed, waived, or put off to the next break of the same day."""
    details: dict[str, Fact] = {"outcome": outcome}
    if reason:
        details["reason"] = reason
    record(actor, commands=[_command(owed, EventKind.OWED_OUTCOME, details)])


@transaction.atomic
def homework_missed(
    actor: Actor, *, lesson: LessonOccurrence, pupils: Sequence[Pupil], words: str, token: UUID
) -> int:
    """Record that homework was not handed in, for each of these pupils; the page's token makes two sends one."""
    item = homework_item(ground_of(actor).rules)
    if item is None:
        raise Refused((Problem("", "code", "The policy brings nothing about for missed homework."),))
    commands = [
        Command(
            uuid5(token, f"homework/{pupil.pk}"),
            EventKind.HOMEWORK_MISSED,
            pupil.pk,
            code=item.code,
            lesson_id=lesson.pk,
            text=words.strip(),
        )
        for pupil in pupils
    ]
    return len(record(actor, commands=commands).done) if commands else 0


def _problems(row: OwedTime, answer: Answered) -> Sequence[Problem]:
    if answer.said not in SAID:
        return [Problem(str(row.pk), "said", "Say whether the pupil came.")]
    if answer.said == EXCUSED and not answer.reason.strip():
        return [Problem(str(row.pk), "reason", f"{row.pupil.display_name}: say who gave leave, and why.")]
    if len(answer.reason) > LONGEST:
        return [Problem(str(row.pk), "reason", f"The reason has more than {LONGEST} characters. Shorten it.")]
    return []


def _too_soon(ground: Ground, row: OwedTime, answer: Answered) -> Sequence[Problem]:
    """Nobody is missing from what has not begun."""
    if answer.said != MISSED or row.starts_at is None or ground.now >= row.starts_at:
        return []
    begins = f"{row.day:%A} {row.day.day} {row.day:%B} at {ground.clock(row.starts_at)}"
    return [
        Problem(
            str(row.pk),
            "said",
            f"{row.pupil.display_name}: it begins on {begins}, so nobody can be missing yet.",
        )
    ]


def _keep(actor: Actor, row: OwedTime, answer: Answered) -> None:
    RegisterAnswer.objects.create(
        school_id=row.school_id,
        owed=row,
        set_by=row.set_by,
        said=answer.said,
        reason=answer.reason.strip(),
        by_id=actor.user_id,
    )


def _outcome(row: OwedTime, answer: Answered, away: Away | None) -> Command:
    """An absence with leave is told as one, so that the policy decides what it is."""
    if answer.said == ATTENDED:
        return _command(row, EventKind.OWED_OUTCOME, {"outcome": "served"})
    details: dict[str, Fact] = {"outcome": "missed"}
    if answer.said == EXCUSED:
        details["absence"] = "authorised"
    elif away is not None:
        details["absence"] = away.kind
    if answer.reason:
        details["reason"] = answer.reason.strip()
    elif away is not None:
        details["reason"] = f"{away.code}: {away.words}"
    return _command(row, EventKind.OWED_OUTCOME, details)


def _command(owed: OwedTime, kind: EventKind, details: Mapping[str, Fact]) -> Command:
    """One outcome of one time that was set: the same answer twice is one record."""
    ident = uuid5(owed.pk, f"{owed.set_by}/{details.get('outcome')}/{details.get('absence', '')}")
    return Command(
        ident, kind, owed.pupil_id, where=Where.OUT_OF_CLASS, about=str(owed.pk), details=dict(details)
    )


def _choice(pupil_id: int, about: str, code: str, day: date, slot: str) -> Command:
    return Command(
        new_event_id(),
        EventKind.HOMEWORK_MISSED,
        pupil_id,
        code=code,
        where=Where.OUT_OF_CLASS,
        about=about,
        details={"detention_day": day.isoformat(), "detention_slot": slot},
    )


def _code(ground: Ground, kind: str) -> str:
    """The act of the catalogue whose detention this is."""
    pack = ground.rules.pack
    owing = (
        item.code
        for item in pack.items.values()
        for route in ground.rules.routes(item.code)
        if any(effect.kind == "owe" and effect.owed == kind for effect in route.effects)
    )
    return next(owing, "")


def _finish(actor: Actor, ground: Ground, kind: str, day: date, slot: str, settled: int) -> Taken:
    rows = of_register(kind, day, slot)
    still = [row for row in rows if row.stage == SET]
    said = answers_of(still)
    to_confirm = sum(row.pk in said for row in still)
    sent = None if len(still) > to_confirm else _send(actor, ground, rows, kind, day, slot)
    return Taken(settled, len(still) - to_confirm, to_confirm, sent)


def _send(
    actor: Actor, ground: Ground, rows: Sequence[OwedTime], kind: str, day: date, slot: str
) -> SentRegister | None:
    """Send a complete register to the room that expects the no-shows, once; where the policy has no such rule, nowhere."""
    declared, role = ground.declared(kind), Role.REMOVAL_MANAGER
    if declared.register_minutes == 0 or role not in ground.rules.pack.roles or not rows:
        return None
    said = answers_of(rows)
    counts = {word: sum(one.said == word for one in said.values()) for word in SAID}
    sent, made = SentRegister.objects.get_or_create(
        school_id=actor.school_id,
        kind=kind,
        day=day,
        slot=slot,
        defaults={"at": now(), "by_id": actor.user_id, "role": str(role), "counts": counts},
    )
    if made:
        words = (
            f"{declared.label}, {day:%A} {day.day} {day:%B}: {counts[ATTENDED]} came, "
            f"{counts[MISSED]} did not, {counts[EXCUSED]} away with leave"
        )
        subject = f"{kind}/{slot}"
        tell(
            ground.school,
            kind=REGISTER + "_sent",
            subject=subject,
            role=str(role),
            moment=sent.at,
            body={"words": words},
        )
        append(actor, action="detention.register_sent", subject=f"register:{subject}", body=counts)
    return sent


def _close_waiting(actor: Actor, about: str) -> None:
    """The task to choose a time is done once one is chosen."""
    for task in Task.objects.select_for_update().filter(about=about, status=OPEN, gate=False):
        task.status, task.closed_at, task.closed_by_id = DONE, now(), actor.user_id
        task.save(update_fields=["status", "closed_at", "closed_by"])
        note_change(actor, task, DONE)


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused((Problem("", "reason", NEEDS_REASON),))
