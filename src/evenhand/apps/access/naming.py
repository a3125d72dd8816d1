"""What the users of a school are called there."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.apps.access.models import Membership
from evenhand.apps.tenancy.keeping import Kept
from evenhand.apps.tenancy.scoping import current_school_id

__all__ = ["known_as", "names_of"]

_names: Kept[dict[int, str]] = Kept()


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """The name of each of these users at the school whose scope is open, at most a moment old: Ms N. Okonjo.

    One query gives all of the school's names, which the process keeps for its next pages.
    """
    wanted = {ident for ident in user_ids if ident}
    if not wanted:
        return {}
    held = _names.get(current_school_id(), _read)
    return {ident: held[ident] for ident in wanted if ident in held}


def known_as(membership: Membership) -> str:
    """The name that a member of staff goes by; another user's own."""
    return membership.staff.short_name if membership.staff else membership.user.name


def _read() -> dict[int, str]:
    rows = Membership.objects.select_related("staff", "user").only(
        "user_id", "staff__title", "staff__given", "staff__family", "user__name"
    )
    return {row.user_id: known_as(row) for row in rows.order_by()}
