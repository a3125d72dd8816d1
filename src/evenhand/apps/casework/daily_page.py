"""The page of the daily review: what is left, what was found, and which entries are not written yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework import wording
from evenhand.apps.casework.alerting import role_title
from evenhand.apps.casework.daily import (
    ACTED,
    ESCALATED,
    NONE_NEEDED,
    SENT_UP,
    entries_of,
    is_closed,
    may_look_again,
    span_of,
    task_of,
)
from evenhand.apps.casework.entries import ENTRY, missing_of
from evenhand.apps.casework.injuries import parts_words
from evenhand.apps.casework.models import Injury, Task
from evenhand.apps.casework.selectors import colleagues, names
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.safeguarding.markers import held_between
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import Role

FOUND = {NONE_NEEDED: "Nothing needed", ACTED: "To be done", SENT_UP: "Taken to a senior leader"}
# More than that between act and record is worth telling.
LATE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `unwritten` says that its words are still owed, by whom and whether that is late.

    `again`: whether the one who looks may take its review back.
    """

    id: UUID
    pupil: Pupil
    what: str
    when: str
    recorded: str
    by: str
    note: str
    unwritten: str
    late: bool
    found: str
    by_whom: str
    comes: str
    answer: str
    again: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One day's review. `left` and `done` in the order of the log."""

    day: date
    words: str
    left: tuple[Line, ...]
    done: tuple[Line, ...]
    before: date | None
    after: date | None
    people: tuple[tuple[int, str], ...]
    task: int | None = None
    held: tuple[str, ...] = ()
    holder: str = ""
    injuries: tuple[tuple[Pupil, str], ...] = ()

    @property
    def many(self) -> int:
        """How many entries the day has."""
        return len(self.left) + len(self.done)


def daily_page(actor: Actor, day: date) -> Page:
    """The daily review of that day for this person now."""
    school = school_of(actor.school_id)
    pack, moment = policy_of(school.pk).pack, now()
    rows = entries_of(actor, day)
    open_words = _unwritten(rows)
    people = names(
        {row.recorded_by_id for row in rows}
        | {row.review.by_id for row in rows if hasattr(row, "review")}
        | {task.owner_id for task in open_words.values()}
    )
    closed = is_closed(day)
    again = {
        row.pk for row in rows if hasattr(row, "review") and may_look_again(actor, row.review, closed=closed)
    }
    lines = [
        _line(school, pack, row, open_words.get(row.pk), people, moment, again=row.pk in again)
        for row in rows
    ]
    return Page(
        day,
        wording.day_words(day),
        tuple(line for line in lines if not line.found),
        tuple(line for line in lines if line.found),
        _next(school, day, -1),
        _next(school, day, 1),
        tuple(colleagues(moment)),
        _to_close(school, day, moment, lines),
        tuple(f"{local(school, at).time:%H:%M}" for at in held_between(*span_of(school, day))),
        role_title(school, str(Role.SAFEGUARDING_LEAD)),
        tuple(_injuries(actor, school, day)),
    )


def _injuries(actor: Actor, school: School, day: date) -> Iterator[tuple[Pupil, str]]:
    """The injuries of the day, with whether there was first aid and who was told."""
    for row in Injury.objects.filter(day=day).select_related("pupil").order_by("at", "pk"):
        if actor.may(Capability.REVIEW_ENTRIES, row.pupil.year_group):
            aid = f" First aid: {row.treatment}. Told: {row.told}." if row.treatment else ""
            yield (
                row.pupil,
                f"{local(school, row.at).time:%H:%M}, {row.place}: {parts_words(row)}. {row.words}.{aid}",
            )


def _to_close(school: School, day: date, moment: datetime, lines: list[Line]) -> int | None:
    """The task of a review of which nothing is left, once the day is over."""
    if moment < span_of(school, day)[1] or not all(line.found for line in lines):
        return None
    task = task_of(day)
    return task.pk if task else None


def _unwritten(rows: list[Event]) -> dict[UUID, Task]:
    tasks = Task.objects.filter(kind=ENTRY, status="open", event__in=[row.pk for row in rows])
    tasks = tasks.select_related("draft", "event")
    return {task.event_id: task for task in tasks if task.event_id}


def _line(
    school: School,
    pack: Pack,
    row: Event,
    task: Task | None,
    people: dict[int, str],
    moment: datetime,
    *,
    again: bool,
) -> Line:
    review = getattr(row, "review", None)
    owed, late = "", False
    if task is not None:
        late = task.due_at is not None and task.due_at < moment
        whose = people.get(task.owner_id or 0, "")
        owed = f"{'Late' if late else 'Not written yet'}, with {whose}" if whose else "Not written yet"
        if hasattr(task, "draft"):
            owed += _lacking(task)
    answered = review.task if review and review.task and review.task.status == "done" else None
    return Line(
        row.pk,
        row.pupil,
        wording.what_happened(pack, row) + wording.place_of(row),
        wording.when_words(school, row.happened_at, moment),
        wording.when_words(school, row.recorded_at, moment)
        if row.recorded_at - row.happened_at > LATE
        else "",
        people.get(row.recorded_by_id or 0, ""),
        row.payload.text if hasattr(row, "payload") else "",
        owed,
        late,
        FOUND[review.outcome] if review else "",
        people.get(review.by_id, "") if review else "",
        _comes(review.task) if review and review.task else "",
        answered.note if answered else "",
        again,
    )


def _lacking(task: Task) -> str:
    """What a draft that was begun still lacks."""
    missing = missing_of(task, task.draft.answers).values()
    return ". Draft, missing: " + ", ".join(words.partition(":")[0].rstrip(".") for words in missing)


def _comes(task: Task) -> str:
    return str(task.why.get("reason", "")) if task.kind == ESCALATED else task.label


def _next(school: School, day: date, step: int) -> date | None:
    """The school day before or after, none beyond the calendar or today."""
    calendar = calendar_of(school)
    today = wording.local_time(school, now()).date()
    day += timedelta(days=step)
    while calendar.known_from <= day <= min(calendar.known_until, today):
        if calendar.is_school_day(day):
            return day
        day += timedelta(days=step)
    return None
