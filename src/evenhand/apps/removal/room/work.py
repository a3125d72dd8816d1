"""Work for each lesson that a pupil misses: found in the timetable, asked of its teacher, handed in, looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.overtaking import Standing, demand_current, last_kept, version_of
from evenhand.apps.audit.services import append
from evenhand.apps.casework.raising import open_task
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.people.models import Enrolment
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import Stay, StayPeriod, SubjectWork
from evenhand.apps.removal.room.ready import ready_work
from evenhand.apps.removal.room.slots import Slot, slots_in
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.selectors import lessons_on

ASKED = "setting:room.work_asked"
MISSING_ONLY = "missing"
MET, BELOW = "met", "below"
LONGEST = 2_000

Missed = Mapping[tuple[int, str], LessonOccurrence]


@dataclass(frozen=True)
class Item:
    """The work of one missed lesson. `state`: none (nothing set), asked, set, handed_in, looked_at."""

    slot: Slot
    subject: str
    group: str
    teacher: str
    words: str
    link: str
    state: str
    result: str
    remark: str
    row: StayPeriod | None = field(default=None, compare=False)

    @property
    def seen(self) -> str:
        """The version of the work, for the form that changes it."""
        return version_of(as_set(self.row))


def missed_lessons(day: date, pupil_ids: Iterable[int]) -> dict[tuple[int, str], LessonOccurrence]:
    """The lesson of each pupil in each period of a day, by pupil and period, from two queries."""
    wanted = list(pupil_ids)
    enrolled = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), pupil_id__in=wanted, valid_from__lte=day
    )
    groups: dict[int, list[int]] = {}
    for pupil_id, group_id in enrolled.values_list("pupil_id", "group_id"):
        groups.setdefault(group_id, []).append(pupil_id)
    lessons = LessonOccurrence.objects.filter(day=day, group_id__in=groups).select_related("group", "staff")
    return {
        (pupil_id, lesson.period): lesson
        for lesson in lessons
        for pupil_id in groups.get(lesson.group_id, ())
    }


def items_of(
    seen: Ground, stay: Stay, rows: Sequence[StayPeriod], missed: Missed, ready: Mapping[str, SubjectWork]
) -> tuple[Item, ...]:
    """The work of each lesson that the pupil misses today, in order: what is set, asked or still blank."""
    by_period = {row.period: row for row in rows if row.day == seen.moment.day}
    return tuple(
        _item(slot, by_period.get(slot.key), missed.get((stay.pupil_id, slot.key)), ready)
        for slot in slots_in(seen, stay)
        if slot.kind == "lesson"
    )


@transaction.atomic
def ask_for_work(*, actor: Actor, stay: Stay) -> int:
    """Set what the room has ready for the lessons still to be missed today, and ask their teachers; once for each.

    Returns how many lessons were seen to.
    """
    seen = ground(actor)
    lessons_on(seen.school, seen.moment.day)
    missed = missed_lessons(seen.moment.day, [stay.pupil_id])
    held = {row.period: row for row in StayPeriod.objects.filter(stay=stay, day=seen.moment.day)}
    ready, users = ready_work(), _users(missed)
    wanted = [
        (slot, lesson)
        for slot in slots_in(seen, stay)
        if slot.kind == "lesson"
        and slot.end > seen.now
        and (lesson := missed.get((stay.pupil_id, slot.key))) is not None
        and not _seen_to(held.get(slot.key))
    ]
    for slot, lesson in wanted:
        _ask(actor, seen, stay, slot, lesson, held.get(slot.key), ready, users)
    if wanted:
        append(actor, action="stay.work_asked", subject=f"stay:{stay.pk}", body={"lessons": len(wanted)})
    return len(wanted)


@transaction.atomic
def set_work(
    *, actor: Actor, stay: Stay, period: str, words: str, link: str = "", seen: str | None = None
) -> StayPeriod:
    """Say what the pupil works on in a period.

    Args:
        seen: the version of the work with which the form was opened; None where no form was.

    Raises:
        Refused: without words, or for who may not.
        Overtaken: somebody else has set other work since.
    """
    Stay.objects.select_for_update(no_key=True).get(pk=stay.pk)
    row = period_row(stay, ground(actor).moment.day, period)
    _demand(actor, row)
    if not words.strip():
        raise Refused((Problem("", "words", "Say what the work is; a line is enough."),))
    given = {"words": words.strip()[:LONGEST], "link": link.strip()}
    # When it was set the log knows, if it was set by hand; who set it, the row.
    known = last_kept(as_set(row), action="stay.work_set", subject=f"stay:{stay.pk}", period=period)
    demand_current(actor, seen, Standing(known.words, row.set_by_id, known.at), given)
    row.words, row.link, row.set_by_id = given["words"], given["link"], actor.user_id
    row.save(update_fields=["words", "link", "set_by"])
    append(actor, action="stay.work_set", subject=f"stay:{stay.pk}", body={"period": period})
    return row


@transaction.atomic
def hand_in(*, actor: Actor, stay: Stay, period: str) -> StayPeriod:
    """The work of a period is handed in."""
    row = period_row(stay, ground(actor).moment.day, period)
    if row.handed_in_at is None:
        row.handed_in_at, row.handed_in_by_id = now(), actor.user_id
        row.save(update_fields=["handed_in_at", "handed_in_by"])
        append(actor, action="stay.work_in", subject=f"stay:{stay.pk}", body={"period": period})
    return row


@transaction.atomic
def look_at(*, actor: Actor, stay: Stay, period: str, result: str, remark: str = "") -> StayPeriod:
    """The teacher, or an adult of the room, has looked at the work: good enough, or below what is expected."""
    row = period_row(stay, ground(actor).moment.day, period)
    _demand(actor, row)
    if result not in (MET, BELOW):
        raise Refused((Problem("", "result", "Say whether the work is good enough."),))
    row.result, row.remark, row.looked_at, row.looked_by_id = result, remark.strip(), now(), actor.user_id
    row.save(update_fields=["result", "remark", "looked_at", "looked_by"])
    append(
        actor, action="stay.work_seen", subject=f"stay:{stay.pk}", body={"period": period, "result": result}
    )
    return row


def period_row(stay: Stay, day: date, period: str) -> StayPeriod:
    """The row of one period of a stay, made where there is none yet."""
    row, _ = StayPeriod.objects.get_or_create(school_id=stay.school_id, stay=stay, day=day, period=period)
    return row


def as_set(row: StayPeriod | None) -> dict[str, str]:
    """The work as its form has it."""
    return {"words": row.words, "link": row.link} if row else {}


def may_set(actor: Actor, row: StayPeriod | None) -> bool:
    """Whether the actor may say what the work is: who runs the room, or the teacher of that lesson."""
    own = row is not None and row.teacher_id is not None and row.teacher_id == actor.user_id
    return own or Capability.RUN_REMOVAL in actor.capabilities


def _demand(actor: Actor, row: StayPeriod) -> None:
    if not may_set(actor, row):
        raise Refused((Problem("", "words", "This cannot be recorded from here."),))


def _item(
    slot: Slot, row: StayPeriod | None, lesson: LessonOccurrence | None, ready: Mapping[str, SubjectWork]
) -> Item:
    subject = subject_of(lesson) if lesson else (row.subject if row else "")
    kept = ready.get(subject)
    words = (row.words if row else "") or _answered(row) or (kept.words if kept else "")
    link = (row.link if row else "") or (kept.link if kept and words == kept.words else "")
    return Item(
        slot,
        subject,
        lesson.group.name if lesson else "",
        lesson.staff.short_name if lesson and lesson.staff else "",
        words,
        link,
        _state(row, words),
        row.result if row else "",
        row.remark if row else "",
        row,
    )


def _state(row: StayPeriod | None, words: str) -> str:
    if row is not None and row.looked_at is not None:
        return "looked_at"
    if row is not None and row.handed_in_at is not None:
        return "handed_in"
    if words:
        return "set"
    return "asked" if row is not None and row.task_id is not None else "none"


def _answered(row: StayPeriod | None) -> str:
    """What the teacher wrote when the task was done."""
    return row.task.note if row is not None and row.task is not None and row.task.status == "done" else ""


def subject_of(lesson: LessonOccurrence) -> str:
    """The subject of a lesson; its group's name where the roster gives none."""
    return lesson.group.subject or lesson.group.name


