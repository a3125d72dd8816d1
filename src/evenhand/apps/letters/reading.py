"""Who may read a message: its row is for those who run the outbox, a sensitive one's content for fewer."""

from __future__ import annotations

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.letters.models import Message

SENSITIVE = frozenset(
    {
        Capability.TELL_FAMILY_SENSITIVE,
        Capability.PROPOSE_EXCLUSION,
        Capability.DECIDE_EXCLUSION,
        Capability.REVIEW_EXCLUSION,
    }
)


def may_read(actor: Actor, message: Message) -> bool:
    """Whether this person may see what the message says."""
    return not message.sensitive or bool(SENSITIVE & actor.capabilities)
