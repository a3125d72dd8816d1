"""Where detentions are held and what pupils have besides: rooms, seats given by hand, commitments."""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.detentions.models import Commitment, OwedTime, Room
from evenhand.apps.people.models import Pupil


class Weekly(NamedTuple):
    """A commitment as it is said: what, on which weekday (Monday is 0), from when to when."""

    kind: str
    words: str
    weekday: int
    starts: time
    ends: time


@transaction.atomic
def save_room(actor: Actor, *, name: str, capacity: int, order: int) -> Room:
    """Keep a room, new or known by its name; a closed one is opened again."""
    room, _ = Room.objects.update_or_create(
        school_id=actor.school_id,
        name=name.strip(),
        defaults={"capacity": capacity, "order": order, "closed": False},
    )
    append(
        actor,
        action="detention.room",
        subject=f"room:{room.pk}",
        body={"name": room.name, "capacity": capacity},
    )
    return room


@transaction.atomic
def change_room(actor: Actor, *, room: Room, capacity: int, order: int) -> None:
    """Other seats in a room that is in use, or another place in the order in which rooms fill."""
    Room.objects.filter(pk=room.pk).update(capacity=capacity, order=order)
    append(
        actor,
        action="detention.room",
        subject=f"room:{room.pk}",
        body={"name": room.name, "capacity": capacity},
    )


@transaction.atomic
def close_room(actor: Actor, *, room: Room) -> None:
    """Use a room no more; who was given a seat there by hand is seated anew."""
    Room.objects.filter(pk=room.pk).update(closed=True)
    append(actor, action="detention.room_closed", subject=f"room:{room.pk}", body={"name": room.name})


@transaction.atomic
def give_room(actor: Actor, *, owed: OwedTime, room: Room | None) -> None:
    """Seat one pupil in a room by hand, or leave it to the order of the rooms again."""
    OwedTime.objects.filter(pk=owed.pk).update(room=room)
    append(
        actor,
        action="detention.seat",
        subject=f"owed:{owed.pk}",
        body={"pupil": owed.pupil_id, "room": room.name if room else ""},
    )


@transaction.atomic
def add_commitment(actor: Actor, *, pupil: Pupil, weekly: Weekly, since: date) -> Commitment:
    """Keep what a pupil has every week."""
    row = Commitment.objects.create(
        school_id=actor.school_id,
        pupil=pupil,
        valid_from=since,
        recorded_by_id=actor.user_id,
        **weekly._asdict(),
    )
    append(
        actor,
        action="commitment.added",
        subject=f"pupil:{pupil.pk}",
        body={"kind": row.kind, "day": row.weekday},
    )
    return row


@transaction.atomic
def end_commitment(actor: Actor, *, commitment: Commitment, last: date) -> None:
    """A commitment holds no more after that day."""
    Commitment.objects.filter(pk=commitment.pk).update(valid_to=last)
    append(
        actor,
        action="commitment.ended",
        subject=f"pupil:{commitment.pupil_id}",
        body={"kind": commitment.kind, "day": commitment.weekday},
    )
