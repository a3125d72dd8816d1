"""The typed declarations that a policy pack consists of.

The keys of the TOML files are the field names below. A *figure* is a literal, or a reference `param:<key>` or
`setting:<key>` that the compiled policy resolves for the day of the event, so that a figure always carries its
paragraph (or is declared a default) and the date from which it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evenhand.engine.values import DueRule, Fate, Force, LadderMode, Origin, ReleaseRule, Role, Unit, Where

Figure = int | str | bool
"""A literal, or "param:<key>" or "setting:<key>"."""


@dataclass(frozen=True, slots=True)
class Source:
    """The document that the pack puts into practice."""

    title: str
    version: str
    effective_from: date
    review_due: date
    review_months: int
    schools: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the document, in its order."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered paragraph or section, in our own words. `built` is false while nothing yet performs it."""

    id: str
    section: str
    text: str
    force: Force
    fate: Fate
    heading: str = ""
    note: str = ""
    built: bool = True


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A figure from the day on which it took effect. `cite` is a clause id; a default has none and says why."""

    since: date
    value: Figure
    origin: Origin
    cite: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A figure of the policy with all the values it ever had, oldest first."""

    key: str
    label: str
    unit: Unit
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an open question."""

    value: Figure
    label: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """An open question of the policy as a named setting. `fixed` settings cannot be switched by a school."""

    key: str
    question: str
    asks: str
    type: str
    default: Figure
    why: str
    cites: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    unit: Unit | None = None
    minimum: int | None = None
    maximum: int | None = None
    fixed: bool = False
    ask_school: bool = False
    built: bool = True


@dataclass(frozen=True, slots=True)
class Ledger:
    """A named running account. A count-only ledger shows how many, never a sum of values."""

    id: str
    label: str
    singular: str
    plural: str
    kind: str = "points"
    reset: str = "year"
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A figure derived from ledgers: each ledger's sum times its factor."""

    id: str
    label: str
    parts: Mapping[str, int]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A value or rule of the school that acts are tagged with (`list` names the list it belongs to)."""

    id: str
    list: str
    label: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail that the policy demands for some acts. `type` is integer, boolean, choice, multiple or text."""

    id: str
    label: str
    type: str
    unit: Unit | None = None
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """An item is available only if the detail compares as stated. `op`: at_least, at_most, equals."""

    detail: str
    op: str
    value: Figure
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the catalogue. `kind` is achievement, concern or event (made by the system or another screen)."""

    id: str
    label: str
    kind: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the catalogue. `points` maps ledger to stage to value; stage `recorded` is posted at once."""

    code: str
    label: str
    group: str
    definition: str
    cites: tuple[str, ...]
    tags: tuple[str, ...] = ()
    value: str = ""
    points: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    aliases: tuple[str, ...] = ()
    subtypes: tuple[Choice, ...] = ()
    examples: tuple[str, ...] = ()
    multiple_of: str = ""
    only_for: tuple[Where, ...] = ()
    source_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A quick name for an item (for instance a common reason for praise)."""

    id: str
    label: str
    item: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty is due. `n` is minutes or school days by the rule; `at` a clock time or a figure giving one."""

    rule: DueRule
    n: Figure = 0
    at: Figure = ""


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


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule brings about; which fields are used depends on `kind`.

    kind `post`: ledger, stage (value from the item) or value. `place`: placement, decider, and `owner` (author or
    witness) of the conversation that follows. `owe`: owed.
    `task`: id, label, role, due, gate. `tell`: audience, channel, template, due. `propose`: id, label, role (the decider).
    `on` names the moment for placements and owed time (expected, arrival, release, set, no_show, confirmed).
    """

    kind: str
    cites: tuple[str, ...]
    on: str = ""
    when: When = field(default_factory=When)
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


@dataclass(frozen=True, slots=True)
class Prompt:
    """A script stem; `{first}`, `{act}`, `{rule}`, `{school}`, `{minutes}`, `{positive}` are filled by the screen."""

    text: str


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rung. `phrase` is what will follow, as a noun phrase ("a warning")."""

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
    effects: tuple[Effect, ...] = ()
    note_only: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Acts that enter the ladder at a later step at once, without the steps before it."""

    step: str
    cites: tuple[str, ...]
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ordered steps within a scope. The last step repeats.

    `confirm_step`: the adult's record of that step is a request until someone who holds `confirm_role` confirms it.
    `chain_points` resolves to additive (each step's points stand) or replace (the first act that reaches a later step
    takes back, in the same ledger, what the earlier steps of this scope posted); "" is additive.
    `adjust_mode`: whether agreed adjustments must be answered before an act is recorded ("prompt" or "off").
    """

    id: str
    label: str
    mode: LadderMode
    where: tuple[Where, ...]
    groups: tuple[str, ...]
    scope: Figure
    match: Figure
    cites: tuple[str, ...]
    steps: tuple[LadderStep, ...]
    entries: tuple[Entry, ...] = ()
    confirm_step: str = ""
    confirm_role: Role | None = None
    confirm_cites: tuple[str, ...] = ()
    adjust_mode: Figure = ""
    adjust_cites: tuple[str, ...] = ()
    skip_needs_reason: bool = False
    repeat_adjustment: str = ""
    chain_points: Figure = ""


