"""What the engine answers: outcomes with their reasons, or one of the four ways not to answer.

A `Decision` is a frozen tree. The same policy, calendar, state and event give the same value for ever.
"""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

Value = int | str | bool


class Used(NamedTuple):
    """A figure or setting that a rule used: its key, its value, and the day from which that value held."""

    key: str
    value: Value
    since: date | None


class Reason(NamedTuple):
    """Why an outcome follows: clause ids, a key for the wording, named values, and the figures used."""

    cites: tuple[str, ...]
    key: str
    values: tuple[tuple[str, Value], ...] = ()
    used: tuple[Used, ...] = ()


class Deadline(NamedTuple):
    """When something is due: a day, with a local time if there is one, and of short timers the instant (UTC seconds)."""

    day: date
    time: time | None = None
    instant: int | None = None


class Gate(NamedTuple):
    """What a named role must record before the next step; `override` is the role that may pass it with a reason."""

    id: str
    role: str
    needs: str
    override: str = ""


class Post(NamedTuple):
    """An entry in a named ledger."""

    ledger: str
    value: int
    stage: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "post"


class Step(NamedTuple):
    """A position on a ladder. `ordinal` counts the acts in this scope; `request` is true while a leader must confirm."""

    ladder: str
    step: str
    position: int
    ordinal: int
    scope: str
    request: bool
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "step"


class Place(NamedTuple):
    """A pupil's stay in a placement after this event. `stage`: expected, here, released or withdrawn."""

    placement: str
    stay: str
    stage: str
    decider: str
    owner: str
    destination: str
    arrive_by: Deadline | None
    release: Deadline | None
    leave_today: Deadline | None
    merged: bool
    gates: tuple[Gate, ...]
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "place"


class Owe(NamedTuple):
    """Time owed. `stage`: set, served, missed, excused, waived. `leader` is a role or a year group's leader ("year:11")."""

    owed: str
    item: str
    stage: str
    day: date
    start: time | None
    end: time | None
    minutes: int
    slot: str
    leader: str
    register_by: Deadline | None
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "owe"


class Task(NamedTuple):
    """One role (or the author or witness) owes an act by a deadline, perhaps as a gate of a stay."""

    task: str
    label: str
    role: str
    owner: str
    due: Deadline | None
    gate: bool
    about: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "task"


class Tell(NamedTuple):
    """An audience is told by a channel, from a template, by a deadline."""

    audience: str
    channel: str
    template: str
    due: Deadline | None
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "tell"


class Propose(NamedTuple):
    """Something that only a named role may decide. It is never carried out by the engine."""

    proposal: str
    label: str
    decider: str
    about: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "propose"


class Recognise(NamedTuple):
    """An award, certificate, call or pass."""

    award: str
    label: str
    value: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "recognise"


class Level(NamedTuple):
    """A level on a register, by the figures of a period, in force from `since`.

    `level` is None where the policy names no levels, `amount` None where the value is not known. `by_amount` and
    `by_events` are the two parts that it was combined from, None for a part that the register does not have.
    `confirm` is the role whose confirmation it waits for, "" for none.
    """

    register: str
    level: int | None
    period: str
    since: date | None
    amount: Value | None
    by_amount: int | None
    by_events: int | None
    confirm: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "level"


class Review(NamedTuple):
    """A person must look: a correction or a late entry would have changed earlier decisions."""

    about: str
    role: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "review"


class Case(NamedTuple):
    """What became of a case. `act`: opened, reason_added, withdrawn, or the act that was recorded about it."""

    path: str
    case: str
    stage: str
    act: str
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "case"


class Formal(NamedTuple):
    """What a person has put on record about a formal sanction, with its figures in half-days.

    `stage` is the act (propose, issue, withdraw …) and `by` who did it. `first`, `last` and `returns` are set once there
    is a period; `units` are its own half-days, `term_units` and `year_units` the pupil's totals with it.
    """

    sanction: str
    item: str
    stage: str
    by: str
    first: date | None
    last: date | None
    returns: date | None
    units: int
    term_units: int
    year_units: int
    reason: Reason

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "formal"


Outcome = Post | Step | Place | Owe | Task | Tell | Propose | Recognise | Level | Review | Case | Formal


class Missing(NamedTuple):
    """The rule needs facts that it was not given."""

    facts: tuple[str, ...]
    cites: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "missing"


class Conflict(NamedTuple):
    """Two exceptions apply and nothing says which wins; never a tie-break."""

    clauses: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "conflict"


class OutsideCalendar(NamedTuple):
    """A date lies outside the known calendar."""

    day: date

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "outside_calendar"


class PolicySilent(NamedTuple):
    """The policy does not say; `setting` names the documented default that was used, "" if there is none."""

    question: str
    setting: str

    @property
    def kind(self) -> str:
        """The name under which it is stored and performed."""
        return "policy_silent"


Unanswered = Missing | Conflict | OutsideCalendar | PolicySilent


class Decision(NamedTuple):
    """The engine's answer to one event. `unanswered` with no outcomes means that nothing was decided."""

    outcomes: tuple[Outcome, ...]
    unanswered: tuple[Unanswered, ...] = ()
    policy: str = ""
    settings: str = ""
    calendar: str = ""

    @property
    def refused(self) -> bool:
        """True when the engine declined to decide (anything but a silence for which a default stood in)."""
        unanswered = self.unanswered
        return bool(unanswered) and any(
            not isinstance(item, PolicySilent) or not item.setting for item in unanswered
        )
