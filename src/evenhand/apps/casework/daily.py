"""The daily review: every entry that was made on a day is looked at, and something or nothing comes of it.

An entry belongs to the day on which it was recorded, so that a late one is never missed. Quick notes and positives are
no entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.casework.changing import DONE, OPEN, Unchanged, needed, note_change
from evenhand.apps.casework.entries import ENTRY
from evenhand.apps.casework.models import Deadline, EntryReview, Task
from evenhand.apps.casework.performing import TASK_DUE
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import EventKind

ROUTINE = "daily_review"
ACTION, ESCALATED = "review_action", "escalated"
NONE_NEEDED, ACTED, SENT_UP = "none_needed", "action", "escalated"
OUTCOMES = (NONE_NEEDED, ACTED, SENT_UP)
NOTE = "note"
LEADERS = "senior_leader"


def entries_of(actor: Actor, day: date) -> list[Event]:
    """The entries recorded on that day that the actor reviews, in the order of the log, none taken back."""
    school = school_of(actor.school_id)
    pack = policy_of(school.pk).pack
    first, last = span_of(school, day)
    rows = list(
        Event.objects.filter(recorded_at__gte=first, recorded_at__lt=last)
        .filter(kind__in=(EventKind.CONCERN, EventKind.LADDER_STEP))
        .select_related("pupil", "payload", "review__task", "incident__lesson__group")
        .order_by("seq")
    )
    due = set(
        Task.objects.filter(kind=ENTRY, event__in=[row.pk for row in rows]).values_list("event_id", flat=True)
    )
    gone = set(
        Event.objects.filter(kind=EventKind.VOID, about__in=[str(row.pk) for row in rows]).values_list(
            "about", flat=True
        )
    )
    return [
        row
        for row in rows
        if str(row.pk) not in gone
        and (row.pk in due or is_entry(pack, row))
        and actor.may(Capability.REVIEW_ENTRIES, row.pupil.year_group)
    ]


def is_entry(pack: Pack, row: Event) -> bool:
    """Whether the log counts it: no quick note, no word about an earlier step (INF-IL-10)."""
    if row.details.get("as") == NOTE:
        return False
    if row.kind != EventKind.LADDER_STEP:
        item = pack.items.get(row.code)
        # What is no concern but something that happened, such as a note about clothing, is no entry by itself.
        return item is None or pack.groups[item.group].kind != "event"
    steps = [
        step
        for ladder in pack.ladders.values()
        if row.where in ladder.where
        for step in ladder.steps
        if step.position == row.details.get("step")
    ]
    return not row.about and bool(steps) and not all(step.note_only for step in steps)


def span_of(school: School, day: date) -> tuple[datetime, datetime]:
    """The first instant of that day at the school, and that of the next."""
    zone = ZoneInfo(school.zone)
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


@transaction.atomic
def review_entry(
    actor: Actor,
    *,
    event: Event,
    outcome: str,
    words: str = "",
    owner_id: int | None = None,
    due_at: datetime | None = None,
) -> EntryReview:
    """Look at an entry: nothing is needed, somebody owes an act, or a senior leader is asked (INF-IL-4 to 6).

    Args:
        outcome: none_needed, action or escalated.
        words: the act that is owed, or the reason for which it is taken to a senior leader.
        owner_id: who owes the act; by default whoever reviews.
        due_at: by when the act is owed.

    Raises:
        Unchanged: it was reviewed before, or something is not said.
    """
    if outcome not in OUTCOMES:
        raise Unchanged("Choose what comes of it.")
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if EntryReview.objects.filter(pk=event.pk).exists():
        raise Unchanged("This entry was reviewed already. Its review stands.")
    task = _task(actor, event, outcome, words, owner_id, due_at)
    made = EntryReview.objects.create(
        school_id=event.school_id, event=event, at=now(), by_id=actor.user_id, outcome=outcome, task=task
    )
    append(
        actor,
        action="entry.review",
        subject=f"event:{event.pk}",
        body={"outcome": outcome, "task": task.pk if task else None},
    )
    return made


@transaction.atomic
def look_again(actor: Actor, *, event: Event, day: date) -> None:
    """Take back that nothing was needed for an entry of that day, before the day's review is closed.

    Raises Unchanged where something came of the review, somebody else made it, or the review of the day is closed.
    """
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    made = EntryReview.objects.filter(pk=event.pk).first()
    if made is None or not may_look_again(actor, made, closed=is_closed(day)):
        raise Unchanged("This review stands.")
    made.delete()
    append(actor, action="entry.review_again", subject=f"event:{event.pk}", body={})


def may_look_again(actor: Actor, review: EntryReview, *, closed: bool) -> bool:
    """Whether the actor may take this review back."""
    own = review.by_id is not None and review.by_id == actor.user_id
    return own and review.outcome == NONE_NEEDED and not closed


def is_closed(day: date) -> bool:
    """Whether the review of that day was closed."""
    return Task.objects.filter(kind=ROUTINE, about=f"{ROUTINE}:{day.isoformat()}", status=DONE).exists()


def day_of(task: Task) -> str:
    """The day whose entries a review's task is about, as in its address: 2026-11-20."""
    return task.about.partition(":")[2]


