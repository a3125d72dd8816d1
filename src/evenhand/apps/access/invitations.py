"""Invitations: how an account comes to be, and how its first password is set."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, Capability
from evenhand.apps.access.models import Invitation, Membership, RoleGrant, User
from evenhand.apps.access.roles import Held, check_one_holder, held
from evenhand.apps.audit.services import append
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import across_schools, in_school

VALID_FOR = timedelta(days=7)


class NotInvited(ValueError):
    """The link is unknown, used, or too old; nothing says which."""


@transaction.atomic
def invite(
    actor: Actor, *, email: str, name: str, roles: Sequence[str | Held], staff_id: int | None = None
) -> tuple[Invitation, str]:
    """Make an invitation, and return it with the secret of its link, which is kept nowhere. Raises RoleTaken."""
    if Capability.MANAGE_PEOPLE not in actor.capabilities:
        raise PermissionError("only those who manage people invite")
    wanted = [Held(role) if isinstance(role, str) else role for role in roles]
    unknown = sorted({role.role for role in wanted} - set(ROLE_CAPABILITIES))
    if unknown or not roles:
        raise ValueError(f"these are not roles: {', '.join(unknown) or 'none was given'}")
    check_one_holder(actor.school_id, wanted)
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        school_id=actor.school_id,
        email=User.objects.normalize_email(email).lower(),
        name=name,
        staff_id=staff_id,
        roles=[role.plain() for role in wanted],
        secret_digest=digest(secret),
        invited_by_id=actor.user_id,
        expires_at=clock.now() + VALID_FOR,
    )
    append(actor, action="invite", subject=f"invitation:{made.pk}", body={"roles": made.roles})
    return made, secret


def find(secret: str) -> Invitation:
    """The open invitation of that secret. Raises NotInvited."""
    with across_schools():
        found = (
            Invitation.objects.filter(secret_digest=digest(secret), accepted_at__isnull=True)
            .select_related("school")
            .first()
        )
    if found is None or found.expires_at < clock.now():
        raise NotInvited
    return found


@transaction.atomic
def accept(*, secret: str, password: str) -> Membership:
    """Make or find the account of the address and grant the roles. A known account keeps its password."""
    invitation = find(secret)
    with in_school(invitation.school_id):
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.accepted_at is not None:
            raise NotInvited
        user = _account(locked, password)
        membership = _join(locked, user, invitation.school)
        locked.accepted_at, locked.accepted_by = clock.now(), user
        locked.save(update_fields=["accepted_at", "accepted_by"])
        _write_down(membership, locked)
    return membership


def _account(invitation: Invitation, password: str) -> User:
    known = User.objects.filter(email=invitation.email).first()
    if known is not None:
        return known
    new = User(email=invitation.email, name=invitation.name)
    validate_password(password, new)
    return User.objects.create_user(invitation.email, invitation.name, password)


def _join(invitation: Invitation, user: User, school: School) -> Membership:
    today = clock.local(school, clock.now()).day
    membership, _ = Membership.objects.get_or_create(
        school=school, user=user, valid_from=today, defaults={"staff_id": invitation.staff_id}
    )
    roles = [held(plain) for plain in invitation.roles]
    check_one_holder(school.pk, roles, membership_id=membership.pk)
    for role in roles:
        RoleGrant.objects.create(school=school, membership=membership, valid_from=today, **role._asdict())
    return membership


def _write_down(membership: Membership, invitation: Invitation) -> None:
    user = membership.user
    actor = Actor(
        user.pk,
        membership.pk,
        membership.staff_id,
        membership.school_id,
        user.name,
        "",
        frozenset(),
        frozenset(),
    )
    append(actor, action="join", subject=f"membership:{membership.pk}", body={"roles": invitation.roles})


def digest(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
