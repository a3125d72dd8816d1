"""The PIN that opens a locked device: set by its owner, looked up by the server, and known to the device as a digest.

The digest is PBKDF2 with SHA-256, which a browser can work out for itself when there is no network. A short PIN
cannot withstand somebody who takes the device apart: it keeps a shared device closed between two people, no more.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import Pin
from evenhand.apps.tenancy.clock import now

__all__ = ["MOST_TRIES", "Unfit", "clear_pin", "fits", "pin_of", "set_pin", "told_to_device"]

MOST_TRIES = 5
_SHAPE = re.compile(r"[0-9]{4,8}")
_hasher = PBKDF2PasswordHasher()


class Unfit(Exception):
    """A PIN that cannot be taken; the words say why."""


def pin_of(actor: Actor) -> Pin | None:
    """The actor's PIN, if one is set."""
    return Pin.objects.filter(membership_id=_person(actor)).first()


def set_pin(actor: Actor, pin: str) -> None:
    """Set or change the PIN: four to eight figures, not all the same and not simply counted."""
    if not _SHAPE.fullmatch(pin):
        raise Unfit("Write four to eight figures.")
    if len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210":
        raise Unfit("Choose figures that are harder to guess.")
    encoded = _hasher.encode(pin, _hasher.salt())
    Pin.objects.update_or_create(
        school_id=actor.school_id,
        membership_id=_person(actor),
        defaults={"digest": encoded, "set_at": now()},
    )


def clear_pin(actor: Actor) -> None:
    """Devices no longer lock for this person."""
    Pin.objects.filter(membership_id=_person(actor)).delete()


def fits(actor: Actor, pin: str) -> bool:
    """Whether that is the actor's PIN."""
    held = pin_of(actor)
    return held is not None and bool(_hasher.verify(pin, held.digest))


def _person(actor: Actor) -> int:
    if actor.membership_id is None:
        raise ValueError("only a person has a PIN")
    return actor.membership_id


def told_to_device(held: Pin) -> dict[str, Any]:
    """What the owner's device is told, so that it can test the PIN without a network."""
    _, iterations, salt, digest = held.digest.split("$", 3)
    return {"salt": salt, "iterations": int(iterations), "digest": digest}
