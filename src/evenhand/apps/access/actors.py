"""Who is acting: made once per request, from one query, and frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from evenhand.apps.access.capabilities import EVERY_ADULT, Capability, capabilities_of
from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.access.proposing import proposers
from evenhand.apps.policy.selectors import NoPolicy, known_pack
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.keeping import Kept
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.scoping import across_schools, in_school

_actors: Kept[tuple[Actor, Membership] | None] = Kept()
FORMS_OF_ADDRESS: Final = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr"})
NO_YEARS: Final[Mapping[Capability, frozenset[int]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at one school, or a part of the system, with the roles held on the day.

    `capabilities` is everything that any role grants; `bound` names those held for some year groups only.
    `zone` is that of the school's clock.
    """

    user_id: int | None
    membership_id: int | None
    staff_id: int | None
    school_id: int
    name: str
    title: str
    roles: frozenset[str]
    capabilities: frozenset[Capability]
    year_groups: frozenset[int] = frozenset()
    bound: Mapping[Capability, frozenset[int]] = field(default_factory=lambda: NO_YEARS, hash=False)
    zone: str = "UTC"

    @property
    def person(self) -> int:
        """The user's id, where only a person can act. Raises PermissionError for the system's own actors."""
        if self.user_id is None:
            raise PermissionError("only a person can do this")
        return self.user_id

    def may(self, capability: Capability, year_group: int | None = None) -> bool:
        """Whether the actor holds the capability, and for that year group where it is held for some only."""
        if capability not in self.capabilities:
            return False
        years = self.bound.get(capability)
        return years is None or year_group is None or year_group in years


class ActorRequest(HttpRequest):
    """A request that `requires` has let through."""

    actor: Actor


def system_actor(school: int, name: str) -> Actor:
    """The system itself at one school: holds every capability and no role."""
    return Actor(None, None, None, school, name, name, frozenset(), frozenset(Capability))


def actor_of(membership_id: int, *, user_id: int | None = None) -> tuple[Actor, Membership] | None:
    """The actor of a membership and the row itself, with its user and school; None where it grants nothing today.

    As it stood a moment ago at most: a role that is taken away ends within that moment, a session at once.
    """
    return _actors.get((membership_id, user_id), lambda: _read_actor(membership_id, user_id))


def _read_actor(membership_id: int, user_id: int | None) -> tuple[Actor, Membership] | None:
    with across_schools():
        rows = _grants(membership_id)
    if not rows:
        return None
    membership = rows[0].membership
    today = clock.local(membership.school, clock.now()).day
    held = [grant for grant in rows if holds_on(grant, today)]
    right_user = user_id is None or membership.user_id == user_id
    if not held or not right_user or not holds_on(membership, today) or not membership.user.is_active:
        return None
    return make_actor(membership, held), membership


@prepared
def _grants(membership: Any) -> QuerySet[RoleGrant]:
    """The roles of a membership, with its user, school and member of staff."""
    rows = RoleGrant.objects.filter(membership_id=membership)
    return rows.select_related("membership__user", "membership__school", "membership__staff")


def make_actor(membership: Membership, grants: Iterable[RoleGrant]) -> Actor:
    """The actor that these grants make."""
    grants = list(grants)
    roles = frozenset(grant.role for grant in grants)
    named = proposers_at(membership.school_id)
    staff = membership.staff
    return Actor(
        user_id=membership.user_id,
        membership_id=membership.pk,
        staff_id=membership.staff_id,
        school_id=membership.school_id,
        name=staff.short_name if staff else membership.user.name,
        title=title_of(grants),
        roles=roles,
        capabilities=frozenset().union(*(capabilities_of(role, named) for role in roles)),
        year_groups=frozenset(grant.year_group for grant in grants if grant.year_group is not None),
        bound=bound_of(grants, named),
        zone=membership.school.zone,
    )


def proposers_at(school_id: int) -> frozenset[str]:
    """The roles whom the policy in force at a school lets propose a formal sanction; none before one is in force."""
    try:
        with in_school(school_id):
            return proposers(known_pack(school_id))
    except NoPolicy:
        return frozenset()


def bound_of(grants: Iterable[RoleGrant], named: Collection[str] = ()) -> Mapping[Capability, frozenset[int]]:
    """The capabilities held for some year groups only; what every adult may do is never bound."""
    years: dict[Capability, set[int]] = {}
    anywhere = set(EVERY_ADULT)
    for grant in grants:
        if grant.year_group is None:
            anywhere |= capabilities_of(grant.role, named)
        else:
            for capability in capabilities_of(grant.role, named):
                years.setdefault(capability, set()).add(grant.year_group)
    return MappingProxyType({c: frozenset(held) for c, held in years.items() if c not in anywhere})


def title_of(grants: Iterable[RoleGrant]) -> str:
    """The leading role by our own name for it; a page shows the school's (`titles.school_title`)."""
    return leading_role(grant.role for grant in grants).replace("_", " ").capitalize()


def leading_role(roles: Iterable[str]) -> str:
    """The role with the most capabilities; "" where there is none."""
    return min(set(roles), key=lambda role: (-len(capabilities_of(role)), role), default="")


def initials_of(name: str) -> str:
    """The initials of the first and last word of a name, without the words before it ("Mr", "Dr.")."""
    words = [word for word in name.split() if word[:1].isalpha() and word.rstrip(".") not in FORMS_OF_ADDRESS]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def holds_on(row: Membership | RoleGrant, day: date) -> bool:
    """Whether the dated row is in force on that day, both ends included."""
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def memberships_of(user_id: int) -> list[Membership]:
    """The memberships of a user that are in force today and grant a role, by the school's name."""
    moment = clock.now()
    with across_schools():
        rows = (
            Membership.objects.filter(user_id=user_id)
            .filter(Q(grants__isnull=False))
            .select_related("school", "staff")
            .prefetch_related("grants")
            .order_by("school__name")
            .distinct()
        )
        found = list(rows)
    return [
        row
        for row in found
        if holds_on(row, day := clock.local(row.school, moment).day)
        and any(holds_on(grant, day) for grant in row.grants.all())
    ]
