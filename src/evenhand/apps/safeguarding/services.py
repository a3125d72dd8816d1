"""Writes of the walled record. Whoever tells cannot read afterwards; each reading leaves a mark in the log."""

from __future__ import annotations

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import alert_seen, raise_alert
from evenhand.apps.safeguarding.models import ENTRY_KINDS, Disclosure, DisclosureEntry
from evenhand.apps.tenancy.clock import now
from evenhand.engine.values import Role

KIND = "safeguarding"
# Neither the pupil's name nor a word of what was said: a screen may be seen by others.
ALERT_WORDS = "Something was passed on to you in confidence"
LONGEST = 20_000


class Unsaid(ValueError):
    """Nothing can be passed on as it stands; the message says what is missing."""


@transaction.atomic
def disclose(*, actor: Actor, pupil: Pupil, words: str, about: str = "") -> None:
    """Pass on what a pupil said, to the safeguarding lead only. It gives nothing back, since nobody else may read it.

    Raises Unsaid without words, or with more than can be kept.
    """
    said = words.strip()
    if not said:
        raise Unsaid("Write what the pupil said, in the pupil’s own words where you can.")
    if len(said) > LONGEST:
        raise Unsaid(f"This has {len(said):,} characters; {LONGEST:,} is the most.")
    row = Disclosure.objects.create(
        school_id=actor.school_id, pupil=pupil, at=now(), by_id=actor.user_id, words=said, about=about[:64]
    )
    raise_alert(
        school_id=actor.school_id,
        kind=KIND,
        subject=str(row.pk),
        body={"words": ALERT_WORDS, "url": "/safeguarding/"},
        role=str(Role.SAFEGUARDING_LEAD),
    )
    append(actor, action="safeguarding.passed_on", subject=f"disclosure:{row.pk}", body={})


@transaction.atomic
def read(*, actor: Actor, disclosure: Disclosure) -> Disclosure:
    """Open a disclosure: the first reader takes it up, and every reading is in the log.

    Raises PermissionError for anybody without the capability, whatever page it came from.
    """
    _demand(actor)
    if disclosure.taken_at is None:
        disclosure.taken_at, disclosure.taken_by_id = now(), actor.user_id
        disclosure.save(update_fields=["taken_at", "taken_by"])
        alert_seen(kind=KIND, subject=str(disclosure.pk), at=disclosure.taken_at)
    append(actor, action="read", subject=f"disclosure:{disclosure.pk}", body={})
    return disclosure


@transaction.atomic
def add_entry(
    *, actor: Actor, disclosure: Disclosure, kind: str, words: str, who: str = ""
) -> DisclosureEntry:
    """Write down what was done: an agency told, somebody spoken to, a decision. Raises Unsaid, PermissionError."""
    _demand(actor)
    if kind not in ENTRY_KINDS:
        raise Unsaid("Say what kind of act this was.")
    if not words.strip():
        raise Unsaid("Write what was done or decided.")
    row = DisclosureEntry.objects.create(
        school_id=actor.school_id, disclosure=disclosure, at=now(), by_id=actor.user_id,
        kind=kind, who=who.strip(), words=words.strip(),
    )  # fmt: skip
    append(actor, action="safeguarding.entry", subject=f"disclosure:{disclosure.pk}", body={"entry": row.pk})
    return row


def _demand(actor: Actor) -> None:
    if Capability.READ_SAFEGUARDING not in actor.capabilities:
        raise PermissionError("only the safeguarding team reads this record")
