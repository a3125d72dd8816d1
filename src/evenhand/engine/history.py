"""A whole school's history as it was recorded: each pupil's state, and the ends of periods between the events.

What is kept is the pupils' states and nothing of the events, so that a history may be as long as it likes. An event
that a later one voids is remembered until then: `voided` says which those are.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from evenhand.engine.close import Closed, Member, Period, close_concerned
from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE, NOTHING, Event, Fact, PupilState, Voided
from evenhand.engine.fold import Fold
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.replay import taken_back
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind


class Known(NamedTuple):
    """What is known of a pupil from the start: the year group, and groups by their kind ("form")."""

    year_group: int | None = None
    groups: Mapping[str, str] = MappingProxyType({})


UNKNOWN = Known()
VOID: Final = EventKind.VOID
"""Looked up once: of an enum each look costs as much as a small decision."""


class History:
    """The running states of one school.

    Args:
        policy: the pack and the school's settings.
        calendar: the school's calendar.
        ends: the ends of periods that are closed, in order.
        roster: who is closed for; a pupil who is not in it joins with the first event.
        voided: the ids of events that a later one voids. All others are forgotten at once.
    """

    def __init__(
        self,
        policy: Policy,
        calendar: SchoolCalendar,
        ends: Iterable[Period],
        roster: Mapping[str, Known],
        voided: Container[str],
    ) -> None:
        self.policy = policy
        self.calendar = calendar
        self._fold = Fold(policy, calendar, dict.fromkeys(roster, EMPTY_STATE))
        self._roster = roster
        self._voided = voided
        self._remembers = bool(voided)
        self._told: dict[tuple[str, str], Voided] = {}
        self._facts: dict[tuple[str, str], Mapping[str, Fact]] = {}
        self._ends = iter(ends)
        self._next = next(self._ends, None)
        self._members: dict[str, Member] = {}

    @property
    def states(self) -> Mapping[str, PupilState]:
        """The pupils' states as they stand now."""
        return self._fold

    def tell(self, pupil: str, event: Event) -> Decision:
        """Decide one event of a pupil on the state that the events before it left.

        A void is completed with what its subject brought about, unless it brings that with it; an entry of another
        pupil is none of its subjects.
        """
        is_void = event[1] == VOID
        if is_void and event.voids is None:
            event = event._replace(voids=self._told.get((pupil, event.about)))
        decision = self._fold.tell(pupil, event)
        if is_void and not decision.refused:
            self._told.pop((pupil, event.about), None)
        if self._remembers and event.id in self._voided and not decision.refused:
            self._told[pupil, event.id] = taken_back(event, decision)
        return decision

    def know(self, pupil: str, kind: str, facts: Mapping[str, Fact]) -> None:
        """What the next end of a period of that kind must know of the pupil."""
        if pupil not in self._fold:
            self._fold.put(pupil, EMPTY_STATE)
        self._facts[kind, pupil] = {**self._facts.get((kind, pupil), NOTHING), **facts}

    def due(self, instant: int) -> bool:
        """Whether a period ends before that instant."""
        return self._next is not None and self._next.at.instant < instant

    def close_until(self, instant: int) -> Iterator[tuple[Period, tuple[Closed, ...]]]:
        """Close what ends before that instant, one period after the other, with those whom some rule looked at."""
        while (period := self._next) is not None and period.at.instant < instant:
            self._next = next(self._ends, None)
            yield period, self._close(period)

    def _close(self, period: Period) -> tuple[Closed, ...]:
        """Close a period for everybody. Of those whom no rule looked at there is nothing to say."""
        cohort = self._cohort(period.kind)
        closed = tuple(close_concerned(self.policy, self.calendar, cohort, period))
        for one in closed:
            self._fold.put(one.pupil, one.state)
        return closed

    def _cohort(self, kind: str) -> tuple[Member, ...]:
        """Everybody as they stand, with what is known for a close of that kind, which is then forgotten."""
        members = self._members
        for pupil, state in self._fold.owned().items():
            held = members.get(pupil)
            if held is None or held.state is not state:
                known = self._roster.get(pupil, UNKNOWN)
                members[pupil] = Member(pupil, state, known.year_group, known.groups)
        facts = [key for key in self._facts if key[0] == kind]
        if not facts:
            return tuple(members.values())
        told = {pupil: members[pupil]._replace(facts=self._facts.pop((kind, pupil))) for _, pupil in facts}
        return tuple({**members, **told}.values())
