"""What set-up asks of a school whose policy has a removal room: one owner, and somebody who runs it."""

from __future__ import annotations

from datetime import date

from evenhand.apps.casework.alerting import holders, role_title
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.engine.values import Role

OWNER = Role.BEHAVIOUR_LEAD
MANAGER = Role.REMOVAL_MANAGER


class OwnerTaken(Exception):
    """The room has an owner already, and may have one only."""


def problems(school: School, day: date) -> tuple[str, ...]:
    """What is missing or too many of, in words for the set-up page; nothing where the policy has no such room."""
    if not _has_room(school):
        return ()
    found = []
    owners = holders(school, OWNER, day)
    owner = role_title(school, OWNER)
    if not owners:
        found.append(f"Nobody is {owner}. Name exactly one.")
    elif len(owners) > 1:
        names = ", ".join(owners.values())
        found.append(f"{len(owners)} people are {owner}: {names}. Keep exactly one.")
    if not holders(school, MANAGER, day):
        found.append(f"Nobody is {role_title(school, MANAGER)}. Name at least one.")
    return tuple(found)


def demand_one_owner(school: School, user_id: int, role: str, day: date) -> None:
    """Before a role is granted: refuse a second owner of the room.

    Raises:
        OwnerTaken: somebody else holds the role from that day.
    """
    if role != OWNER or not _has_room(school):
        return
    others = [name for ident, name in holders(school, OWNER, day).items() if ident != user_id]
    if others:
        raise OwnerTaken(
            f"{others[0]} is {role_title(school, OWNER)}. End that first: there may be only one."
        )


def _has_room(school: School) -> bool:
    return any(item.kind == "removal_room" for item in policy_of(school.pk).pack.placements.values())
