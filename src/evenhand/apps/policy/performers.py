"""Who performs which outcome, and who tells the engine what it does not find in the event itself.

A decision names the next step; this table of dotted paths lets each app perform its own kind without knowing the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

from evenhand.engine.decisions import Decision, Outcome
from evenhand.engine.facts import Adjustment
from evenhand.engine.pack.resolve import Policy

if TYPE_CHECKING:
    from evenhand.apps.access.actors import Actor
    from evenhand.apps.tenancy.models import School

PERFORMERS = {
    "place": "evenhand.apps.removal.performing.perform",
    "owe": "evenhand.apps.detentions.performing.perform",
    "recognise": "evenhand.apps.rewards.performing.perform",
    "level": "evenhand.apps.registers.performing.perform",
    "task": "evenhand.apps.casework.performing.perform_tasks",
    "tell": "evenhand.apps.letters.performing.perform",
    "propose": "evenhand.apps.casework.performing.perform_proposals",
    # After the proposals: a batch may hold a request and its answer.
    "step": "evenhand.apps.casework.performing.settle_requests",
    "review": "evenhand.apps.casework.performing.perform_reviews",
    "formal": "evenhand.apps.casework.performing.settle_proposals",
}
AFTER = ("evenhand.apps.casework.performing.settle_stations",)
ON_VOID = (
    "evenhand.apps.letters.performing.withdraw",
    "evenhand.apps.casework.performing.withdraw",
    "evenhand.apps.detentions.performing.withdraw",
    "evenhand.apps.rewards.performing.withdraw",
    "evenhand.apps.registers.performing.withdraw",
    "evenhand.apps.support.reporting.withdraw",
    "evenhand.apps.casework.reviewing.review",
)
AFTER_EVENT = {
    "call": "evenhand.apps.casework.calling.called",
    "report": "evenhand.apps.support.reporting.reported",
    "conversation": "evenhand.apps.restorative.talking.followed",
}
ADJUSTMENTS = "evenhand.apps.support.facts.adjustments_on"
AGREED = "evenhand.apps.support.facts.agreed_on"
NEAR = "evenhand.apps.support.nearness.near_on"
SESSIONS = "evenhand.apps.support.centre.sessions_at"
WAITING = "evenhand.apps.support.devices.standing.waiting_at"
CUES = "evenhand.apps.support.greeting.cues_on"
ALERT = "evenhand.apps.casework.raising.raise_alert"
REVIEW_CLOSE = "evenhand.apps.casework.reviewing.review_close"
CLEAR_GATE = "evenhand.apps.letters.services.clear_gate"
SAY = "evenhand.apps.letters.services.queue"
TOLD_OF = "evenhand.apps.letters.telling.told_of"
MARK_TOLD = "evenhand.apps.letters.telling.mark_told"
OVERTAKEN = "evenhand.apps.letters.telling.overtaken"
# Asked at the end of a day: `sent(routine, day) -> bool`, whether somebody has sent what the routine asks for.
SENT = "evenhand.apps.removal.room.sending.is_sent"
ALERT_SEEN = "evenhand.apps.casework.raising.mark_seen"


@dataclass(slots=True)
class Performed:
    """One outcome of one stored event, to be performed in the same transaction. `event` is the conduct row."""

    event: Any
    decision: Decision
    outcome: Outcome


@dataclass(slots=True)
class Work:
    """What a batch of decisions asks of the other apps, by kind of outcome.

    Who recorded an event and when stands in its row; `actor_id` and `now` are those of the batch as a whole.
    """

    school: School
    policy: Policy
    actor_id: int | None
    now: datetime
    by_kind: dict[str, list[Performed]] = field(default_factory=dict)
    after: list[Any] = field(default_factory=list)

    def add(self, event: Any, decision: Decision) -> None:
        """Sort the decision's outcomes by who performs them, and note an event that itself does something."""
        if event.kind in AFTER_EVENT:
            self.after.append(event)
        for outcome in decision.outcomes:
            if outcome.kind in PERFORMERS:
                self.by_kind.setdefault(outcome.kind, []).append(Performed(event, decision, outcome))


