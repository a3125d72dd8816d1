"""The number beside the inbox in the rail: what this person owes, asked of the database at most once a second."""

from __future__ import annotations

from time import monotonic

from django.http import HttpRequest

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.selectors import open_things

FRESH_SECONDS = 1.0
KEPT = 2_000
_seen: dict[int, tuple[float, int]] = {}


def open_count(request: HttpRequest) -> int:
    """How many things wait for whoever asks; nought for those without an inbox."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.membership_id is None or Capability.DO_TASKS not in actor.capabilities:
        return 0
    known = _seen.get(actor.membership_id)
    if known and monotonic() - known[0] < FRESH_SECONDS:
        return known[1]
    if len(_seen) >= KEPT:
        _seen.clear()
    count = open_things(actor)
    _seen[actor.membership_id] = (monotonic(), count)
    return count


def forget(membership_id: int | None = None) -> None:
    """Count anew at the next question, after this person did something; without an id for everybody."""
    if membership_id is None:
        _seen.clear()
    else:
        _seen.pop(membership_id, None)
