"""The working copy of one close: a turn for each member of the cohort, and what ends. It never leaves the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from evenhand.engine.facts import NOTHING, Event, Fact, Moment, Opened, PupilState, Spot
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, ProgrammeForm, Where


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


class Closing:
    """The turns by pupil, in the order of the cohort; each starts from the member's state before the close."""

    __slots__ = ("calendar", "cohort", "period", "policy", "turns")

    def __init__(
        self, policy: Policy, calendar: SchoolCalendar, cohort: tuple[Member, ...], period: Period
    ) -> None:
        self.policy = policy
        self.calendar = calendar
        self.cohort = cohort
        self.period = period
        self.turns = {
            member.pupil: Turn(policy, calendar, member.state, event_of(member, period)) for member in cohort
        }

    def pupils(self) -> Iterator[Member]:
        """The members who are pupils; a row without a name stands for the school itself and only carries facts."""
        return (member for member in self.cohort if member.pupil)

    def pupil_turns(self) -> Iterator[Turn]:
        """The turns of the members who are pupils."""
        return (self.turns[member.pupil] for member in self.pupils())

    def due(self, form: ProgrammeForm) -> Iterator[Programme]:
        """The programmes of one form that run when this period closes."""
        kind = self.period.kind
        return (programme for programme in self.rules.programmes(form) if programme.closes == kind)

    def open_case(self, pupil: str, kind: str) -> None:
        """Open a case that waits for somebody to decide what the close has found."""
        turn = self.turns[pupil]
        ident = f"{turn.event.id}/{kind}"
        turn.cases = (*turn.cases, Opened(ident, kind, "nominated", self.period.at.day, turn.event.id))

    @property
    def rules(self) -> Rules:
        """The rules as they stand on the day of the close."""
        return self.policy.on(self.period.at.day)


Closer = Callable[[Closing], None]


def event_of(member: Member, period: Period) -> Event:
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