def _seen_to(row: StayPeriod | None) -> bool:
    return row is not None and (row.task_id is not None or bool(row.words))


def _users(missed: Missed) -> dict[int, int]:
    staff = {lesson.staff_id for lesson in missed.values() if lesson.staff_id}
    rows = Membership.objects.filter(staff_id__in=staff).values_list("staff_id", "user_id")
    return dict(rows)


def _ask(
    actor: Actor,
    seen: Ground,
    stay: Stay,
    slot: Slot,
    lesson: LessonOccurrence,
    row: StayPeriod | None,
    ready: Mapping[str, SubjectWork],
    users: Mapping[int, int],
) -> None:
    row = row or StayPeriod(school_id=stay.school_id, stay=stay, day=seen.moment.day, period=slot.key)
    row.subject, row.teacher_id = subject_of(lesson), users.get(lesson.staff_id or 0)
    kept = ready.get(row.subject)
    if kept is not None:
        row.words, row.link, row.set_by_id = kept.words, kept.link, actor.user_id
    only_missing = seen.rules.used(ASKED) is not None and seen.rules.word(ASKED) == MISSING_ONLY
    if row.teacher_id is not None and not (kept and only_missing):
        declared = seen.placement(stay)
        row.task = open_task(
            actor,
            kind=f"work:{seen.moment.day.isoformat()}:{slot.key}",
            label=f"Set work for the pupil in the {declared.label}, {slot.label}: {row.subject}",
            role="teacher",
            owner_id=row.teacher_id,
            pupil_id=stay.pupil_id,
            due_at=slot.start if slot.start > seen.now else slot.end,
            about=str(stay.pk),
            cites=declared.cites[-1:],
        )
    row.save()
