"""Registers: a level for each pupil at the end of a half-term, and what each level brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.pack.schema.effects import Effect
from evenhand.engine.values import Role


@dataclass(frozen=True, slots=True)
class Measure:
    """What a register counts in a half-term.

    `ledgers` maps a ledger to the factor of its sum; `codes` are items of which each record counts one; `fact` is a
    value that only the school's registers know and that is handed in at the close.
    """

    id: str
    label: str
    ledgers: Mapping[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    fact: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLevel:
    """One level. `threshold` is where its interval begins; the lowest level has none.

    `attend` lists who takes part in its review: roles, "pupil" and "family". `records` names the details without which
    a held review is not recorded. Effects come at the moments reached, held (at each close, and when reached by a
    person's act), risen (during the half-term), attendees_missing and reviewed.
    """

    level: int
    label: str
    cites: tuple[str, ...]
    phrase: str = ""
    threshold: Figure = ""
    attend: tuple[str, ...] = ()
    attend_cites: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A level by what happened rather than by a figure: stays opened, sanctions issued, or a person's judgement.

    `at_least`: how many in the half-term; a sanction counts in that of its decision, or of its first day where
    `counted_on` is "start". `judged`: never by counting, only by the register's own role with a reason.
    """

    level: int
    label: str
    cites: tuple[str, ...]
    placements: tuple[str, ...] = ()
    sanctions: tuple[str, ...] = ()
    at_least: Figure = 0
    counted_on: Figure = ""
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register of levels, fixed at the close of each half-term for the next one.

    `counts` chooses one of `measures` where there are several. `boundary`: a figure on the edge of two intervals
    belongs to the higher or the lower. `combine`: max, points or events. `update`: only at the close, or also upwards
    in between. `live_tasks`: whether a rise in between brings the level's effects. `unlevelled` is the question that
    leaves a register without levels; its values are shown, and no level is invented. `role` alone may change, judge
    and confirm; levels from `confirm_from` wait for that. `merge_reviews`: one task may serve several duties.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    measures: tuple[Measure, ...]
    counts: Figure = ""
    levels: tuple[RegisterLevel, ...] = ()
    categories: tuple[Category, ...] = ()
    boundary: Figure = ""
    combine: Figure = ""
    update: Figure = ""
    live_tasks: Figure = False
    unlevelled: Figure = ""
    confirm_from: Figure = 0
    role: Role | None = None
    role_cites: tuple[str, ...] = ()
    merge_reviews: Figure = False
