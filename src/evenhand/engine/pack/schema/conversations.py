"""Restorative conversations: what is asked, what must be told, and who is chased when one stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Choice, Figure
from evenhand.engine.pack.schema.effects import Effect
from evenhand.engine.values import Role


@dataclass(frozen=True, slots=True)
class Chase:
    """Who else owes a conversation that has been open for `after` school days."""

    after: Figure
    role: Role
    label: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A template of a restorative conversation: its prompts, and how many of them are chosen.

    `task`: the duty that opens it; `station`: the station of a stay that is done with it. `stages`, `listening` and
    `ticks` stand on the form and are not demanded. `declinable`: a prompt may be declined instead of answered.
    `purposes`: what it served, of which one at least is named. `records` names the details without which it was not held,
    `needs` maps a detail that was told to one that must be told with it; `promises` maps what was agreed ("repair") to the
    detail with the day by which, and brings the moment of its name. `lead_roles`: who may hold it besides its owner.
    `same_day`: later needs a reason. `between`: a session of two parties or more, which is voluntary. `suggest_role`: to
    whom a session is suggested when an entry names parties in conflict.
    Moments of its effects: opened, planned, not_ready, held, refused, disclosure, serious, reassigned, absent; repair and
    support once that was agreed.
    For the page: `reminder` of the tone; `account` and `linked` name the prompts at which the adult's own account stands
    beside the pupil's, and people linked to the matter are thought of. `simple` and `symbols` map a prompt to plainer words
    and to a picture, shown first to a pupil for whom an adjustment in `plain_for` is agreed.
    """

    id: str
    label: str
    prompts: tuple[Choice, ...]
    minimum: Figure
    maximum: Figure
    cites: tuple[str, ...]
    task: str = ""
    station: str = ""
    stages: tuple[Choice, ...] = ()
    listening: tuple[Choice, ...] = ()
    ticks: tuple[Choice, ...] = ()
    purposes: tuple[Choice, ...] = ()
    purposes_cites: tuple[str, ...] = ()
    declinable: bool = False
    records: tuple[str, ...] = ()
    records_cites: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    promises: Mapping[str, str] = field(default_factory=dict)
    lead_roles: tuple[Role, ...] = ()
    lead_cites: tuple[str, ...] = ()
    same_day: bool = False
    between: bool = False
    consent_cites: tuple[str, ...] = ()
    suggest_role: Role | None = None
    chases: tuple[Chase, ...] = ()
    effects: tuple[Effect, ...] = ()
    reminder: str = ""
    account: str = ""
    linked: str = ""
    simple: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)
    plain_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booklet:
    """What a pupil writes alone during a stay: its prompts, and the `station` of the stay that is done with it.

    `simple` and `symbols` map a prompt to plainer words and to a picture.
    """

    id: str
    label: str
    station: str
    prompts: tuple[Choice, ...]
    cites: tuple[str, ...]
    simple: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)
