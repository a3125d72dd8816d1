"""What can be recorded: groups, items with their details and values, shortcuts, agreed adjustments, conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Choice, Figure
from evenhand.engine.values import Unit, Where


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
class AdjustmentKind:
    """A kind of agreed adjustment and what it overlays: `repeat_step`, `take_up_seconds`, `increment`, `destination`, ""."""

    id: str
    label: str
    overlays: str = ""
    unit: Unit | None = None
    step: str = ""
