"""What can be asked of `record`, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from evenhand.apps.conduct.models import Event
from evenhand.engine.decisions import Decision
from evenhand.engine.facts import Answer, Fact
from evenhand.engine.values import EventKind, Where


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that happened to one pupil, as a device, an import or another app tells it.

    `event_id` is made by the device before it sends, so that sending twice is one record. `happened_at` is an aware
    instant, None for now. `lesson_id` is a lesson occurrence. `about` names an earlier event, stay or owed item. `words`
    are those that `record` itself takes out of the details, to be kept apart. `incident` is the same for all parts of
    one incident with several acts; without it those of one act at one moment belong together.
    """

    event_id: UUID
    kind: EventKind
    pupil_id: int
    code: str = ""
    happened_at: datetime | None = None
    device_at: datetime | None = None
    where: Where = Where.LESSON
    lesson_id: int | None = None
    place: str = ""
    details: Mapping[str, Fact] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    witness_id: int | None = None
    on_behalf_of_id: int | None = None
    text: str = ""
    about: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    incident: UUID | None = None


class Problem(NamedTuple):
    """One thing that is wrong with what was sent: which event and field, what was expected, how to mend it."""

    event_id: str
    field: str
    message: str


class Refused(Exception):
    """Nothing was recorded. `problems` lists everything that is wrong, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


class Conflicting(Exception):
    """An event of that id is recorded already with other content; nothing was recorded."""

    def __init__(self, event_ids: tuple[str, ...]) -> None:
        self.event_ids = event_ids
        super().__init__(f"recorded before with other content: {', '.join(event_ids)}")


class Done(NamedTuple):
    """One event as recorded, with its decision. `again` is true if it had been recorded before."""

    event: Event
    decision: Decision
    again: bool


class Recorded(NamedTuple):
    """What one call of `record` recorded, in the order in which it was asked."""

    done: tuple[Done, ...]
