"""What is recorded at the gate: a late arrival, that it was none after all, and praise."""

from __future__ import annotations

from uuid import UUID, uuid5

from evenhand.apps.access.actors import Actor
from evenhand.apps.attendance.codes import here
from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.attendance.foretelling import code_for
from evenhand.apps.attendance.models import AM
from evenhand.apps.attendance.pages import session_now
from evenhand.apps.attendance.services import Marked, Said, mark
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.engine.values import EventKind, Where

GATE = "gate"


def came_late(actor: Actor, *, pupil: Pupil, minutes: int, reason: str = "") -> Marked:
    """Mark a pupil late now: before the register closes by one code, after that by another. Once a session."""
    ground = ground_of(actor.school_id)
    slot = session_now(ground, pupil)
    said = Said(pupil.pk, ground.today, slot, code_for(ground, minutes), minutes, reason.strip())
    return mark(actor, said=[said], source=GATE)


def was_on_time(actor: Actor, *, pupil: Pupil) -> Marked:
    """Correct this morning's late mark. Raises Refused where it is another's and the actor leads nobody."""
    ground = ground_of(actor.school_id)
    return mark(actor, said=[Said(pupil.pk, ground.today, AM, here(AM))], source=GATE)


def praise_at_gate(actor: Actor, *, pupil: Pupil, code: str, token: str) -> str:
    """Record a recognition at the gate and return its label. The id follows from the page's token: two taps are one."""
    ground = ground_of(actor.school_id)
    gate = ground.rules.pack.gate
    item = ground.rules.item(code)
    try:
        event_id = uuid5(UUID(token), f"{pupil.pk}/{code}")
    except ValueError:
        raise Refused((Problem("", "token", "Open the page again before you tap."),)) from None
    if item is None:
        raise Refused((Problem("", "code", "Choose a recognition from the policy's list."),))
    command = Command(
        event_id,
        EventKind.ACHIEVEMENT,
        pupil.pk,
        code=item.code,
        where=Where.OUT_OF_CLASS,
        place=gate.place if gate else "Gate",
    )
    record(actor, commands=[command])
    return item.label
