"""The closes of a school decided twice: as they were, and as they would have been (G-82, G-109)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from evenhand.apps.conduct import cohort
from evenhand.apps.conduct.models import ClosedPeriod, Event
from evenhand.apps.conduct.replaying import CHUNK, Sources
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.clock import local
from evenhand.engine import facts
from evenhand.engine.close import Closed, Member, Period, close
from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE, PupilState, Voided
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.replay import substance, taken_back
from evenhand.engine.rules.programmes.closing import compared_by
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from evenhand.engine.wire import event_from_plain

YEAR_GROUP = "year_group"


class Late(Protocol):
    """An event that some close did not see as it stands now."""

    @property
    def event(self) -> Event:
        """The row: a late entry, or a void."""

    @property
    def at(self) -> datetime:
        """When what it concerns happened."""

    @property
    def about(self) -> str:
        """The id of the entry in question."""


class Part(NamedTuple):
    """One pupil's part of a close, as it was and as it would have been."""

    pupil_id: int
    was: Decision
    would: Decision


class Different(NamedTuple):
    """A close that would have come out otherwise, and for whom."""

    close: ClosedPeriod
    parts: tuple[Part, ...]


class Both:
    """One run over a school's history, with the states as they were and, where they differ, as they would have been.

    Args:
        sources: the policies and calendars of the school.
        closes: the closes in question.
        changes: the late entries and the voids that they did not see.
    """

    def __init__(self, sources: Sources, closes: Sequence[ClosedPeriod], changes: Sequence[Late]) -> None:
        self.sources = sources
        self.asked = {row.pk for row in closes}
        self.last = closes[-1]
        self.never = {change.about for change in changes if change.event.kind == EventKind.VOID}
        self.late = deque(change for change in changes if change.event.kind != EventKind.VOID)
        self.pupils = {change.event.pupil_id for change in changes}
        self.was: dict[int, PupilState] = {}
        self.would: dict[int, PupilState] = {}
        self.told: dict[str, tuple[facts.Event, Decision]] = {}
        self.entered: set[str] = set()
        self.found: list[Different] = []

    def run(self) -> list[Different]:
        """Decide everything again up to the last close in question."""
        rows = StoredDecision.objects.filter(seq__lte=self.last.after_seq).order_by("seq")
        needed = self._needed()
        if needed is not None:
            rows = rows.filter(pupil_id__in=needed)
        closes = deque(
            ClosedPeriod.objects.filter(after_seq__lte=self.last.after_seq).order_by("after_seq", "pk")
        )
        for row in rows.iterator(CHUNK):
            while closes and closes[0].after_seq < row.seq:
                self._close(closes.popleft(), needed)
            self._tell(row)
        for one in closes:
            self._close(one, needed)
        return self.found

    def _needed(self) -> set[int] | None:
        """The pupils whose states decide what the closes bring for those concerned; None for everybody."""
        needed = set(self.pupils)
        for row in ClosedPeriod.objects.filter(pk__in=self.asked):
            policy, _ = self.sources.of(row)
            if policy is None:
                continue
            per = compared_by(self._rules(policy, row), row.kind)
            if per - {YEAR_GROUP}:
                return None
            if per:
                places, _ = cohort.from_plain(row.cohort)
                years = {place.year_group for place in places if place.pupil_id in self.pupils}
                needed |= {place.pupil_id for place in places if place.year_group in years}
        return needed

    def _rules(self, policy: Policy, row: ClosedPeriod) -> Rules:
        return policy.on(local(self.sources.school, row.at).day)

    def _tell(self, row: StoredDecision) -> None:
        event = event_from_plain(row.facts)
        policy, calendar = self.sources.of(row)
        if event.kind == EventKind.CLOSE or policy is None or calendar is None:
            return
        before = self.was.get(row.pupil_id, EMPTY_STATE)
        if row.pupil_id in self.would or row.pupil_id in self.pupils:
            self._tell_other(row.pupil_id, policy, calendar, event, self.would.get(row.pupil_id, before))
        _, self.was[row.pupil_id] = step(policy, calendar, before, event)

    def _tell_other(
        self, pupil_id: int, policy: Policy, calendar: SchoolCalendar, event: facts.Event, before: PupilState
    ) -> None:
        """The event where what was taken back had never been, and so nobody had taken it back."""
        if event.id in self.never | self.entered or (
            event.kind == EventKind.VOID and event.about in self.never
        ):
            self.would[pupil_id] = before
            return
        if event.voids is not None:
            event = event._replace(voids=self._retold(event.voids))
        decision, self.would[pupil_id] = step(policy, calendar, before, event)
        self.told[event.id] = event, decision

    def _retold(self, voids: Voided) -> Voided:
        known = self.told.get(voids.event)
        return taken_back(*known) if known else voids

    def _close(self, row: ClosedPeriod, needed: set[int] | None) -> None:
        policy, calendar = self.sources.of(row)
        if policy is None or calendar is None:
            return
        places, of_school = cohort.from_plain(row.cohort)
        places = [place for place in places if needed is None or place.pupil_id in needed]
        self._enter_late(row)
        end = Period(row.kind, row.key, local(self.sources.school, row.at))
        own = cohort.school_row(of_school)

        def decided(states: Mapping[int, PupilState]) -> tuple[Closed, ...]:
            members: list[Member] = [
                cohort.member_of(place, states.get(place.pupil_id, EMPTY_STATE)) for place in places
            ]
            *closed, _ = close(policy, calendar, (*members, own), end)
            return tuple(closed)

        before = {**self.was, **self.would}
        was, would = decided(self.was), decided(before) if self.would else ()
        if row.pk in self.asked and (parts := tuple(_parts(was, would))):
            self.found.append(Different(row, parts))
        for one in was:
            self.was[int(one.pupil)] = one.state
        for one in would:
            pupil_id = int(one.pupil)
            if pupil_id in self.pupils or one.state != self.was[pupil_id]:
                self.would[pupil_id] = one.state

    def _enter_late(self, row: ClosedPeriod) -> None:
        """Put the entries that came after this close, and happened before it, where they belong."""
        kept: deque[Late] = deque()
        while self.late:
            change = self.late.popleft()
            if change.at > row.at or change.event.seq <= row.after_seq:
                kept.append(change)
            elif str(change.event.pk) not in self.never:
                self._enter(change)
        self.late = kept

    def _enter(self, change: Late) -> None:
        stored = StoredDecision.objects.get(pk=change.event.pk)
        policy, calendar = self.sources.of(stored)
        if policy is None or calendar is None:
            return
        pupil_id = stored.pupil_id
        before = self.would.get(pupil_id, self.was.get(pupil_id, EMPTY_STATE))
        self._tell_other(pupil_id, policy, calendar, event_from_plain(stored.facts), before)
        self.entered.add(str(change.event.pk))


def _parts(was: Sequence[Closed], would: Sequence[Closed]) -> Iterator[Part]:
    for one, other in zip(was, would, strict=True) if would else ():
        if substance(one.decision) != substance(other.decision):
            yield Part(int(one.pupil), one.decision, other.decision)
