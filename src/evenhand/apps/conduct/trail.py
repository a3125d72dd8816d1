"""The trail of one pupil's steps in one scope: what was done, by whom, what came of it, and which calls were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from evenhand.apps.conduct.models import Event

KINDS = ("ladder_step", "call", "void")


@dataclass(frozen=True, slots=True)
class Call:
    """One call for support with its stamps; `code` is the task that asked for it."""

    code: str
    called_at: datetime
    by: str
    responder: str
    answered_at: datetime | None
    arrived_at: datetime | None

    @property
    def response(self) -> timedelta | None:
        """From the call to the adult's arrival, or to the answer while nobody is there (INF-SS-29)."""
        until = self.arrived_at or self.answered_at
        return until - self.called_at if until else None


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken. `details` are the choices made; `outcome` what came of it, "" so far."""

    id: str
    position: int
    code: str
    at: datetime
    recorded_at: datetime
    by: str
    by_id: int | None
    details: Mapping[str, Any]
    outcome: str
    outcome_details: Mapping[str, Any]
    calls: tuple[Call, ...]


def trail(pupil_id: int, scope: str) -> tuple[Taken, ...]:
    """The steps of a pupil in a scope in the order in which they happened, without what was taken back."""
    rows = list(
        Event.objects.filter(scope=scope, pupil_id=pupil_id, kind__in=KINDS)
        .select_related("recorded_by", "payload")
        .order_by("happened_at", "seq")
    )
    gone = {row.about for row in rows if row.kind == "void"}
    rows = [row for row in rows if row.kind != "void" and str(row.pk) not in gone]
    return tuple(_taken(row, rows) for row in rows if row.kind == "ladder_step" and not row.about)


def _taken(step: Event, rows: Iterable[Event]) -> Taken:
    about = [row for row in rows if row.about == str(step.pk)]
    outcomes = [row for row in about if row.kind == "ladder_step"]
    last = outcomes[-1].told() if outcomes else {}
    return Taken(
        id=str(step.pk),
        position=int(step.details["step"]),
        code=step.code,
        at=step.happened_at,
        recorded_at=step.recorded_at,
        by=_name(step),
        by_id=step.recorded_by_id,
        details=step.told(),
        outcome=str(last.get("outcome", "")),
        outcome_details=last,
        calls=_calls(row for row in about if row.kind == "call"),
    )


def _calls(rows: Iterable[Event]) -> tuple[Call, ...]:
    by_code: dict[str, dict[str, Event]] = {}
    for row in rows:
        by_code.setdefault(row.code, {}).setdefault(str(row.details.get("stage")), row)
    return tuple(_call(code, stamps) for code, stamps in by_code.items() if "called" in stamps)


def _call(code: str, stamps: Mapping[str, Event]) -> Call:
    named = (row.said("responder") for row in stamps.values())
    answered, arrived = stamps.get("acknowledged"), stamps.get("arrived")
    made = stamps["called"]
    return Call(
        code,
        made.happened_at,
        _name(made),
        next((str(name) for name in named if name), ""),
        answered.happened_at if answered else None,
        arrived.happened_at if arrived else None,
    )


def _name(row: Event) -> str:
    return row.recorded_by.name if row.recorded_by else ""
