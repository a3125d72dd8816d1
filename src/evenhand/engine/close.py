"""The engine's second entry point: the end of a day, week, half-term, term or year for a cohort.

Ranks, thresholds over a period, registers and rewards need everybody's state at once. `close` is pure and total like
`step`: what cannot be answered for one pupil comes back as a value, with that pupil's state unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from evenhand.engine.decisions import Decision, OutsideCalendar
from evenhand.engine.facts import NOTHING, Event, Fact, Moment, PupilState, Spot
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.rules.watch import close_triggers
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar
from evenhand.engine.values import EventKind, Where


class Member(NamedTuple):
    """One pupil of the cohort. `groups` maps a kind of group ("form") to the pupil's own; `facts` is what rules ask for."""

    pupil: str
    state: PupilState
    year_group: int | None = None
    groups: Mapping[str, str] = MappingProxyType({})
    facts: Mapping[str, Fact] = NOTHING


class Period(NamedTuple):
    """What ends. `kind` is day, week, half_term, term or year; `key` as in the totals ("w:2026-09-14"); `at` its close."""

    kind: str
    key: str
    at: Moment


class Closed(NamedTuple):
    """One pupil's part of a close: the decision and the state after it."""

    pupil: str
    decision: Decision
    state: PupilState


class Closing:
    """The working copy of one close: a turn for each member, in the order of the cohort. It never leaves the engine."""

    __slots__ = ("calendar", "cohort", "period", "policy", "turns")

    def __init__(
        self, policy: Policy, calendar: SchoolCalendar, cohort: tuple[Member, ...], period: Period
    ) -> None:
        self.policy = policy
        self.calendar = calendar
        self.cohort = cohort
        self.period = period
        self.turns = {
            member.pupil: Turn(policy, calendar, member.state, _event(member, period)) for member in cohort
        }


Closer = Callable[[Closing], None]
CLOSERS: Final[tuple[Closer, ...]] = (close_triggers,)
"""Each adds the outcomes of its rules to the members' turns, in this order; each looks at the kind of period itself."""


def close(
    policy: Policy, calendar: SchoolCalendar, cohort: tuple[Member, ...], period: Period
) -> tuple[Closed, ...]:
    """Decide what the end of a period brings for each member of a cohort, in the cohort's order.

    Args:
        policy: the pack and the school's settings.
        calendar: the school's calendar.
        cohort: everybody whom the rules compare, each with the state after the period's last event.
        period: what ends.
    """
    closing = Closing(policy, calendar, cohort, period)
    try:
        for closer in CLOSERS:
            closer(closing)
    except (CalendarEnds, Unable) as unable:
        unanswered = OutsideCalendar(unable.date) if isinstance(unable, CalendarEnds) else unable.unanswered
        return tuple(
            Closed(
                member.pupil,
                closing.turns[member.pupil].decision()._replace(outcomes=(), unanswered=(unanswered,)),
                member.state,
            )
            for member in cohort
        )
    return tuple(Closed(pupil, turn.decision(), turn.state()) for pupil, turn in closing.turns.items())


def _event(member: Member, period: Period) -> Event:
    """The end of the period as something that happens to this pupil; nobody records it."""
    return Event(
        id=f"{period.key}/{member.pupil}",
        kind=EventKind.CLOSE,
        code=period.kind,
        at=period.at,
        spot=Spot(Where.OFF_SITE, ""),
        by="",
        year_group=member.year_group,
        details=member.facts,
    )