def task_of(day: date) -> Task | None:
    """The open task of that day's review; None before the day has closed or once the review is done."""
    return Task.objects.filter(kind=ROUTINE, about=f"{ROUTINE}:{day.isoformat()}", status=OPEN).first()


def check_complete(actor: Actor, task: Task) -> None:
    """Raise Unchanged where the review that this task asks for cannot be done yet; nothing for any other task."""
    if task.kind != ROUTINE:
        return
    school, day = school_of(actor.school_id), date.fromisoformat(day_of(task))
    if now() < span_of(school, day)[1]:
        raise Unchanged("The day is not over: entries can still be made. Its review can be closed tomorrow.")
    left = sum(1 for row in entries_of(actor, day) if not hasattr(row, "review"))
    if left:
        raise Unchanged(f"{left} {'entry is' if left == 1 else 'entries are'} still to be looked at.")


def close_if_complete(actor: Actor, day: date, left: Iterable[Event]) -> None:
    """The day's review is done once every entry that was made on it has been looked at, by whoever."""
    if any(left):
        return
    about = f"{ROUTINE}:{day.isoformat()}"
    with transaction.atomic():
        for task in Task.objects.select_for_update().filter(kind=ROUTINE, about=about, status=OPEN):
            task.status, task.closed_at, task.closed_by_id = DONE, now(), actor.user_id
            task.save(update_fields=["status", "closed_at", "closed_by"])
            note_change(actor, task, "done")


def _task(
    actor: Actor, event: Event, outcome: str, words: str, owner_id: int | None, due_at: datetime | None
) -> Task | None:
    if outcome == NONE_NEEDED:
        return None
    if owner_id is not None and owner_id not in dict(colleagues(now())):
        raise Unchanged("There is no such person at this school.")
    asks = "Say what is to be done." if outcome == ACTED else "Say what the senior leader is asked to decide."
    said = needed(words, asks)
    own = outcome == ACTED
    task = Task.objects.create(
        school_id=event.school_id,
        pupil_id=event.pupil_id,
        event=event,
        kind=ACTION if own else ESCALATED,
        label=said[:200] if own else "Decide about an entry of the log",
        role="" if own else LEADERS,
        owner_id=(owner_id or actor.user_id) if own else None,
        due_at=due_at if own else None,
        why={"reason": said},
        opened_at=now(),
    )
    note_change(actor, task, "opened")
    if task.due_at is not None:
        Deadline.objects.create(
            school_id=task.school_id,
            kind=TASK_DUE,
            key=str(task.pk),
            due_at=task.due_at,
            body={"task": task.pk},
        )
    return task