@cache
def find(path: str) -> Callable[..., Any]:
    """The function at a dotted path."""
    module, _, name = path.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def perform(work: Work) -> None:
    """Let each app perform its outcomes, in the order of the table."""
    for kind, path in PERFORMERS.items():
        items = work.by_kind.get(kind)
        if items:
            find(path)(work, items)
    for path in AFTER if work.by_kind else ():
        find(path)(work)
    for event in work.after:
        find(AFTER_EVENT[event.kind])(work, event)


def withdraw(work: Work, voided: Iterable[Any]) -> None:
    """Let each app take back what voided events (by id) had brought about."""
    ids = list(voided)
    for path in ON_VOID if ids else ():
        find(path)(work, ids)


def adjustments_on(day: date, pupil_ids: Iterable[int]) -> dict[int, tuple[Adjustment, ...]]:
    """The agreed adjustments in force on a day, by pupil."""
    found: dict[int, tuple[Adjustment, ...]] = find(ADJUSTMENTS)(day, list(pupil_ids))
    return found


def agreed_on(day: date, pupil_ids: Iterable[int]) -> dict[int, tuple[tuple[Adjustment, str], ...]]:
    """The agreed adjustments in force on a day with the words in which they were agreed, by pupil."""
    found: dict[int, tuple[tuple[Adjustment, str], ...]] = find(AGREED)(day, list(pupil_ids))
    return found


def raise_alert(
    *, school_id: int, kind: str, subject: str, body: dict[str, Any], role: str = "", once: bool = False
) -> None:
    """Let a role know now; without a role, everyone whom that kind of alert concerns. `once`: never again of this matter."""
    find(ALERT)(school_id=school_id, kind=kind, subject=subject, body=body, role=role, once=once)


def review_close(school: School, different: Any, changes: Any, moment: datetime) -> None:
    """Let a person look at a close that would have been different, and at the entries that it did not see."""
    find(REVIEW_CLOSE)(school, different, changes, moment)


def cues_on(day: date, pupil_ids: Iterable[int]) -> dict[int, str]:
    """How those seemed who arrived low on a day, by pupil: a quiet cue for the adults of that day."""
    found: dict[int, str] = find(CUES)(day, list(pupil_ids))
    return found


def near_on(day: date, pupil_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What to do with those near whom an adult stays, by pupil: for those alone who teach them."""
    found: dict[int, tuple[str, ...]] = find(NEAR)(day, list(pupil_ids))
    return found


def sessions_at(
    school: School, at: datetime, pupil_ids: Iterable[int] | None = None
) -> dict[int, tuple[str, datetime]]:
    """The centre in which each has a session at an instant, and since when, by pupil; of all pupils without ids."""
    found: dict[int, tuple[str, datetime]] = find(SESSIONS)(school, at, pupil_ids)
    return found


def waiting_at(
    school: School, day: date, at: datetime, pupil_ids: Iterable[int] | None = None
) -> tuple[str, dict[int, datetime]]:
    """Where pupils wait with an adult since a device is kept, and since when each does; of all pupils without ids."""
    found: tuple[str, dict[int, datetime]] = find(WAITING)(school, day, at, pupil_ids)
    return found


def alert_seen(*, kind: str, subject: str, at: datetime) -> None:
    """The matter of an alert has been taken up."""
    find(ALERT_SEEN)(kind=kind, subject=subject, at=at)


def say(actor: Any, **what: Any) -> Any:
    """Put a message into the outbox for an app on a floor below it; `what` as `letters.services.queue` takes it.

    Not from a performer, while the school's chain is open: what a decision says is a Tell of its own.
    """
    return find(SAY)(actor, **what)


def clear_gate(actor: Any, *, kind: str, key: str) -> None:
    """Messages that waited for this may go."""
    find(CLEAR_GATE)(actor, kind=kind, key=key)


def told_of(event_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the family was told of each of these events; those that nobody has told of are left out."""
    found: dict[UUID, datetime] = find(TOLD_OF)(list(event_ids))
    return found


def mark_told(actor: Actor, *, event_ids: Iterable[UUID], how: str) -> int:
    """Somebody has told the family, by phone or in person; returns how many messages were still to go."""
    count: int = find(MARK_TOLD)(actor, event_ids=list(event_ids), how=how)
    return count


def overtaken(actor: Actor, *, event_ids: Iterable[UUID], reason: str) -> int:
    """What was still to be told of these events is no longer so: it does not go; returns how many did not."""
    count: int = find(OVERTAKEN)(actor, event_ids=list(event_ids), reason=reason)
    return count
