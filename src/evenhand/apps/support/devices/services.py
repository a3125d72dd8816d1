"""Marking in: what became of a pupil's device on arrival, in the day, and on leaving.

Who keeps a device is on site and with an adult: nothing here sends anybody home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Deadline
from evenhand.apps.casework.raising import mark_seen
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.apps.support.devices import standing
from evenhand.apps.support.devices.standing import EXEMPT, FOUND, HANDED_IN, NONE, REFUSED, RETURNED, Terms
from evenhand.apps.support.models import DeviceExemption, DeviceMark
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.values import EventKind, Where

KEPT = "device_kept"
SPACE = UUID("6d0f0c52-5b3f-4d0e-9c0e-2f3b0a6d7e11")
LONGEST_SLOT = 12
LONGEST_REASON = 200


class BadMark(ValueError):
    """It cannot be kept so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a pupil at the door: the mark, of which device, where it lies, who stays with the pupil."""

    mark: str
    device: str = ""
    slot: str = ""
    adult_id: int | None = None


@transaction.atomic
def mark_in(actor: Actor, *, pupil: Pupil, said: Said) -> DeviceMark | None:
    """The pupil is in: one of handed in, none today, kept, or exempt. None where that is how it stands already.

    A device that is kept is an entry, from which follows what the policy declares. Raises BadMark.
    """
    terms, day = _terms(actor), today(school_of(actor.school_id))
    _one_at_a_time(actor)
    before = standing.standings_on(day, [pupil.pk]).get(pupil.pk, standing.NOT_ASKED)
    if said.mark not in standing.ARRIVING:
        raise BadMark("Choose what became of the device.")
    if before.answer == said.mark and said.mark != HANDED_IN:
        return None
    if before.answer == HANDED_IN and said.mark != HANDED_IN:
        raise BadMark("A device was handed in already. Give it back if that was a mistake.")
    _check(terms, pupil, said, day)
    event = _entry(actor, terms.declared.kept, pupil, day, terms.place) if said.mark == REFUSED else None
    row = _write(actor, pupil, said, event)
    if said.mark == REFUSED:
        due = row.at + timedelta(minutes=terms.alert_minutes)
        Deadline.objects.create(
            school_id=actor.school_id, kind=KEPT, key=str(row.pk), due_at=due, body={"mark": row.pk}
        )
    elif before.waits:
        mark_seen(kind=KEPT, subject=f"pupil:{pupil.pk}/{day.isoformat()}", at=row.at)
    return row


@transaction.atomic
def found(
    actor: Actor, *, pupil: Pupil, said: Said, place: str = "", event: Event | None = None
) -> DeviceMark:
    """A device was found in the day: a note unless it was noted before, and it goes into the register. Raises BadMark."""
    terms, day = _terms(actor), today(school_of(actor.school_id))
    _one_at_a_time(actor)
    _check_stored(terms, pupil, said, day)
    if event is None:
        event = _entry(actor, terms.declared.found, pupil, day, place.strip())
    elif DeviceMark.objects.filter(event=event).exists():
        raise BadMark("This device is in the register already.")
    return _write(actor, pupil, Said(FOUND, said.device, said.slot), event)


@transaction.atomic
def give_back(actor: Actor, *, pupil: Pupil, device: str) -> DeviceMark:
    """The pupil has the device back. Raises BadMark where the school does not hold it."""
    day = today(school_of(actor.school_id))
    _one_at_a_time(actor)
    before = standing.standings_on(day, [pupil.pk]).get(pupil.pk, standing.NOT_ASKED)
    held = [one for one in before.held if one.device == device and one.returned is None]
    if not held:
        raise BadMark("This was given back already.")
    return _write(actor, pupil, Said(RETURNED, device, held[0].slot), None)


@transaction.atomic
def agree(actor: Actor, *, pupil: Pupil, device: str, reason: str, until: date | None) -> DeviceExemption:
    """Agree that a pupil keeps a device, such as an aid. A new agreement ends the one before. Raises BadMark."""
    terms, day = _terms(actor), today(school_of(actor.school_id))
    if device not in {one.id for one in terms.devices}:
        raise BadMark("Choose the device.")
    if not reason.strip():
        raise BadMark("Say what the pupil needs the device for.")
    if until is not None and until < day:
        raise BadMark("The day until which this holds lies in the past.")
    if problem := typed.too_long("The reason has", reason, LONGEST_REASON):
        raise BadMark(problem)
    end_agreement(actor, pupil=pupil)
    row = DeviceExemption.objects.create(
        school_id=actor.school_id, pupil=pupil, device=device, reason=reason.strip(),
        valid_from=day, valid_to=until, by_id=actor.person,
    )  # fmt: skip
    append(actor, action="device.agreed", subject=f"pupil:{pupil.pk}", body={"device": device})
    return row


@transaction.atomic
def end_agreement(actor: Actor, *, pupil: Pupil) -> None:
    """The pupil hands devices in again, from today."""
    day = today(school_of(actor.school_id))
    held = standing.exemptions_on(day, [pupil.pk]).get(pupil.pk)
    if held is not None:
        held.valid_to = day - timedelta(days=1)
        held.save(update_fields=["valid_to"])
        append(actor, action="device.ended", subject=f"pupil:{pupil.pk}", body={"agreement": held.pk})


def _one_at_a_time(actor: Actor) -> None:
    """Two adults at two doors see each other's marks, so that no slot holds the devices of two pupils."""
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id)


