"""Folding long histories: the states of many pupils, kept by one owner and changed as they stand.

`step` hands a new state out for each event, since somebody may still hold the old one. A fold owns its states, so that
the sums of one need not be copied for each act; whoever asks for a state gets a copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.plain import plain_acts
from evenhand.engine.rules.sums import Sums
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import advance_by_rules, by_rules


class Fold(Mapping[str, PupilState]):
    """The running states of some pupils; as a mapping, a copy of each.

    Args:
        policy: the pack and the school's settings.
        calendar: the school's calendar.
        states: the pupils' states to start from; others start with the empty one.
    """

    def __init__(
        self, policy: Policy, calendar: SchoolCalendar, states: Mapping[str, PupilState] | None = None
    ) -> None:
        self._policy = policy
        self._calendar = calendar
        acts = plain_acts(policy, calendar)
        self._decide, self._take = acts.decide, acts.take
        self._states = {pupil: _copied(state) for pupil, state in (states or {}).items()}

    def __getitem__(self, pupil: str) -> PupilState:
        return _copied(self._states[pupil])

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def tell(self, pupil: str, event: Event) -> Decision:
        """Decide one event of a pupil, exactly as `step` does."""
        state = self._states.get(pupil) or self._owned(pupil)
        decision, after = self._decide(state, event, own=True) or by_rules(
            self._policy, self._calendar, state, event
        )
        if after is not state:
            self._states[pupil] = after
        return decision

    def take(self, pupil: str, event: Event) -> None:
        """Fold one event into a pupil's state without saying what was decided."""
        state = self._states.get(pupil) or self._owned(pupil)
        after = self._take(state, event)
        if after is None:
            after = advance_by_rules(self._policy, self._calendar, state, event)
        if after is not state:
            self._states[pupil] = after

    def owned(self) -> Mapping[str, PupilState]:
        """The states themselves, for whoever only looks at them before the next event."""
        return self._states

    def put(self, pupil: str, state: PupilState) -> None:
        """Go on from this state, which was made from the one that stands here."""
        self._states[pupil] = state

    def _owned(self, pupil: str) -> PupilState:
        state = self._states.get(pupil)
        if state is None:
            state = self._states[pupil] = _copied(EMPTY_STATE)
        return state


def _copied(state: PupilState) -> PupilState:
    totals, counts, *rest = state
    return PupilState._make((Sums(totals), Sums(counts), *rest))
