"""The calls for help that wait, as the inbox and the board show them to whoever may answer."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.naming import names_of
from evenhand.apps.conduct import selectors
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that nobody has answered: who called, from where, and since when."""

    pk: int
    adult: str
    where: str
    since: str


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """The calls that this person may answer, oldest first; none for everybody else."""
    if Capability.ANSWER_HELP not in actor.capabilities:
        return ()
    found = selectors.open_help_calls()
    if not found:
        return ()
    school = school_of(actor.school_id)
    adults = names_of({call.by_id for call in found})
    return tuple(_waiting(school, call, adults.get(call.by_id, call.by.name)) for call in found)


def _waiting(school: School, call: HelpCall, adult: str) -> Waiting:
    group = call.lesson.group.name if call.lesson else ""
    pupil = f"with {call.pupil.first_name}" if call.pupil else ""
    where = ", ".join(part for part in (_place(call), group, pupil) if part)
    since = f"{local(school, call.at).time:%H:%M}"
    if call.arrived_at is not None:
        since += f", arrived {local(school, call.arrived_at).time:%H:%M}: the device had no network"
    return Waiting(call.pk, adult, where, since)


def _place(call: HelpCall) -> str:
    """The place as it was told; a bare number is a room."""
    if not call.place:
        return "Place not known"
    return f"Room {call.place}" if call.place[0].isdigit() else call.place