def _terms(actor: Actor) -> Terms:
    terms = standing.terms_of(actor.school_id)
    if terms is None:
        raise BadMark("Nothing is handed in at this school.")
    return terms


def _check(terms: Terms, pupil: Pupil, said: Said, day: date) -> None:
    if said.mark == HANDED_IN:
        _check_stored(terms, pupil, said, day)
    elif said.mark == EXEMPT and pupil.pk not in standing.exemptions_on(day, [pupil.pk]):
        raise BadMark("No agreement to keep a device is on the profile.")
    elif said.mark == REFUSED:
        if said.device not in {one.id for one in terms.devices}:
            raise BadMark("Choose the device.")
        if not Membership.objects.filter(user_id=said.adult_id or 0).exists():
            raise BadMark("Say which adult stays with the pupil. Nobody waits alone.")


def _check_stored(terms: Terms, pupil: Pupil, said: Said, day: date) -> None:
    if said.device not in {one.id for one in terms.devices}:
        raise BadMark("Choose the device.")
    slot = _slot(said.slot)
    if problem := typed.too_long("The slot has", slot, LONGEST_SLOT):
        raise BadMark(problem)
    if not slot:
        raise BadMark("Say in which slot it lies, so that it is found again.")
    for pupil_id, other in standing.standings_on(day).items():
        for held in other.held:
            if held.returned is not None:
                continue
            if (pupil_id, held.device) == (pupil.pk, said.device):
                raise BadMark(f"The school holds this already, in slot {held.slot}.")
            if held.slot == slot:
                raise BadMark(f"Slot {slot} is taken. Choose another.")


def _slot(text: str) -> str:
    return " ".join(text.split()).upper()


def _entry(actor: Actor, code: str, pupil: Pupil, day: date, place: str) -> Event:
    """What is recorded of it: once for each time that it happened that day."""
    many = DeviceMark.objects.filter(pupil=pupil, day=day, event__isnull=False).count()
    command = Command(
        uuid5(SPACE, f"{pupil.pk}/{day.isoformat()}/{code}/{many}"),
        EventKind.CONCERN,
        pupil.pk,
        code=code,
        where=Where.OUT_OF_CLASS,
        place=place,
    )
    return record(actor, commands=[command]).done[0].event


def _write(actor: Actor, pupil: Pupil, said: Said, event: Event | None) -> DeviceMark:
    row = DeviceMark.objects.create(
        school_id=actor.school_id, pupil=pupil, day=today(school_of(actor.school_id)),
        device="" if said.mark == NONE else said.device, mark=said.mark,
        slot=_slot(said.slot) if said.mark in (HANDED_IN, FOUND, RETURNED) else "",
        adult_id=said.adult_id if said.mark == REFUSED else None, event=event, by_id=actor.person, at=now(),
    )  # fmt: skip
    append(actor, action=f"device.{said.mark}", subject=f"pupil:{pupil.pk}", body={"mark": row.pk})
    return row
