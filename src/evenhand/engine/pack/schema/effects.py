"""What a rule brings about, when it applies, and when a duty is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.values import DueRule, LawFigure, Role, Where


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty is due. `n` is minutes, hours or school days by the rule; `at` a clock time or a figure giving one.

    `anchor` names the detail with the day that is counted from, else the event's own day; `clock` the one with its time.
    `law` is the figure of the law for the same duty: the earlier day holds, and both are kept. `count` chooses the way of
    counting: 0 or 1 for whether the first day counts, minus5 or clear_days before a meeting, same_day or next_day for what
    is immediate, 3 or 6 for the terms of a year. `before` names a detail with a day that the duty must come before.
    `detail` names the event's own detail that gives the date, for the rule `told`. `within_stay`: no later than the pupil
    is in the placement that day.
    """

    rule: DueRule
    n: Figure = 0
    at: Figure = ""
    within_stay: bool = False
    detail: str = ""
    anchor: str = ""
    clock: str = ""
    law: LawFigure | None = None
    count: Figure = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A filter; an empty part does not filter. `settings` maps a setting's key to the value it must have."""

    tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    settings: Mapping[str, Figure] = field(default_factory=dict)
    details: Mapping[str, Figure] = field(default_factory=dict)


ALWAYS: Final = When()
"""The filter that lets everything pass."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule brings about; which fields are used depends on `kind`.

    kind `post`: ledger, stage (value from the item) or value. `place`: placement, decider, and `owner` (author or
    witness) of the conversation that follows. `owe`: owed.
    `task`: id, label, role, due, gate. `tell`: audience, channel, template, due. `propose`: id, label, role (the decider).
    `open`: path (a case of that kind; if one is open, a reason is added). `review`: role.
    `on` names the moment for placements, owed time and paths (expected, arrival, release, extended, set, no_show,
    confirmed, opened, again).
    `stamp`: the task is a call to the audience that is made at once and stamped with a tap.
    `each`: the task is owed once for each `excluded_day` of a formal sanction.
    `once`: on an advisory ladder not again while the acts of one scope follow on from each other.
    """

    kind: str
    cites: tuple[str, ...]
    on: str = ""
    when: When = ALWAYS
    id: str = ""
    label: str = ""
    ledger: str = ""
    stage: str = ""
    value: Figure = 0
    placement: str = ""
    decider: str = ""
    owner: Figure = ""
    owed: str = ""
    role: Role | None = None
    due: Due | None = None
    gate: bool = False
    audience: str = ""
    channel: str = ""
    template: str = ""
    once: bool = False
    stamp: bool = False
    path: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What a recorded item other than a ladder act brings about at once (a late mark, missed homework)."""

    group: str
    cites: tuple[str, ...]
    effects: tuple[Effect, ...]
    codes: tuple[str, ...] = ()
