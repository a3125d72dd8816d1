"""Writes of the policy in force: a school adopts a pack from a day on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import forget, pack
from evenhand.packs.reader import pack_ids


@transaction.atomic
def adopt_pack(actor: Actor, *, pack_id: str, valid_from: date, reason: str = "") -> PolicyInForce:
    """Let a pack be in force from a day on. Whoever sets a school up chooses the first; later only authors do.

    Raises PermissionError, and ValueError for a pack that is not known.
    """
    first = not PolicyInForce.objects.filter(school_id=actor.school_id).exists()
    needed = Capability.MANAGE_SCHOOL if first else Capability.WRITE_POLICY
    if needed not in actor.capabilities:
        raise PermissionError("only those who write policy adopt another pack")
    if pack_id not in pack_ids():
        raise ValueError(f"there is no pack {pack_id!r}: choose one of {', '.join(pack_ids())}")
    chosen = pack(pack_id)
    made = PolicyInForce.objects.create(
        school_id=actor.school_id,
        pack_id=chosen.id,
        pack_version=chosen.version,
        pack_digest=chosen.digest,
        valid_from=valid_from,
        adopted_by_id=actor.user_id,
        reason=reason,
    )
    append(
        actor,
        action="adopt_pack",
        subject=f"policy:{made.pk}",
        body={
            "pack": chosen.id,
            "digest": chosen.digest,
            "valid_from": valid_from.isoformat(),
            "reason": reason,
        },
    )
    transaction.on_commit(lambda: forget(actor.school_id))
    forget(actor.school_id)
    return made
