"""The working copy of one close: a turn for each member of the cohort, and what ends. It never leaves the engine."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from evenhand.engine.decisions import Missing
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


class Turns(Mapping[str, Turn]):
    """A turn for each member by name, in the order of the cohort: made when a rule asks for it, so that a close costs
    nothing for those whom no rule concerns."""

    __slots__ = ("_made", "_members", "_start")

    def __init__(self, cohort: Iterable[Member], start: Callable[[Member], Turn]) -> None:
        self._members = {member.pupil: member for member in cohort}
        self._start = start
        self._made: dict[str, Turn] = {}

    def __getitem__(self, pupil: str) -> Turn:
        turn = self._made.get(pupil)
        if turn is None:
            turn = self._made[pupil] = self._start(self._members[pupil])
        return turn

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def made(self, also: Container[str] = ()) -> Iterator[tuple[str, Turn]]:
        """The turns that some rule has asked for, and those of `also`, in the order of the cohort."""
        made = self._made
        return ((pupil, self[pupil]) for pupil in self._members if pupil in made or pupil in also)

    def standing(self, pupil: str) -> PupilState | Turn:
        """How a member stands at this point of the close."""
        return self._made.get(pupil) or self._members[pupil].state

    def concerned(self, test: Callable[[PupilState | Turn], object]) -> Iterator[str]:
        """The pupils of whom a test holds by how they stand at this point of the close."""
        made = self._made.get
        for pupil, member in self._members.items():
            if test(made(pupil) or member.state) and pupil:
                yield pupil


class Closing:
    """The turns by pupil, in the order of the cohort; each starts from the member's state before the close."""

    __slots__ = ("calendar", "cohort", "left_out", "period", "policy", "turns")

    def __init__(
        self, policy: Policy, calendar: SchoolCalendar, cohort: tuple[Member, ...], period: Period
    ) -> None:
        self.policy = policy
        self.calendar = calendar
        self.cohort = cohort
        self.period = period
        self.left_out: dict[str, tuple[Missing, ...]] = {}
        self.turns = Turns(
            cohort, lambda member: Turn(policy, calendar, member.state, event_of(member, period))
        )

    def pupils(self) -> Iterator[Member]:
        """The members who are pupils; a row without a name stands for the school itself and only carries facts."""
        return (member for member in self.cohort if member.pupil)

    def pupil_turns(self) -> Iterator[Turn]:
        """The turns of the members who are pupils."""
        return (self.turns[member.pupil] for member in self.pupils())

    def turns_of(self, concerned: Callable[[PupilState | Turn], object]) -> Iterator[Turn]:
        """The turns of those pupils whom a rule can concern, by how they stand at this point of the close."""
        turns = self.turns
        return (turns[pupil] for pupil in turns.concerned(concerned))

    def leave_out(self, pupil: str, lacking: Missing) -> None:
        """Say that a rule could not answer for this pupil alone; it goes on without the pupil."""
        known = self.left_out.get(pupil, ())
        if lacking not in known:
            self.left_out[pupil] = (*known, lacking)

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
