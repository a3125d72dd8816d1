"""Who holds which role from when to when, and the roles that only one person may hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, Capability
from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.audit.services import append
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import School

ONE_HOLDER: Final = frozenset({"behaviour_lead"})


class RoleTaken(ValueError):
    """Somebody else holds a role that only one person may hold; `holder` is the name."""

    def __init__(self, role: str, holder: str) -> None:
        super().__init__(f"{holder} holds this role already")
        self.role = role
        self.holder = holder


class Held(NamedTuple):
    """A role for the whole school, for one year group or for one group."""

    role: str
    year_group: int | None = None
    group_id: int | None = None

    def plain(self) -> str | list[str | int | None]:
        """As an invitation stores it: a bare name where it is for the whole school."""
        return self.role if self[1:] == (None, None) else list(self)


def held(plain: str | Sequence[Any]) -> Held:
    """What `plain` wrote."""
    return Held(plain) if isinstance(plain, str) else Held(*plain)


def in_force(day: date) -> Q:
    """Rows whose span holds that day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def check_one_holder(school_id: int, roles: Sequence[Held], *, membership_id: int | None = None) -> None:
    """Raise RoleTaken where one of these roles is held by somebody else from today on."""
    wanted = {one.role for one in roles} & ONE_HOLDER
    if not wanted:
        return
    rows = RoleGrant.objects.filter(school_id=school_id, role__in=wanted).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=_today(school_id))
    )
    taken = rows.exclude(membership_id=membership_id or 0).select_related("membership__user").first()
    if taken is not None:
        raise RoleTaken(taken.role, taken.membership.user.name)


@transaction.atomic
def grant_role(
    actor: Actor,
    *,
    membership: Membership,
    role: Held,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleGrant:
    """Let a member hold a role. The same role again is the one that is held. Raises RoleTaken, ValueError."""
    if Capability.MANAGE_PEOPLE not in actor.capabilities:
        raise PermissionError("only those who manage people grant roles")
    if role.role not in ROLE_CAPABILITIES:
        raise ValueError(f"{role.role!r} is not a role")
    school = School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    today = clock.local(school, clock.now()).day
    same = Q(role=role.role, year_group=role.year_group, group=role.group_id)
    known = RoleGrant.objects.filter(in_force(today), same, membership=membership).first()
    if known is not None:
        return known
    check_one_holder(school.pk, [role], membership_id=membership.pk)
    made = RoleGrant.objects.create(
        school=school,
        membership=membership,
        valid_from=valid_from or today,
        valid_to=valid_to,
        **role._asdict(),
    )
    append(
        actor,
        action="grant_role",
        subject=f"grant:{made.pk}",
        body={"member": membership.pk, **role._asdict()},
    )
    return made


@transaction.atomic
def end_role(actor: Actor, *, grant: RoleGrant) -> RoleGrant:
    """Let a role end with yesterday; one that had ended by then stays as it was.

    Raises PermissionError, also where an administrator would end their own right to manage people.
    """
    if Capability.MANAGE_PEOPLE not in actor.capabilities:
        raise PermissionError("only those who manage people end roles")
    own = grant.membership_id == actor.membership_id
    if own and Capability.MANAGE_PEOPLE in ROLE_CAPABILITIES.get(grant.role, frozenset()):
        raise PermissionError("another administrator must end this role of yours")
    last = _today(actor.school_id) - timedelta(days=1)
    if grant.valid_to is not None and grant.valid_to <= last:
        return grant
    grant.valid_to = last
    grant.save(update_fields=["valid_to"])
    append(actor, action="end_role", subject=f"grant:{grant.pk}", body={"role": grant.role})
    return grant


def _today(school_id: int) -> date:
    return clock.local(School.objects.get(pk=school_id), clock.now()).day
