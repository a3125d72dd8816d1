"""The people of the demo schools, by role, for signing in by a tap. Demo mode only."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from evenhand.apps.access.actors import Actor, holds_on, initials_of, make_actor
from evenhand.apps.access.models import Membership
from evenhand.apps.access.titles import school_title
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import across_schools


class Part(NamedTuple):
    """One person of the cast. `key` is what the button sends."""

    key: str
    name: str
    role: str
    initials: str


class CastSchool(NamedTuple):
    """A demo school with its cast."""

    name: str
    about: str
    people: tuple[Part, ...]


class Cast(NamedTuple):
    """What the sign-in page lists, and where its buttons lead."""

    url: str
    schools: tuple[CastSchool, ...]


def demo_cast(_request: HttpRequest) -> Cast | None:
    """One person for each set of roles of each demo school, widest first; None unless in demo mode."""
    if not settings.EVENHAND_DEMO:
        return None
    by_school: dict[str, dict[frozenset[str], Actor]] = {}
    for row in _memberships():
        actor = _actor_today(row)
        if actor is not None:
            by_school.setdefault(row.school.name, {}).setdefault(actor.roles, actor)
    schools = tuple(
        CastSchool(name, "", tuple(_part(actor) for actor in sorted(actors.values(), key=_widest_first)))
        for name, actors in by_school.items()
    )
    return Cast(reverse("sign-in-as"), schools) if schools else None


def demo_membership(pk: int) -> Membership | None:
    """A membership of a demo school that may be signed in to by a tap; None outside demo mode."""
    if not settings.EVENHAND_DEMO:
        return None
    with across_schools():
        rows = Membership.objects.filter(pk=pk, school__demo=True, user__is_active=True)
        return rows.select_related("user").first()


def _memberships() -> list[Membership]:
    with across_schools():
        rows = Membership.objects.filter(school__demo=True, user__is_active=True)
        related = rows.select_related("school", "staff", "user").prefetch_related("grants")
        return list(related.order_by("school_id", "pk"))


def _actor_today(row: Membership) -> Actor | None:
    day = clock.local(row.school, clock.now()).day
    grants = [grant for grant in row.grants.all() if holds_on(grant, day)]
    return make_actor(row, grants) if grants and holds_on(row, day) else None


def _part(actor: Actor) -> Part:
    return Part(str(actor.membership_id), actor.name, school_title(actor), initials_of(actor.name))


def _widest_first(actor: Actor) -> tuple[int, str]:
    return -len(actor.capabilities), actor.name
