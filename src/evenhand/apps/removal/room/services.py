"""What adults write down of the day in the room. None of it is an incident, and none posts anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.overtaking import Standing, demand_current
from evenhand.apps.audit.services import append
from evenhand.apps.casework import rota
from evenhand.apps.casework.models import Alert, OnDuty
from evenhand.apps.casework.raising import mark_seen
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import MealNeed, RoomNote, Stay, StayDay, StayPeriod
from evenhand.apps.tenancy.clock import now
from evenhand.engine.values import Role

# What a tap stamps once on a day of a stay: the column of the time.
STAMPS = ("collected", "break", "lunch", "left")
HERE, AWAY = "here", "away"
SUPERVISE, VISIT = "supervise", "visit"
NOTE = "room_note"
# Who finds a note of the room in the inbox, of the roles that the policy knows.
NOTE_TO = (Role.REMOVAL_MANAGER, Role.REMOVAL_STAFF, Role.DUTY_STAFF)
LONGEST_NOTE = 1_000


@transaction.atomic
def stamp(*, actor: Actor, stay: Stay, what: str, undo: bool = False) -> StayDay:
    """Stamp what happened today, one of `STAMPS`, or take the stamp back. A second stamp keeps the first time."""
    if what not in STAMPS:
        raise ValueError(f"{what!r} is not one of {', '.join(STAMPS)}")
    row = day_row(stay, ground(actor).moment.day)
    if undo == (getattr(row, f"{what}_at") is not None):
        setattr(row, f"{what}_at", None if undo else now())
        setattr(row, f"{what}_by_id", None if undo else actor.user_id)
        row.save(update_fields=[f"{what}_at", f"{what}_by"])
        done = f"{what}_undone" if undo else what
        append(actor, action="stay." + done, subject=f"stay:{stay.pk}", body={"day": row.day.isoformat()})
    return row


@transaction.atomic
def name_escort(*, actor: Actor, stay: Stay, user_id: int) -> StayDay:
    """Say who walks the pupil off the site today."""
    _demand_colleague(user_id)
    row = day_row(stay, ground(actor).moment.day)
    row.escort_id = user_id
    row.save(update_fields=["escort"])
    append(actor, action="stay.escort", subject=f"stay:{stay.pk}", body={"by": user_id})
    return row


@transaction.atomic
def register(*, actor: Actor, period: str, stays: Sequence[Stay], here: Collection[UUID]) -> int:
    """Take the register of a period for these stays; those not named are away. Returns how many are here."""
    day, moment = ground(actor).moment.day, now()
    known = {row.stay_id: row for row in StayPeriod.objects.filter(day=day, period=period, stay__in=stays)}
    for stay in stays:
        row = known.get(stay.pk) or StayPeriod(school_id=stay.school_id, stay=stay, day=day, period=period)
        row.mark = HERE if stay.pk in here else AWAY
        row.marked_at, row.marked_by_id = moment, actor.user_id
        row.save()
    there = sum(stay.pk in here for stay in stays)
    body = {"here": there, "away": len(stays) - there}
    append(actor, action="room.register", subject=f"period:{day.isoformat()}/{period}", body=body)
    return there


def name_duty(*, actor: Actor, period: str, kind: str, user_id: int) -> OnDuty:
    """Name who supervises the room in a period of today, or which senior leader visits it."""
    if kind not in (SUPERVISE, VISIT):
        raise ValueError(f"{kind!r} is neither {SUPERVISE} nor {VISIT}")
    day = ground(actor).moment.day
    return rota.put_on(actor, day=day, kind=kind, user_id=user_id, period=period, action=f"room.{kind}")


def drop_duty(*, actor: Actor, duty: OnDuty) -> None:
    """Take a name off a period. Raises Refused for a visit that was made."""
    rota.take_off(actor, duty=duty, action="room.duty_dropped")


@transaction.atomic
def visit(*, actor: Actor, period: str) -> OnDuty:
    """A senior leader is in the room now: log the visit, on the rota or beside it."""
    row = name_duty(actor=actor, period=period, kind=VISIT, user_id=actor.user_id or 0)
    return rota.done(actor, duty=row, action="room.visited")


@transaction.atomic
def save_meal(
    *, actor: Actor, stay: Stay, school_lunch: bool, diet: str = "", seen: str | None = None
) -> MealNeed:
    """Note what the pupil eats, for today's list and for later stays.

    `seen` is the version with which the form was opened, None where no form was. Raises Overtaken where somebody else
    has noted other needs since.
    """
    Stay.objects.select_for_update(no_key=True).get(pk=stay.pk)
    demand_current(actor, seen, meal_of(stay.pupil_id), eaten(school_lunch=school_lunch, diet=diet.strip()))
    row, _ = MealNeed.objects.update_or_create(
        school_id=stay.school_id,
        pupil_id=stay.pupil_id,
        defaults={"school_lunch": school_lunch, "diet": diet.strip(), "at": now(), "by_id": actor.user_id},
    )
    append(actor, action="stay.meal", subject=f"stay:{stay.pk}", body={"school_lunch": school_lunch})
    return row


def eaten(*, school_lunch: bool, diet: str) -> dict[str, str]:
    """What is eaten, as its form has it."""
    return {"school_lunch": "yes" if school_lunch else "no", "diet": diet}


def meal_of(pupil_id: int) -> Standing:
    """What is noted of a pupil, and by whom; nothing where nothing is."""
    row = MealNeed.objects.filter(pupil_id=pupil_id).first()
    return (
        Standing(eaten(school_lunch=row.school_lunch, diet=row.diet), row.by_id, row.at)
        if row
        else Standing({})
    )


@transaction.atomic
def leave_note(*, actor: Actor, words: str) -> RoomNote:
    """Leave a note to the next adult in the room: on the day's page, and in the inbox of those on duty.

    The inbox says that there is a note, not what it says. Raises Refused without words, or with too many.
    """
    said = words.strip()
    if not said:
        raise Refused((Problem("", "words", "Write what the next adult needs to know."),))
    if len(said) > LONGEST_NOTE:
        raise Refused((Problem("", "words", f"{len(said):,} characters; {LONGEST_NOTE:,} is the most."),))
    seen = ground(actor)
    row = RoomNote.objects.create(
        school_id=actor.school_id, day=seen.moment.day, at=now(), by_id=actor.user_id, words=said
    )
    body = {"words": "A handover note waits on the day's page", "url": "/board/day/#notes"}
    Alert.objects.bulk_create(
        Alert(school_id=actor.school_id, at=row.at, role=str(role), kind=NOTE, subject=str(row.pk), body=body)
        for role in NOTE_TO
        if role in seen.pack.roles
    )
    append(actor, action="room.note", subject=f"note:{row.pk}", body={"length": len(said)})
    return row


@transaction.atomic
def see_note(*, actor: Actor, note: RoomNote) -> RoomNote:
    """The next adult has read the note; the inbox is cleared of it."""
    if note.seen_at is None:
        note.seen_at, note.seen_by_id = now(), actor.user_id
        note.save(update_fields=["seen_at", "seen_by"])
        mark_seen(kind=NOTE, subject=str(note.pk), at=note.seen_at)
        append(actor, action="room.note_seen", subject=f"note:{note.pk}", body={})
    return note


def day_row(stay: Stay, day: date) -> StayDay:
    """The row of a day of a stay, made where there is none yet."""
    row, _ = StayDay.objects.get_or_create(school_id=stay.school_id, stay=stay, day=day)
    return row


def _demand_colleague(user_id: int) -> None:
    if not Membership.objects.filter(user_id=user_id).exists():
        raise Refused((Problem("", "user", "There is no such person at this school."),))
