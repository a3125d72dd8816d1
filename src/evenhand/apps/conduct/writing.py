"""The rows of decided events: one form for `record` and for the bulk writer."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.apps.audit.appending import OpenChain
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event, EventPayload, Incident, Involvement, LedgerEntry
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.inserting import Values, insert_rows, insert_values
from evenhand.engine import facts as engine
from evenhand.engine.decisions import Decision, Post
from evenhand.engine.wire import decision_to_plain, digest, event_to_plain


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
    """The rows of a batch, to be written together."""

    incidents: list[Values] = field(default_factory=list)
    involvements: list[Values] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    payloads: list[Values] = field(default_factory=list)
    decisions: list[Values] = field(default_factory=list)
    entries: list[Values] = field(default_factory=list)

    def write(self) -> None:
        """Write everything, incidents first. Keys between them are checked at commit."""
        insert_values(Incident, self.incidents)
        insert_rows(self.events)
        insert_values(StoredDecision, self.decisions)
        insert_values(Involvement, self.involvements)
        insert_values(EventPayload, self.payloads)
        insert_values(LedgerEntry, self.entries)


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


def add_rows(rows: Rows, chain: OpenChain, school_id: int, decided: Iterable[Decided]) -> list[Event]:
    """Make the rows of decided events and link each to the chain, in order. Returns the event rows."""
    made: list[Event] = []
    incidents: dict[tuple[object, ...], UUID] = {}
    for item in decided:
        incident = _incident(rows, incidents, school_id, item)
        payload = _payload(school_id, item)
        answer = decision_to_plain(item.decision)
        answer_digest = digest(answer)
        content = content_digest(item.command)
        seq = chain.event_seq()
        chain.link(
            at=item.recorded_at,
            actor_id=item.by_id,
            actor_name=item.by_name,
            action="event." + item.fact.kind,
            subject=f"event:{item.fact.id}",
            body={"content": content, "decision": answer_digest, "payload": payload[1] if payload else ""},
        )
        event = _event(school_id, seq, incident, item, content, payload[1] if payload else "")
        rows.events.append(event)
        made.append(event)
        if payload:
            rows.payloads.append(payload[0])
        rows.decisions.append(_decision(school_id, seq, item, answer, answer_digest))
        rows.entries.extend(_entries(school_id, seq, item, event))
    return made


def _incident(rows: Rows, made: dict[tuple[object, ...], UUID], school_id: int, item: Decided) -> UUID:
    """The id of the one incident for all parts that one adult records of one act at one moment in one place."""
    key = (item.by_id, item.happened_at, item.fact.spot, item.fact.code, item.fact.kind)
    incident = made.get(key)
    if incident is None:
        incident = made[key] = item.command.event_id
        rows.incidents.append(
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
    rows.involvements.append(
        {
            "school_id": school_id,
            "incident_id": incident,
            "pupil_id": item.command.pupil_id,
            "role": role,
        }
    )
    return incident


def _payload(school_id: int, item: Decided) -> tuple[Values, str] | None:
    """The words apart from the event, with the salted digest that the chain keeps."""
    if not item.command.text:
        return None
    salt = item.salt or secrets.token_hex(16)
    row = {
        "event_id": item.command.event_id,
        "school_id": school_id,
        "text": item.command.text,
        "salt": salt,
    }
    return row, digest([salt, item.command.text])


def _event(school_id: int, seq: int, incident: UUID, item: Decided, content: str, payload: str) -> Event:
    command, fact = item.command, item.fact
    return Event(
        id=command.event_id,
        school_id=school_id,
        seq=seq,
        incident_id=incident,
        pupil_id=command.pupil_id,
        kind=fact.kind,
        code=fact.code,
        happened_at=item.happened_at,
        recorded_at=item.recorded_at,
        device_at=command.device_at,
        day=fact.at.day,
        where=fact.spot.where,
        scope=fact.spot.scope,
        period=fact.spot.period,
        place=fact.spot.place,
        recorded_by_id=item.by_id,
        witness_id=command.witness_id,
        on_behalf_of_id=command.on_behalf_of_id,
        about=command.about,
        details={key: plain(value) for key, value in command.details.items()},
        payload_digest=payload,
        content_digest=content,
    )


def _decision(school_id: int, seq: int, item: Decided, answer: Any, answer_digest: str) -> Values:
    return {
        "event": item.command.event_id,
        "school_id": school_id,
        "seq": seq,
        "pupil_id": item.command.pupil_id,
        "policy_digest": item.decision.policy,
        "settings_digest": item.decision.settings,
        "calendar_digest": item.decision.calendar,
        "facts": event_to_plain(item.fact),
        "outcomes": answer,
        "state_before": item.state_before,
        "state_after": item.state_after,
        "digest": answer_digest,
    }


def _entries(school_id: int, seq: int, item: Decided, event: Event) -> Iterable[Values]:
    day = item.fact.voids.day if item.fact.voids else item.fact.at.day
    for outcome in item.decision.outcomes:
        if isinstance(outcome, Post):
            yield {
                "school_id": school_id,
                "pupil_id": item.command.pupil_id,
                "event_id": event.pk,
                "ledger": outcome.ledger,
                "value": outcome.value,
                "stage": outcome.stage,
                "day": day,
                "seq": seq,
            }


def state_digest(plain_state: Any) -> str:
    """The digest of a pupil's state; sixteen bytes are plenty to tell two states apart."""
    return digest(plain_state)[:32]
