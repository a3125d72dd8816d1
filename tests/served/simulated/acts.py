"""What an adult does at a minute of the simulated day, and by which requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

LOOK, POLL, RECORD, FORM, REGISTER = "look", "poll", "record", "form", "register"


@dataclass(frozen=True)
class Act:
    """One thing that one adult does.

    `kind`: a page looked at, a page polled, records sent by the device, a form sent, or the register of a detention,
    which is read first. `early`: among the first of its minute, so that others of it can follow on from it.
    """

    at: datetime
    who: int
    kind: str
    path: str
    sent: Mapping[str, Any] = field(default_factory=dict)
    early: bool = False

    @property
    def ids(self) -> list[str]:
        """The ids of the records that it sends."""
        return [record["id"] for record in self.sent["records"]] if self.kind == RECORD else []


@dataclass
class Expected:
    """What must have come of the day: by the ids of stays, and by pupils."""

    records: set[str] = field(default_factory=set)
    stays: dict[str, int] = field(default_factory=dict)
    arrived: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    released: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    away: set[int] = field(default_factory=set)
    written: set[tuple[int, str]] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)


def confirmed(asked: str) -> str:
    """The id of the answer that confirms a request, which is then that of the stay."""
    return str(uuid5(UUID(asked), "confirm"))
