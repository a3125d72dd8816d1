"""Placements and time owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Choice, Figure
from evenhand.engine.pack.schema.effects import Effect
from evenhand.engine.values import ReleaseRule, Role


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
