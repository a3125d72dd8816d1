"""Ladders: ordered steps within a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Choice, Figure
from evenhand.engine.pack.schema.effects import Effect
from evenhand.engine.values import LadderMode, Role, Where


@dataclass(frozen=True, slots=True)
class Prompt:
    """A script stem, and what it does in a word or two.

    `{first}`, `{act}`, `{rule}`, `{school}`, `{minutes}`, `{positive}`, `{consequence}` and `{change}` are filled by
    the screen.
    """

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rung. `phrase` is what will follow, as a noun phrase ("a warning").

    `records` names the details without which the step is not recorded; `outcome_records` those of an outcome.
    `roles`: who may record it, anybody where it names none. `times`: how often it is used before the next one.
    `repeat_limit`: how often an advisory step is suggested again because the adult asked for that (0: as often as asked).
    """

    id: str
    position: int
    label: str
    phrase: str
    cites: tuple[str, ...]
    purpose: str = ""
    stage: str = ""
    private: bool = False
    seconds: Figure = 0
    take_up_seconds: Figure = 0
    prompts: tuple[Prompt, ...] = ()
    stance: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    records: tuple[str, ...] = ()
    outcome_records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    note_only: bool = False
    roles: tuple[Role, ...] = ()
    times: Figure = 1
    repeat_limit: Figure = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Acts that enter the ladder at a later step at once, without the steps before it.

    `settings` maps a setting's key to the value that it must have for this entry to hold.
    """

    step: str
    cites: tuple[str, ...]
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    settings: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ordered steps within a scope. The last step repeats.

    `confirm_step`: the adult's record of that step is a request until someone who holds `confirm_role` confirms it.
    `chain_points` resolves to additive (each step's points stand) or replace (the first act that reaches a later step
    takes back, in the same ledger, what the earlier steps of this scope posted); "" is additive.
    `scope` resolves to lesson, slot, half_day, day, week, half_term or stay.
    `match` resolves to any (each act counts; so does ""), same (only the same act) or highest (one step beyond the
    highest reached).
    `pending`: what an act after the last step brings, "note" for no more than a note until a person has decided.
    `named_by`: the detail in which the adult may name the step's position; another than the next one is refused.
    `adjust_mode`: whether agreed adjustments must be answered before an act is recorded ("prompt" or "off").
    """

    id: str
    label: str
    mode: LadderMode
    where: tuple[Where, ...]
    groups: tuple[str, ...]
    scope: Figure
    cites: tuple[str, ...]
    steps: tuple[LadderStep, ...]
    match: Figure = ""
    entries: tuple[Entry, ...] = ()
    confirm_step: str = ""
    confirm_role: Role | None = None
    confirm_cites: tuple[str, ...] = ()
    adjust_mode: Figure = ""
    adjust_cites: tuple[str, ...] = ()
    skip_needs_reason: bool = False
    repeat_adjustment: str = ""
    chain_points: Figure = ""
    pending: Figure = ""
    pending_cites: tuple[str, ...] = ()
    named_by: str = ""
