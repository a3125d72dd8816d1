"""Alone in a closed space, or kept from leaving: never a time out, but a record of its own (G18)."""

from __future__ import annotations

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.services import record
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import Stay, StayNote
from evenhand.apps.removal.services import finish_station, log
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.engine.values import EventKind, Where

STATION = "free_to_leave"
# The case that the policy opens instead; a policy without it has none.
CASE = "restrictive_intervention"
YES, NO = "Alone, or kept from leaving", "Not alone, and free to leave"


def is_asked(seen: Ground, stay: Stay) -> bool:
    """Whether the policy asks this of the stay."""
    return any(item.id == STATION for item in seen.placement(stay).stations)


@transaction.atomic
def answer(*, actor: Actor, stay: Stay, kept: bool, reason: str = "") -> StayNote:
    """Answer the question. No completes its station; yes opens the other record, and needs a reason.

    Raises:
        Refused: yes without a reason, or the policy lets this person not open the record.
    """
    seen = ground(actor)
    if not is_asked(seen, stay):
        raise Refused((Problem("", "kept", "The policy does not ask this here."),))
    if not kept:
        if not stay.stations.filter(station=STATION).exists() and stay.stage == "here":
            finish_station(actor=actor, stay=stay, station=STATION)
        return log(actor=actor, stay=stay, kind=STATION, words=NO)
    if not reason.strip():
        raise Refused((Problem("", "reason", "Say why, and what made it necessary."),))
    command = Command(
        event_id=new_event_id(),
        kind=EventKind.CASE,
        pupil_id=stay.pupil_id,
        code="open",
        where=Where.PLACEMENT,
        details={"path": CASE, "reason": reason.strip()},
    )
    record(actor, commands=[command])
    return log(actor=actor, stay=stay, kind=STATION, words=YES)
