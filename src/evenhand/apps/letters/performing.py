"""Messages from decisions: families and authorities by the outbox, staff by their tasks; and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.casework.performing import at, perform_tells
from evenhand.apps.letters.calls import ABOUT, ROLE
from evenhand.apps.letters.changing import change_all, covered
from evenhand.apps.letters.filling import values_of
from evenhand.apps.letters.models import Message, Status
from evenhand.apps.letters.queueing import Saying, queue_all
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import Performed, Work
from evenhand.engine.decisions import Tell

# Outside the school, so that words go to them; everybody else is told in evenhand.
OUTSIDE = frozenset(
    {
        "family", "governors", "home_authority", "school_authority", "social_worker", "trust",
        "virtual_school_head",
    }
)  # fmt: skip
NOT_GONE = (Status.HELD, Status.QUEUED, Status.TO_PRINT, Status.TO_PHONE)
GONE = (Status.SENDING, Status.SENT, Status.DELIVERED, Status.GIVEN, Status.TO_CHECK)
CORRECTION = "tell:correction"


def perform(work: Work, items: Sequence[Performed]) -> None:
    """Words for those outside go into the outbox; staff are told by a task of theirs."""
    home = [item for item in items if isinstance(item.outcome, Tell) and item.outcome.audience in OUTSIDE]
    perform_tells(work, [item for item in items if item not in home])
    pupils = Pupil.objects.in_bulk({item.event.pupil_id for item in home if item.event.pupil_id})
    sayings = [_saying(work, item, pupils) for item in home]
    if sayings:
        queue_all(worker(work), school=work.school, sayings=sayings, keep=covered)


def withdraw(work: Work, event_ids: Sequence[str]) -> None:
    """Cancel what voided events would have said; what has been said is owed a correction."""
    ids = [UUID(ident) for ident in event_ids]
    messages = list(Message.objects.filter(event_id__in=ids).order_by("pk"))
    waiting = [message for message in messages if message.status in NOT_GONE]
    cancelled = change_all(
        worker(work),
        waiting,
        Status.CANCELLED,
        among=NOT_GONE,
        reason="The entry was taken back.",
        keep=covered,
    )
    _close_calls(work, cancelled)
    kept = {message.pk for message in cancelled}
    for message in messages:
        if message.pk not in kept and (message.status in GONE or message in waiting):
            _owe_correction(work, message)


def worker(work: Work) -> Actor:
    """Who puts these messages into the outbox: the policy, in the name of nobody."""
    return system_actor(work.school.pk, "policy")


def _saying(work: Work, item: Performed, pupils: dict[int, Pupil]) -> Saying:
    outcome = item.outcome
    if not isinstance(outcome, Tell):
        raise TypeError(f"{outcome.kind} is no message")
    return Saying(
        pupil=pupils.get(item.event.pupil_id),
        audience=outcome.audience,
        template=outcome.template,
        values=values_of(work.school, work.policy.pack, item),
        cites=outcome.reason.cites,
        event=item.event if item.event.pk else None,
        due_at=at(work, outcome.due),
        made_at=item.event.recorded_at,
        made_by=item.event.recorded_by_id,
    )


def _close_calls(work: Work, messages: Sequence[Message]) -> None:
    """The calls to make for these messages are no longer owed."""
    about = [f"{ABOUT}{message.pk}" for message in messages]
    tasks = list(Task.objects.filter(about__in=about, status="open"))
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(status="void", closed_at=work.now)
    TaskChange.objects.bulk_create(
        TaskChange(school_id=work.school.pk, task=task, at=work.now, change="void", reason="entry taken back")
        for task in tasks
    )


def _owe_correction(work: Work, message: Message) -> None:
    """Somebody has been told what is no longer so: a person puts it right."""
    Task.objects.create(
        school_id=work.school.pk,
        pupil_id=message.pupil_id,
        event_id=None,
        kind=CORRECTION,
        label="Tell the family that an entry was taken back",
        role=ROLE,
        about=f"{ABOUT}{message.pk}",
        cites=message.cites,
        opened_at=work.now,
    )
