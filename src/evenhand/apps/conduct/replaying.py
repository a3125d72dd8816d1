"""Every stored decision computed again from the stored facts, and what does not come out the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from evenhand.apps.conduct import cohort
from evenhand.apps.conduct.closing import content_digest, event_id, touched
from evenhand.apps.conduct.models import ClosedPeriod
from evenhand.apps.conduct.writing import state_digest
from evenhand.apps.policy.models import PolicyInForce, SettingChange, StoredDecision
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_by_digest
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.engine.close import Period, close
from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE, PupilState
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from evenhand.engine.wire import decision_to_plain, digest, event_from_plain, state_to_plain
from evenhand.packs.law import law_of

CHUNK = 1_000


class Differs(NamedTuple):
    """One stored decision that does not come out the same, and in what: outcomes, state, policy, settings or calendar."""

    seq: int
    event: str
    pupil_id: int
    problem: str


class Replayed(NamedTuple):
    """How many decisions were computed again, and those that differ."""

    decisions: int
    differing: tuple[Differs, ...]


def replay(school_id: int, progress: Callable[[int], None] | None = None) -> Replayed:
    """Compute every decision of a school again in the order in which they were recorded, in the scope of that school.

    The policy, the settings and the calendar are those whose digests the decision or the close names.
    """
    run = _Run(Sources(school_id), deque(ClosedPeriod.objects.order_by("after_seq", "pk")))
    count = 0
    for row in StoredDecision.objects.order_by("seq").iterator(CHUNK):
        run.close_before(row.seq)
        count += 1
        run.tell(row)
        if progress:
            progress(count)
    run.close_before(None)
    return Replayed(count, tuple(run.found))


class _Run:
    """The running states of one school while its decisions are computed again."""

    def __init__(self, sources: Sources, closes: deque[ClosedPeriod]) -> None:
        self.sources = sources
        self.closes = closes
        self.states: dict[int, PupilState] = {}
        self.parts: dict[str, _Part] = {}
        self.found: list[Differs] = []

    def tell(self, row: StoredDecision) -> None:
        """Compute one decision again, or look up the pupil's part of the close that it belongs to."""
        part = self.parts.pop(str(row.event), None)
        policy, calendar = self.sources.of(row)
        if policy is None or calendar is None:
            self.found.append(_differs(row, _not_kept(calendar)))
            return
        event = event_from_plain(row.facts)
        if part is None and event.kind == EventKind.CLOSE:
            self.found.append(_differs(row, "this close brings nothing about for the pupil"))
            return
        if part is None:
            before = self.states.get(row.pupil_id, EMPTY_STATE)
            decision, after = step(policy, calendar, before, event)
            part = _Part(row.pupil_id, decision, before, after)
        self.states[row.pupil_id] = part.after
        self.found.extend(_differs(row, problem) for problem in _problems(row, part))

    def close_before(self, seq: int | None) -> None:
        """Decide again each close that comes before the event of that number, or all that are left."""
        while self.closes and (seq is None or self.closes[0].after_seq < seq):
            self._lacking()
            self._close(self.closes.popleft())
        if seq is None:
            self._lacking()

    def _close(self, row: ClosedPeriod) -> None:
        policy, calendar = self.sources.of(row)
        if policy is None or calendar is None:
            self.found.append(Differs(row.after_seq, row.key, 0, _not_kept(calendar)))
            return
        places, of_school = cohort.from_plain(row.cohort)
        members = [cohort.member_of(place, self.states.get(place.pupil_id, EMPTY_STATE)) for place in places]
        end = Period(row.kind, row.key, local(self.sources.school, row.at))
        *closed, own = close(policy, calendar, (*members, cohort.school_row(of_school)), end)
        for member, one in zip(members, closed, strict=True):
            if touched(member, one):
                pupil_id = int(one.pupil)
                ident = str(event_id(row.school_id, row.key, pupil_id))
                self.parts[ident] = _Part(pupil_id, one.decision, member.state, one.state)
        if content_digest(row) != row.digest:
            self.found.append(
                Differs(row.after_seq, row.key, 0, "the stored close is not that of its digest")
            )
        if decision_to_plain(own.decision) != row.school_outcomes:
            self.found.append(Differs(row.after_seq, row.key, 0, "the outcomes for the school differ"))

    def _lacking(self) -> None:
        """Name the parts of the last close for which nothing was stored."""
        for ident, part in self.parts.items():
            self.found.append(Differs(0, ident, part.pupil_id, "this part of a close was not stored"))
        self.parts.clear()


class _Part(NamedTuple):
    """One pupil's decision as it comes out now, with the states before and after it."""

    pupil_id: int
    decision: Decision
    before: PupilState
    after: PupilState


def _problems(row: StoredDecision, part: _Part) -> Iterator[str]:
    if digest(row.outcomes) != row.digest:
        yield "the stored outcomes are not those of the stored digest"
    if digest(decision_to_plain(part.decision)) != row.digest:
        yield "the outcomes differ"
    if state_digest(state_to_plain(part.before)) != row.state_before:
        yield "the state before differs"
    if state_digest(state_to_plain(part.after)) != row.state_after:
        yield "the state after differs"


def _not_kept(calendar: SchoolCalendar | None) -> str:
    what = "its calendar" if calendar is None else "its policy with those settings"
    return f"{what} is no longer kept, so it cannot be computed again"


def _differs(row: StoredDecision, problem: str) -> Differs:
    return Differs(row.seq, str(row.event), row.pupil_id, problem)


class Sources:
    """The policies and calendars of a school by their digests."""

    def __init__(self, school_id: int) -> None:
        self.school = School.objects.get(pk=school_id)
        packs = [
            pack(ident) for ident in sorted(set(PolicyInForce.objects.values_list("pack_id", flat=True)))
        ]
        changes = [
            SettingValue(change.key, change.value, change.since)
            for change in SettingChange.objects.order_by("pk")
        ]
        self.policies: dict[tuple[str, str], Policy] = {}
        for one in packs:
            for many in range(len(changes) + 1):
                known = [change for change in changes[:many] if change.key in one.settings]
                policy = Policy.of(one, known, law_of(one.jurisdiction))
                self.policies.setdefault((policy.digest, policy.settings_digest), policy)

    def of(self, row: StoredDecision | ClosedPeriod) -> tuple[Policy | None, SchoolCalendar | None]:
        """The pack with the settings, and the calendar, of a decision; None for what is no longer kept."""
        policy = self.policies.get((row.policy_digest, row.settings_digest))
        try:
            return policy, calendar_by_digest(self.school.pk, row.calendar_digest)
        except NoCalendar:
            return policy, None
