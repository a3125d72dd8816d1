"""Praise from outside the school: it waits with its source, and counts once a member of staff has confirmed it."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event, PraisePrompt
from evenhand.apps.conduct.praise import NotPossible, close_prompt
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.engine.pack.schema import Item
from evenhand.engine.values import EventKind, Where

OUTSIDE: Final = "outside"
LONGEST = 200


@transaction.atomic
def report_praise(actor: Actor, *, pupil: Pupil, source: str, words: str) -> PraisePrompt:
    """Keep what somebody outside the school said of a pupil; what waits already is kept once. Raises NotPossible."""
    if not source.strip() or not words.strip():
        raise NotPossible("Say who praised, and for what.")
    said = f"{source.strip()}: {words.strip()}"
    if len(said) > LONGEST:
        raise NotPossible(f"That has {len(said)} characters; {LONGEST} is the most. Shorten it.")
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    known = PraisePrompt.objects.filter(pupil=pupil, kind=OUTSIDE, words=said, closed_at=None).first()
    if known is not None:
        return known
    row = PraisePrompt.objects.create(
        school_id=actor.school_id, pupil=pupil, kind=OUTSIDE, words=said, by_id=actor.person
    )
    append(actor, action="praise.outside", subject=f"pupil:{pupil.pk}", body={"prompt": row.pk})
    return row


def waiting(pupil: Pupil) -> list[PraisePrompt]:
    """What of this pupil waits to be confirmed, the oldest first."""
    rows = PraisePrompt.objects.filter(pupil=pupil, kind=OUTSIDE, closed_at__isnull=True)
    return list(rows.select_related("by").order_by("at", "pk"))


def choices(school_id: int) -> list[Item]:
    """As what it can be confirmed: the recognitions of the policy that ask for nothing more."""
    pack = policy_of(school_id).pack
    praised = {group.id for group in pack.groups.values() if group.kind == "achievement"}
    return [item for item in pack.items.values() if item.group in praised and not item.details]


@transaction.atomic
def confirm(actor: Actor, *, prompt: PraisePrompt, code: str) -> Event:
    """Record it as a recognition of that kind, in the words in which it came. Raises NotPossible or Refused."""
    row = PraisePrompt.objects.select_for_update().get(pk=prompt.pk)
    if row.closed_at is not None:
        raise NotPossible("This was confirmed or dismissed a moment ago.")
    if code not in {item.code for item in choices(actor.school_id)}:
        raise NotPossible("Choose what it was, in the policy's words.")
    command = Command(
        new_event_id(),
        EventKind.ACHIEVEMENT,
        row.pupil_id,
        code,
        where=Where.OUT_OF_CLASS,
        text=row.words,
        details={"source": OUTSIDE},
    )
    event = record(actor, commands=[command]).done[0].event
    close_prompt(actor, prompt=row)
    return event
