"""Every stored decision computed again from the stored facts, and what does not come out the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from evenhand.apps.conduct.writing import state_digest
from evenhand.apps.policy.models import PolicyInForce, SettingChange, StoredDecision
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_by_digest
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
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
    """Compute every decision of a school again, each pupil's in order, in the scope of that school.

    The policy, the settings and the calendar are those whose digests the decision names.
    """
    sources = _Sources(school_id)
    found: list[Differs] = []
    pupil_id, state, count = None, EMPTY_STATE, 0
    for row in StoredDecision.objects.order_by("pupil_id", "seq").iterator(CHUNK):
        if row.pupil_id != pupil_id:
            pupil_id, state = row.pupil_id, EMPTY_STATE
        count += 1
        policy, calendar = sources.policy(row), sources.calendar(row.calendar_digest)
        if policy is None or calendar is None:
            what = "its calendar" if calendar is None else "its policy with those settings"
            found.append(_differs(row, f"{what} is no longer kept, so it cannot be computed again"))
            continue
        before = state_digest(state_to_plain(state))
        decision, state = step(policy, calendar, state, event_from_plain(row.facts))
        after = state_digest(state_to_plain(state))
        found.extend(
            _differs(row, problem) for problem in _problems(row, decision_to_plain(decision), before, after)
        )
        if progress:
            progress(count)
    return Replayed(count, tuple(found))


def _problems(row: StoredDecision, plain: Any, before: str, after: str) -> Iterator[str]:
    if digest(row.outcomes) != row.digest:
        yield "the stored outcomes are not those of the stored digest"
    if digest(plain) != row.digest:
        yield "the outcomes differ"
    if before != row.state_before:
        yield "the state before differs"
    if after != row.state_after:
        yield "the state after differs"


def _differs(row: StoredDecision, problem: str) -> Differs:
    return Differs(row.seq, str(row.event), row.pupil_id, problem)


class _Sources:
    """The policies and calendars of a school by their digests."""

    def __init__(self, school_id: int) -> None:
        self.school_id = school_id
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

    def policy(self, row: StoredDecision) -> Policy | None:
        """The pack and settings of a decision; None where the pack's files have changed since."""
        return self.policies.get((row.policy_digest, row.settings_digest))

    def calendar(self, wanted: str) -> SchoolCalendar | None:
        """The calendar of a decision; None where it is not kept."""
        try:
            return calendar_by_digest(self.school_id, wanted)
        except NoCalendar:
            return None
