"""One incident with several pupils: each has a role and words of their own, and only what somebody did is decided."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.models import Account, Event, Incident, Involvement
from evenhand.apps.conduct.services import record
from evenhand.apps.conduct.writing import payload_digest
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.engine.facts import Answer, Fact
from evenhand.engine.values import EventKind, Where

ALLEGED: Final = "alleged"
HARMED: Final = "harmed"
REPORTER: Final = "reporter"
ROLES: Final[Mapping[str, str]] = {
    ALLEGED: "Took part",
    HARMED: "Was harmed",
    "witness": "Saw it",
    REPORTER: "Told us",
}
# A matter between these is a conflict (INF-RJ-1); who saw it or told of it has no part in it.
IN_CONFLICT: Final = frozenset({ALLEGED, HARMED})
MOST_PUPILS = 30
LONGEST = 4_000
LETTERS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Part:
    """One pupil's part: `code` is the act where the pupil took part, `words` what is known of this pupil alone."""

    pupil: Pupil
    role: str
    words: str
    code: str = ""
    details: Mapping[str, Fact] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as an adult tells it. `id` is made by the page, so that two sends are one incident."""

    id: UUID
    parts: Sequence[Part]
    words: str
    place: str = ""
    happened_at: datetime | None = None
    lesson_id: int | None = None


@transaction.atomic
def report(actor: Actor, *, told: Told) -> Incident:
    """Record an incident: one event for each pupil who took part, an involvement with words for each of the others.

    Raises:
        Refused: every pupil who took part needs an act and evidence of their own; nothing was recorded.
        Conflicting: the page was sent before with something else.
    """
    if problems := _problems(told):
        raise Refused(tuple(Problem(str(told.id), where, words) for where, words in problems))
    done = record(actor, commands=_commands(told, _between(actor, told))).done
    incident = Incident.objects.get(pk=done[0].event.incident_id)
    if not done[0].again:
        involve(actor, told=told)
    return incident


@transaction.atomic
def add_account(actor: Actor, *, involvement: Involvement, words: str) -> Account:
    """Add what one of those involved said later. Raises Refused where nothing is said."""
    if not words.strip():
        raise Refused((Problem(str(involvement.incident_id), "words", "Write what was said."),))
    row = Account.objects.create(
        school_id=actor.school_id, involvement=involvement, words=words.strip()[:LONGEST],
        salt=secrets.token_hex(16), by_id=actor.person,
    )  # fmt: skip
    _chain(actor, involvement.incident_id, [row])
    return row


def accounts_of(incident: Incident) -> list[Involvement]:
    """Those involved with what they said, the pupils in the order in which they were named, the adult last."""
    rows = incident.involvements.select_related("pupil", "staff").prefetch_related("accounts__by")
    return sorted(rows.order_by("pk"), key=lambda row: row.pupil_id is None)


def evidence_of(incident: Incident) -> dict[int, Event]:
    """What each pupil who took part did, with the words about that pupil, by pupil."""
    rows = Event.objects.filter(incident=incident).select_related("payload").order_by("-seq")
    return {row.pupil_id: row for row in rows}


def labels_for(incident: Incident, pupil: Pupil) -> dict[int, str]:
    """What the others are called in this pupil's copy: Pupil B, Pupil C, in the order of their names' ids."""
    others = (
        incident.involvements.filter(pupil__isnull=False)
        .exclude(pupil=pupil)
        .order_by("pupil_id")
        .values_list("pupil_id", flat=True)
    )
    return {pk: f"Pupil {LETTERS[n % len(LETTERS)]}" for n, pk in enumerate(dict.fromkeys(others))}


def masked(words: str, others: Mapping[Pupil, str]) -> str:
    """Words in which the names of other pupils are replaced by what the copy calls them."""
    for pupil, label in others.items():
        names = {
            pupil.display_name,
            f"{pupil.given} {pupil.family}",
            pupil.given,
            pupil.preferred,
            pupil.family,
        }
        for name in sorted((name for name in names if name.strip()), key=len, reverse=True):
            words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", label, words, flags=re.IGNORECASE)
        words = words.replace(f"{label} {label}", label)
    return words


def _problems(told: Told) -> list[tuple[str, str]]:
    acted = [part for part in told.parts if part.role == ALLEGED]
    found = [
        (
            "words",
            f"Say what you know of {part.pupil.first_name} alone: each pupil needs evidence of their own.",
        )
        for part in acted
        if not part.words.strip()
    ]
    found += [
        ("code", f"Choose what {part.pupil.first_name} did, or another part.")
        for part in acted
        if not part.code
    ]
    found += [
        ("role", f"Choose the part of {part.pupil.first_name}.")
        for part in told.parts
        if part.role not in ROLES
    ]
    if len({part.words.strip().casefold() for part in acted if part.words.strip()}) < sum(
        1 for part in acted if part.words.strip()
    ):
        found.append(("words", "Two pupils have the same words. Write for each what that pupil did."))
    if not acted:
        found.append(("role", "Choose at least one pupil who took part; the others are named beside."))
    if not told.words.strip():
        found.append(("words", "Say once what happened."))
    if len(told.parts) > MOST_PUPILS or max(len(part.words) for part in told.parts or [_NOBODY]) > LONGEST:
        found.append(("words", f"{MOST_PUPILS} pupils and {LONGEST:,} characters for each are the most."))
    return found


_NOBODY = Part(Pupil(), "", "")


def _between(actor: Actor, told: Told) -> dict[str, Fact]:
    """Who was in conflict, where the policy suggests a session for that: said once, with the first who took part."""
    pack = policy_of(actor.school_id).pack
    if not any(talk.between and talk.suggest_role for talk in pack.conversations.values()):
        return {}
    parties = tuple(f"pupil-{part.pupil.pk}" for part in told.parts if part.role in IN_CONFLICT)
    return {"conflict": True, "parties": parties} if len(parties) > 1 else {}


def _commands(told: Told, between: Mapping[str, Fact]) -> list[Command]:
    acted = [part for part in told.parts if part.role == ALLEGED]
    return [
        Command(
            uuid5(told.id, f"{part.pupil.pk}/{part.code}"),
            EventKind.CONCERN,
            part.pupil.pk,
            part.code,
            happened_at=told.happened_at,
            where=Where.LESSON if told.lesson_id else Where.OUT_OF_CLASS,
            lesson_id=told.lesson_id,
            place=told.place,
            details={**part.details, **(between if part is acted[0] else {})},
            answers=part.answers,
            text=part.words.strip(),
            incident=told.id,
        )
        for part in acted
    ]


def involve(actor: Actor, *, told: Told) -> None:
    """The involvements of those of whom nothing is decided, with their words, and what the adult tells of the whole.

    Its events are recorded already. Needs a transaction.
    """
    incident, rows = Incident.objects.get(pk=told.id), []
    for part in told.parts:
        if part.role != ALLEGED:
            row = Involvement.objects.create(
                school_id=actor.school_id, incident=incident, pupil=part.pupil, role=part.role
            )
            if part.words.strip():
                rows.append((row, part.words))
    own = Involvement.objects.create(
        school_id=actor.school_id, incident=incident, staff_id=actor.staff_id, role=REPORTER
    )
    rows.append((own, told.words))
    made = [
        Account.objects.create(
            school_id=actor.school_id, involvement=row, words=words.strip(),
            salt=secrets.token_hex(16), by_id=actor.person,
        )
        for row, words in rows
    ]  # fmt: skip
    _chain(actor, incident.pk, made)


def _chain(actor: Actor, incident_id: UUID, rows: Sequence[Account]) -> None:
    append(
        actor,
        action="incident.told",
        subject=f"incident:{incident_id}",
        body={"accounts": [[row.pk, payload_digest(row.salt, row.words, {})] for row in rows]},
    )
