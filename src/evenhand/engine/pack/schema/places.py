"""Placements, centres and time owed."""

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
    """Somewhere a pupil is expected until an end rule.

    `carry_days`: how many missed school days are carried over, then `carry_role` decides ("" carries nothing over).
    `extension_cap`: school days by which `extension_role` may make a stay longer. `starts` is "return" for the day on
    return from a suspension, which `return_role` confirms: `return_after` says after which suspensions, `cut_off` what
    becomes of the stays it cuts off. `counts`: whether it counts as a referral.
    """

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
    carry_days: Figure = ""
    carry_role: Role | None = None
    carry_label: str = ""
    carry_cites: tuple[str, ...] = ()
    extension_cap: Figure = 0
    extension_role: Role | None = None
    extension_cites: tuple[str, ...] = ()
    starts: str = ""
    return_after: Figure = ""
    return_role: Role | None = None
    cut_off: Figure = ""
    counts: bool = True
    destinations: tuple[Choice, ...] = ()
    stations: tuple[Station, ...] = ()
    gates: tuple[StayGate, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre where pupils are helped in sessions. It is no placement: nobody is sent there, and nothing counts it.

    `short` is its name where room is scarce; `roles` record sessions.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    roles: tuple[Role, ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class OwedSlot:
    """A time of day that may be chosen for a detention: a period's bell key, or "" for after the closing bell.

    `notice`: the family is told before it starts, or it does not start.
    """

    id: str
    label: str
    period: str = ""
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the premises begin, by the name that an incident's place gets, and the clauses that duty staff are shown."""

    place: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeOwed:
    """Time that a pupil owes. `form` is slot (a detention) or minutes (give-back at the next break).

    For slots: `start_offset` minutes after the bell, `length` minutes, `register_minutes` after its end the register is due.
    `rota` maps a weekday ("monday") to a year group whose leader leads. For minutes: `choices`, `cap`, `increment`.
    `chosen` resolves to leader_chooses or to the id of one of `slots`, and `chooser` sets the day ("" for the same day).
    `years` resolves to the year groups that owe it, as "7-11"; "" is all.
    `lead`: the least minutes between the record and the start. One of the same day that is too near is held on the next
    school day; one that a leader chooses is refused. `cut_off` (a time) does the same from then on for that day.
    `move` resolves to leader_moves where a leader may move one of the same day to a later one, else to never.
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
    chosen: Figure = ""
    chooser: Role | None = None
    slots: tuple[OwedSlot, ...] = ()
    years: Figure = ""
    lead: Figure = 0
    cut_off: Figure = ""
    move: Figure = "never"
    effects: tuple[Effect, ...] = ()
