"""Putting messages into the outbox, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import Act, append_many
from evenhand.apps.conduct.models import Event
from evenhand.apps.letters.calls import open_calls
from evenhand.apps.letters.changing import Keep
from evenhand.apps.letters.filling import values_about
from evenhand.apps.letters.habits import Habits, habits_of
from evenhand.apps.letters.models import Channel, Delivery, Message, Status
from evenhand.apps.letters.ways import address_of, route
from evenhand.apps.letters.wording import PLAIN, form_of, word
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import Pack

HOLD = timedelta(seconds=30)
WAITS_FOR = "waits_for"
BY_HAND = {Channel.PRINT: Status.TO_PRINT, Channel.PHONE: Status.TO_PHONE}
FAMILY = "family"
# How the key of a message begins that a person chose to write.
HAND = "hand:"


class Gate(NamedTuple):
    """What must be cleared before a message goes: its kind ("task", "station", "proposal" or one's own) and its key."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to tell one audience about one pupil, before it is known to whom and by which way."""

    pupil: Pupil | None
    audience: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    cites: tuple[str, ...] = ()
    hold_until: datetime | None = None
    gate: Gate | None = None
    event: Event | None = None
    due_at: datetime | None = None
    made_at: datetime | None = None
    made_by: int | None = None
    dedupe: str = ""
    contact: Contact | None = None


class _Outbox(NamedTuple):
    """What the rows of one call share."""

    actor: Actor
    school: School
    pack: Pack
    habits: Habits


def queue_all(
    actor: Actor, *, school: School, sayings: Sequence[Saying], keep: Keep = append_many
) -> list[Message]:
    """Put messages into the outbox: one for each person to be told. What is there already is not put in again.

    Inside the transaction of what is told; one audit entry each.
    """
    rules = policy_of(school.pk).on(local(school, now()).day)
    outbox = _Outbox(actor, school, rules.pack, habits_of(rules))
    contacts = _contacts(saying.pupil for saying in sayings)
    rows: dict[str, Message] = {}
    for saying in sayings:
        family = contacts.get(saying.pupil.pk, []) if saying.pupil else []
        for contact in _told(outbox, saying, family):
            row = _row(outbox, saying, contact)
            rows.setdefault(row.dedupe, row)
    there = {row.dedupe: row for row in Message.objects.filter(dedupe__in=list(rows))} if rows else {}
    made = Message.objects.bulk_create([row for key, row in rows.items() if key not in there])
    Delivery.objects.bulk_create([_made(row) for row in made])
    if made:
        keep(actor, [_act(row) for row in made])
    open_calls([row for row in made if row.status == Status.TO_PHONE])
    return [there.get(key, row) for key, row in rows.items()]


def _contacts(pupils: Iterable[Pupil | None]) -> dict[int, list[Contact]]:
    """Who may be told, by pupil, the first to be told first."""
    found: dict[int, list[Contact]] = {}
    ids = {pupil.pk for pupil in pupils if pupil is not None}
    for contact in Contact.objects.filter(pupil_id__in=ids, may_be_told=True).order_by("order", "pk"):
        found.setdefault(contact.pupil_id, []).append(contact)
    return found


def _told(outbox: _Outbox, saying: Saying, family: list[Contact]) -> list[Contact | None]:
    """The persons to tell; nobody by name outside the family, or where no contact may be told."""
    if saying.contact is not None:
        return [saying.contact]
    if saying.audience != FAMILY or not family:
        return [None]
    return [*family] if outbox.habits.everybody else [family[0]]


def _row(outbox: _Outbox, saying: Saying, contact: Contact | None) -> Message:
    form = form_of(outbox.pack, saying.template)
    way = route(form, contact)
    values = values_about(outbox.school, saying.pupil, contact, saying.values)
    wanted = _wanted(saying, contact)
    worded = word(outbox.pack, saying.template, values, wanted=wanted, channel=way.channel)
    made_at = saying.made_at or now()
    held = max(saying.hold_until or made_at, made_at + HOLD)
    gate = saying.gate or Gate(WAITS_FOR if form.waits_for else "", "")
    by_hand = BY_HAND.get(Channel(way.channel), Status.QUEUED)
    together = outbox.habits.together if outbox.habits.together and not form.urgent else timedelta(0)
    row = Message(
        school=outbox.school,
        pupil=saying.pupil,
        contact=contact,
        event_id=saying.event.pk if saying.event else None,
        audience=saying.audience,
        channel=way.channel,
        language=worded.language,
        wanted=wanted,
        subject=worded.subject,
        body=worded.body,
        template=saying.template,
        values=values,
        cites=list(saying.cites or form.cites),
        sensitive=form.sensitive,
        status=Status.HELD if gate.kind else by_hand,
        gate_kind=gate.kind,
        gate_key=gate.key,
        hold_until=held,
        not_before=held + together,
        due_at=saying.due_at,
        dedupe=_key(saying, contact),
        collate=_collate(way.channel, contact, worded.language) if together else "",
        made_at=made_at,
        made_by_id=saying.made_by or outbox.actor.user_id,
    )
    row.note = way.note
    return row


def _wanted(saying: Saying, contact: Contact | None) -> str:
    """The language in which this person is written to; staff and authorities are written to in English."""
    if saying.audience != FAMILY:
        return PLAIN
    return (contact.lang if contact else "") or (saying.pupil.lang if saying.pupil else "") or PLAIN


def _collate(channel: str, contact: Contact | None, language: str) -> str:
    """What messages for one family share, also for brothers and sisters: the way, the address and the language."""
    address = address_of(channel, contact).replace(" ", "").lower()
    return f"{channel}:{address}:{language}" if address and channel in (Channel.EMAIL, Channel.TEXT) else ""


def _key(saying: Saying, contact: Contact | None) -> str:
    """What makes a message the same message: what brought it about, its words and whom it tells."""
    cause = saying.dedupe or (str(saying.event.pk) if saying.event else str(new_event_id()))
    pupil = saying.pupil.pk if saying.pupil else ""
    return f"{cause}:{pupil}:{saying.audience}:{saying.template}:{contact.pk if contact else ''}"


def _made(row: Message) -> Delivery:
    return Delivery(
        school_id=row.school_id,
        message=row,
        at=row.made_at,
        by_id=row.made_by_id,
        change="made",
        channel=row.channel,
        answer=row.note,
    )


def _act(row: Message) -> Act:
    body = {"template": row.template, "audience": row.audience, "pupil": row.pupil_id, "channel": row.channel}
    return Act("message.queued", f"message:{row.pk}", body)
