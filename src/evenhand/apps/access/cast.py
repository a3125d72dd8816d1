"""The people of the demo schools, by role, for signing in by a tap. Demo mode only."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from evenhand.apps.access.actors import holds_on, make_actor
from evenhand.apps.access.models import Membership
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import across_schools


class Part(NamedTuple):
    """One person of the cast."""

    membership: int
    name: str
    title: str
    school: str


def demo_cast() -> list[Part]:
    """One person for each set of roles of each demo school, widest first; empty unless in demo mode."""
    if not settings.EVENHAND_DEMO:
        return []
    with across_schools():
        rows = list(
            Membership.objects.filter(school__demo=True, user__is_active=True)
            .select_related("school", "staff", "user")
            .prefetch_related("grants")
            .order_by("school__name", "pk")
        )
    seen: dict[tuple[int, frozenset[str]], Part] = {}
    sizes: dict[tuple[int, frozenset[str]], int] = {}
    for row in rows:
        day = clock.local(row.school, clock.now()).day
        actor = make_actor(row, [grant for grant in row.grants.all() if holds_on(grant, day)])
        key = (row.school_id, actor.roles)
        if actor.roles and holds_on(row, day) and key not in seen:
            seen[key] = Part(row.pk, actor.name, actor.title, row.school.name)
            sizes[key] = len(actor.capabilities)
    ranked = sorted(seen, key=lambda key: (seen[key].school, -sizes[key], seen[key].name))
    return [seen[key] for key in ranked]


def demo_membership(pk: int) -> Membership | None:
    """A membership of a demo school that may be signed in to by a tap; None outside demo mode."""
    if not settings.EVENHAND_DEMO:
        return None
    with across_schools():
        return (
            Membership.objects.filter(pk=pk, school__demo=True, user__is_active=True)
            .select_related("user")
            .first()
        )
