"""The rows of decided events: one form for `record` and for the bulk writer."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from evenhand.apps.audit.appending import OpenChain, Waiting, entry, waiting
from evenhand.apps.audit.chain import Plain
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event, EventPayload, Incident, Involvement, LedgerEntry
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.inserting import Ready, ReadyJson, Values, insert, ready_values
from evenhand.apps.tenancy.jsontext import canonical_text, decision_text, digest
from evenhand.apps.tenancy.reading import model_of
from evenhand.engine import facts as engine
from evenhand.engine.decisions import Decision, Post
from evenhand.engine.values import EventKind
from evenhand.engine.wire import digest_of_text, event_to_plain

UNNUMBERED = 0  # until the chain is open
# In the order in which they are written.
TABLES: tuple[type[Model], ...] = (Incident, Event, StoredDecision, Involvement, EventPayload, LedgerEntry)
NewRows = dict[type[Model], list[Values]]


@dataclass(frozen=True, slots=True)
class Decided:
    """One command with what the engine was told and answered, and the digests of the state before and after.

    `salt` covers the words; without one it is made by chance.
    """

    command: Command
    fact: engine.Event
    decision: Decision
    state_before: str
    state_after: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int | None
    by_name: str
    lesson_id: int | None = None
    salt: str = ""


@dataclass(slots=True)
class Rows:
    """The rows of a batch, to be written together. Only their numbers and the links wait for the chain."""

    decided: list[Decided] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    posts: list[int] = field(default_factory=list)
    batches: dict[type[Model], Ready] = field(default_factory=dict)
    links: Waiting | None = None

    def number(self, chain: OpenChain) -> None:
        """Give each event its number and link it to the chain, in order."""
        post = 0
        for place, event in enumerate(self.events):
            event.seq = chain.event_seq()
            self.batches[Event].number(place, "seq", event.seq)
            self.batches[StoredDecision].number(place, "seq", event.seq)
            for _ in range(self.posts[place]):
                self.batches[LedgerEntry].number(post, "seq", event.seq)
                post += 1
        if self.links is not None:
            chain.take_in(self.links)

    def write(self) -> None:
        """Write everything, incidents first. Keys between them are checked at commit."""
        if self.batches:
            insert(*self.batches.values())


def content_digest(command: Command) -> str:
    """The digest of what the device sent but for its words, by which a repeat is told from a conflict.

    The words have a salted digest of their own: one without salt would outlive their erasure and let them be guessed.
    """
    return digest(
        [
            command.kind,
            command.pupil_id,
            command.code,
            stamp(command.happened_at),
            command.where,
            command.lesson_id,
            command.place,
            {key: plain(value) for key, value in command.details.items()},
            [list(answer) for answer in command.answers],
            command.witness_id,
            command.on_behalf_of_id,
            command.about,
        ]
    )


def stamp(at: datetime | None) -> str:
    """An instant in ISO form, "" for none."""
    return at.isoformat() if at else ""


def plain(value: Any) -> Any:
    """A detail's value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def rows_of(school_id: int, decided: Sequence[Decided]) -> Rows:
    """The rows of decided events, in order."""
    rows = Rows(list(decided))
    values: NewRows = {model: [] for model in TABLES}
    incidents: dict[tuple[object, ...], UUID] = {}
    links: list[Values] = []
    for item in decided:
        incident = _incident(values, incidents, school_id, item)
        payload, words = _payload(school_id, item)
        answer = decision_text(item.decision)
        answer_digest, content = digest_of_text(answer), content_digest(item.command)
        entries = list(_entries(school_id, item))
        values[Event].append(_event(school_id, incident, item, content, words))
        rows.events.append(model_of(Event, values[Event][-1]))
        rows.events[-1].spoken = item.command.words
        links.append(_link(item, {"content": content, "decision": answer_digest, "payload": words}))
        rows.posts.append(len(entries))
        values[EventPayload].extend(payload)
        values[StoredDecision].append(_decision(school_id, item, answer, answer_digest))
        values[LedgerEntry].extend(entries)
    for model in TABLES:
        if values[model]:
            rows.batches[model] = ready_values(model, values[model])
    rows.links = waiting(school_id, links) if links else None
    return rows


def _link(item: Decided, body: dict[str, Plain]) -> Values:
    return entry(
        at=item.recorded_at,
        actor_id=item.by_id,
        actor_name=item.by_name,
        action="event." + item.fact.kind,
        subject=f"event:{item.fact.id}",
        body=body,
    )


