"""What a school calls its people, in the words of its own policy."""

from __future__ import annotations

from collections.abc import Callable

from evenhand.apps.access.actors import Actor, leading_role
from evenhand.apps.policy.selectors import NoPolicy, known_pack
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy.scoping import in_school


def school_title(actor: Actor) -> str:
    """The school's title for the actor's leading role; ours before a policy is adopted, or without a role."""
    if not actor.roles:
        return actor.title
    try:
        with in_school(actor.school_id):
            return title_of(known_pack(actor.school_id), leading_role(actor.roles))
    except NoPolicy:
        return actor.title


def school_cites(actor: Actor) -> tuple[str, Callable[[str], str]]:
    """How the actor's school cites: the sign before a paragraph, "" before a policy is adopted or without a role, and
    what turns a paragraph's id into what people call it."""
    if not actor.roles:
        return "", str
    try:
        with in_school(actor.school_id):
            pack = known_pack(actor.school_id)
    except NoPolicy:
        return "", str
    return pack.mark, pack.titled
