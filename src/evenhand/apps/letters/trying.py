"""A test message: one that no family gets, sent at once, to see whether a way out works."""

from __future__ import annotations

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.letters.providers.parcels import Answer, Parcel, Verdict
from evenhand.apps.letters.sending import provider_of
from evenhand.apps.letters.ways import set_up
from evenhand.apps.letters.wording import PLAIN
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.selectors import school_of

SUBJECT = "A test message"
BODY = "This is a test message. Somebody at the school wanted to see whether messages arrive. Nothing is to be done."


class NotSetUp(LookupError):
    """That way is not set up on this installation."""


def try_out(actor: Actor, *, channel: str, address: str) -> Answer:
    """Send a test message now, and say what the provider answered. The log keeps that it was tried, not to whom.

    Raises NotSetUp.
    """
    if channel not in set_up():
        raise NotSetUp(channel)
    school = school_of(actor.school_id)
    provider = provider_of(channel)
    try:
        answer = provider.deliver(Parcel(str(new_event_id()), address, SUBJECT, BODY, PLAIN, school.name))
    finally:
        provider.close()
    with transaction.atomic():
        append(
            actor,
            action="messages.tried",
            subject=f"way:{channel}",
            body={"answer": str(answer.verdict), "words": answer.words[:200].replace(address, "…")},
        )
    return answer


def arrived(answer: Answer) -> bool:
    """Whether the provider has taken it."""
    return answer.verdict == Verdict.TAKEN