def _incident(values: NewRows, made: dict[tuple[object, ...], UUID], school_id: int, item: Decided) -> UUID:
    """The id of the one incident for all parts that one adult records of one act at one moment in one place."""
    # A close concerns each pupil alone: nobody is involved in another's.
    apart = item.command.pupil_id if item.fact.kind == EventKind.CLOSE else None
    told = item.command.incident
    key = (told,) if told else (
        item.by_id, item.happened_at, item.fact.spot, item.fact.code, item.fact.kind, apart
    )  # fmt: skip
    incident = made.get(key)
    if incident is None:
        incident = made[key] = told or item.command.event_id
        values[Incident].append(
            {
                "id": incident,
                "school_id": school_id,
                "happened_at": item.happened_at,
                "where": item.fact.spot.where,
                "scope": item.fact.spot.scope,
                "period": item.fact.spot.period,
                "place": item.fact.spot.place,
                "lesson_id": item.lesson_id,
                "reporter_id": item.by_id,
            }
        )
    role = "alleged" if item.fact.kind == "concern" else "present"
    values[Involvement].append(
        {
            "school_id": school_id,
            "incident_id": incident,
            "pupil_id": item.command.pupil_id,
            "role": role,
        }
    )
    return incident


def _payload(school_id: int, item: Decided) -> tuple[list[Values], str]:
    """The row of the words apart from the event, if there are any, with the salted digest that the chain keeps."""
    command = item.command
    if not command.text and not command.words:
        return [], ""
    salt = item.salt or secrets.token_hex(16)
    row = {
        "event_id": command.event_id,
        "school_id": school_id,
        "text": command.text,
        "words": dict(command.words),
        "salt": salt,
    }
    return [row], payload_digest(salt, command.text, command.words)


def payload_digest(salt: str, text: str, words: Mapping[str, str]) -> str:
    """The salted digest of an event's words, by which they can be compared as long as they are kept."""
    return digest([salt, text, dict(words)] if words else [salt, text])


def _event(school_id: int, incident: UUID, item: Decided, content: str, payload: str) -> Values:
    command, fact = item.command, item.fact
    return {
        "id": command.event_id,
        "school_id": school_id,
        "seq": UNNUMBERED,
        "incident_id": incident,
        "pupil_id": command.pupil_id,
        "kind": fact.kind,
        "code": fact.code,
        "happened_at": item.happened_at,
        "recorded_at": item.recorded_at,
        "device_at": command.device_at,
        "day": fact.at.day,
        "where": fact.spot.where,
        "scope": fact.spot.scope,
        "period": fact.spot.period,
        "place": fact.spot.place,
        "recorded_by_id": item.by_id,
        "witness_id": command.witness_id,
        "on_behalf_of_id": command.on_behalf_of_id,
        "about": command.about,
        "details": {key: plain(value) for key, value in command.details.items()},
        "payload_digest": payload,
        "content_digest": content,
    }


def _decision(school_id: int, item: Decided, answer: str, answer_digest: str) -> Values:
    return {
        "event": item.command.event_id,
        "school_id": school_id,
        "seq": UNNUMBERED,
        "pupil_id": item.command.pupil_id,
        "policy_digest": item.decision.policy,
        "settings_digest": item.decision.settings,
        "calendar_digest": item.decision.calendar,
        "facts": ReadyJson(canonical_text(event_to_plain(item.fact))),
        "outcomes": ReadyJson(answer),
        "state_before": item.state_before,
        "state_after": item.state_after,
        "digest": answer_digest,
    }


def _entries(school_id: int, item: Decided) -> Iterable[Values]:
    day = item.fact.voids.day if item.fact.voids else item.fact.at.day
    for outcome in item.decision.outcomes:
        if isinstance(outcome, Post):
            yield {
                "school_id": school_id,
                "pupil_id": item.command.pupil_id,
                "event_id": item.command.event_id,
                "ledger": outcome.ledger,
                "value": outcome.value,
                "stage": outcome.stage,
                "day": day,
                "seq": UNNUMBERED,
            }


def state_digest(plain_state: Any) -> str:
    """The digest of a pupil's state; sixteen bytes are plenty to tell two states apart."""
    return state_text_digest(canonical_text(plain_state))


def state_text_digest(text: str) -> str:
    """The digest of a state from its canonical text, which is also what its head keeps."""
    return digest_of_text(text)[:32]
