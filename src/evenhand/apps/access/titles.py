"""What a school calls its people, in the words of its own policy."""

from __future__ import annotations

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


def school_mark(actor: Actor) -> str:
    """The sign before a paragraph's number at the actor's school; "" before a policy is adopted, or without a role."""
    if not actor.roles:
        return ""
    try:
        with in_school(actor.school_id):
            return known_pack(actor.school_id).mark
    except NoPolicy:
        return ""