@dataclass(frozen=True, slots=True)
class Station:
    """One thing to be done during a stay, shown as a bar on the card. `minutes` > 0 starts a timer."""

    id: str
    label: str
    cites: tuple[str, ...]
    minutes: Figure = 0


@dataclass(frozen=True, slots=True)
class StayGate:
    """A station that must be done before release, unless `override` names how it may be passed over."""

    station: str
    owner: str
    cites: tuple[str, ...]
    mode: Figure = "block_with_override"
    override_role: Role | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Somewhere a pupil is expected until an end rule."""

    id: str
    label: str
    kind: str
    release: ReleaseRule
    cites: tuple[str, ...]
    release_cites: tuple[str, ...] = ()
    release_days: Figure = 0
    release_point: Figure = ""
    arrival_minutes: Figure = 0
    arrival_cites: tuple[str, ...] = ()
    arrival_alert_role: Role | None = None
    late_finish_minutes: Figure = 0
    late_finish: Figure = ""
    late_finish_cites: tuple[str, ...] = ()
    gap_days: Figure = 0
    gap_action: Figure = ""
    gap_role: Role | None = None
    gap_cites: tuple[str, ...] = ()
    overlap: Figure = ""
    review_minutes: Figure = 0
    handover_role: Role | None = None
    handover_days: Figure = 0
    handover_label: str = ""
    destinations: tuple[Choice, ...] = ()
    stations: tuple[Station, ...] = ()
    gates: tuple[StayGate, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeOwed:
    """Time that a pupil owes. `form` is slot (a detention) or minutes (give-back at the next break).

    For slots: `start_offset` minutes after the bell, `length` minutes, `register_minutes` after its end the register is due.
    `rota` maps a weekday ("monday") to a year group whose leader leads. For minutes: `choices`, `cap`, `increment`.
    """

    id: str
    label: str
    form: str
    cites: tuple[str, ...]
    start_offset: Figure = 0
    length: Figure = 0
    register_minutes: Figure = 0
    register_clock: Figure = "end"
    rota: Mapping[str, int] = field(default_factory=dict)
    rota_rule: Figure = ""
    leader: Role | None = None
    choices: tuple[int, ...] = ()
    cap: Figure = 0
    increment: Figure = 0
    never: tuple[str, ...] = ()
    confirm_role: Role | None = None
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """What a recorded item other than a ladder act brings about at once (a late mark, missed homework)."""

    group: str
    cites: tuple[str, ...]
    effects: tuple[Effect, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A template of a restorative conversation: its prompts, and how many of them are chosen."""

    id: str
    label: str
    prompts: tuple[Choice, ...]
    minimum: Figure
    maximum: Figure
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentKind:
    """A kind of agreed adjustment and what it overlays: `repeat_step`, `take_up_seconds`, `increment`, `destination`, ""."""

    id: str
    label: str
    overlays: str = ""
    unit: Unit | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole policy as data, checked and frozen. `digest` is the SHA-256 of its files' canonical content."""

    id: str
    version: str
    title: str
    source: Source
    mark: str
    jurisdiction: str
    digest: str
    vocabulary: Mapping[str, str]
    roles: Mapping[Role, tuple[str, ...]]
    proper_names: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    params: Mapping[str, Param] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    tags: tuple[Tag, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    shortcuts: tuple[Shortcut, ...] = ()
    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    placements: Mapping[str, Placement] = field(default_factory=dict)
    time_owed: Mapping[str, TimeOwed] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    conversations: Mapping[str, Conversation] = field(default_factory=dict)
    adjustments: Mapping[str, AdjustmentKind] = field(default_factory=dict)
