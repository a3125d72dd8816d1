"""Writing home by hand from the pack's words, and putting letters on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.letters.calls import ABOUT, ROLE
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.filling import paragraphs
from evenhand.apps.letters.models import Message, Status
from evenhand.apps.letters.printing import Batch, print_batch
from evenhand.apps.letters.queueing import HAND, Saying, queue_all
from evenhand.apps.letters.services import Unsaid
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import EventKind

BY_HAND = "print_by_hand"
NOTHING = "There is nothing today to fill this message with: {}."


@transaction.atomic
def write_home(actor: Actor, *, pupil: Pupil, template: str) -> Message:
    """Put a message into the outbox that a person has chosen; filled from what is on record today.

    Raises:
        Unsaid: nothing of today fills it, or it is no message for a person to choose.
    """
    school = School.objects.get(pk=actor.school_id)
    pack = policy_of(school.pk).pack
    form = pack.messages.get(template)
    if form is None or not form.about:
        raise Unsaid("This message is not written by hand.")
    values, cause = today(school, pack, pupil, form.about)
    if not cause:
        raise Unsaid(NOTHING.format(form.label[:1].lower() + form.label[1:]))
    values["paragraphs"] = paragraphs(pack, form.cites)
    saying = Saying(
        pupil=pupil,
        audience="family",
        template=template,
        values=values,
        dedupe=f"{HAND}{values['day']}:{cause}",
    )
    return queue_all(actor, school=school, sayings=[saying])[0]


def today(school: School, pack: Pack, pupil: Pupil, about: str) -> tuple[dict[str, Any], str]:
    """What is on record of the pupil today about that subject, and the id of what brought it about, "" for nothing."""
    day = local(school, now()).day
    values: dict[str, Any] = {"day": day.isoformat()}
    if about == "recognition":
        rows = Event.objects.filter(pupil=pupil, kind=EventKind.ACHIEVEMENT, day=day)
        event = rows.order_by("-seq").first()
    else:
        stays = Stay.objects.filter(pupil=pupil, stage__in=("expected", "here"))
        stay = stays.order_by("-opened_at", "-pk").first()
        leaves = stay.leave_today_at if stay else None
        if stay is None or (about == "late_finish" and leaves is None):
            return values, ""
        values["time"] = f"{local(school, stay.opened_at).time:%H:%M}"
        values["until"] = f"{local(school, leaves).time:%H:%M}" if leaves else ""
        event = Event.objects.filter(pk=stay.pk).first()
    if event is not None and event.code in pack.items:
        values["what"] = pack.items[event.code].label
    return values, str(event.pk) if event else ""


@transaction.atomic
def print_letters(actor: Actor, *, messages: Sequence[Message]) -> Batch:
    """One PDF of these letters; each that cannot be printed is a task, once, to write it by hand."""
    batch = print_batch(School.objects.get(pk=actor.school_id), messages)
    change_all(actor, batch.printed, Status.TO_PRINT, among=(Status.TO_PRINT,), change="printed")
    asked = set(
        Task.objects.filter(
            kind=BY_HAND, about__in=[f"{ABOUT}{message.pk}" for message, _ in batch.by_hand]
        ).values_list("about", flat=True)
    )
    for message, why in batch.by_hand:
        if f"{ABOUT}{message.pk}" not in asked:
            _ask_for_hand(message, why)
    if messages:
        body = {"printed": len(batch.printed), "by_hand": len(batch.by_hand)}
        append(actor, action="letters.printed", subject=f"school:{actor.school_id}", body=body)
    return batch


def _ask_for_hand(message: Message, why: str) -> None:
    Task.objects.create(
        school_id=message.school_id,
        pupil_id=message.pupil_id,
        kind=BY_HAND,
        label=f"Write a letter by hand. {why}"[:200],
        role=ROLE,
        due_at=message.due_at,
        about=f"{ABOUT}{message.pk}",
        cites=message.cites,
        opened_at=now(),
    )
