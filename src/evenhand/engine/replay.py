"""A fold over what happened to one pupil, and what would have been different without some of it.

Pure, like everything here: the same policy, calendar and events give the same decisions and differences for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from evenhand.engine.decisions import Decision, Level, Outcome, Owe, Place, Post, Reason, Step
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState, Voided
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.level import LEVEL_RISEN
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind

NO_REASON = Reason((), "")


class Folded(NamedTuple):
    """One event with what was decided of it and the pupil's state after it."""

    event: Event
    decision: Decision
    state: PupilState


class Difference(NamedTuple):
    """One later event whose outcomes would not have been the same: as it was, and as it would have been.

    `would` has no outcomes where the event could not have happened (an arrival for a stay that would not be).
    """

    event: Event
    was: Decision
    would: Decision


def fold(
    policy: Policy, calendar: SchoolCalendar, events: Iterable[Event], state: PupilState = EMPTY_STATE
) -> Iterator[Folded]:
    """Decide one pupil's events in the order given, each on the state that the one before it left.

    Args:
        policy: the pack and the school's settings.
        calendar: the school's calendar.
        events: what happened to one pupil, in the order in which it was recorded.
        state: the pupil's state before the first of them.
    """
    for event in events:
        decision, state = step(policy, calendar, state, event)
        yield Folded(event, decision, state)


def without(events: Iterable[Event], voided: Collection[str]) -> tuple[Event, ...]:
    """The events as if those with the ids in `voided` had never been, and so nobody had taken them back."""
    return tuple(
        event
        for event in events
        if event.id not in voided and not (event.kind == EventKind.VOID and event.about in voided)
    )


def differences(
    policy: Policy, calendar: SchoolCalendar, events: Iterable[Event], voided: Collection[str]
) -> tuple[Difference, ...]:
    """What would have been decided otherwise if the voided events had never been; the first difference first.

    Both sides are folded by the same policy and calendar, so that nothing but the voided events makes a difference.
    The void of another event takes back what that event brings about on its own side of the comparison.
    """
    events = tuple(events)
    was = {item.event.id: item.decision for item in fold(policy, calendar, events)}
    found: list[Difference] = []
    for item in _counterfactual(policy, calendar, without(events, voided)):
        before = was[item.event.id]
        if substance(before) != substance(item.decision):
            found.append(Difference(item.event, before, item.decision))
    return tuple(found)


def taken_back(event: Event, decision: Decision) -> Voided:
    """What a later void of this event must be told: what it posted, and the stay and owed item that it concerned."""
    outcomes = decision.outcomes
    return Voided(
        event.id,
        event.kind,
        tuple((outcome.ledger, outcome.value) for outcome in outcomes if isinstance(outcome, Post)),
        event.at.day,
        next((outcome.stay for outcome in outcomes if isinstance(outcome, Place)), ""),
        next((outcome.item for outcome in outcomes if isinstance(outcome, Owe)), ""),
        event.code,
    )


def substance(decision: Decision) -> tuple[Outcome, ...]:
    """What a decision brings about, without why and without the count of acts that led to it.

    A level that rose between two closes is no more than an indicator, worked out afresh from the counts each time.
    """
    return tuple(_bare(outcome) for outcome in decision.outcomes if not _shown_only(outcome))


def _counterfactual(policy: Policy, calendar: SchoolCalendar, events: tuple[Event, ...]) -> Iterator[Folded]:
    state = EMPTY_STATE
    decided: dict[str, Decision] = {}
    for event in events:
        asked = event._replace(voids=_retold(event.voids, decided)) if event.voids else event
        decision, state = step(policy, calendar, state, asked)
        decided[event.id] = decision
        yield Folded(asked, decision, state)


def _retold(voids: Voided, decided: dict[str, Decision]) -> Voided:
    """What the voided event posted on this side of the comparison; as it was told where it is not in the fold."""
    decision = decided.get(voids.event)
    if decision is None:
        return voids
    posts = tuple((item.ledger, item.value) for item in decision.outcomes if isinstance(item, Post))
    stay = next((item.stay for item in decision.outcomes if isinstance(item, Place)), "")
    return voids._replace(posts=posts, stay=stay)


def _shown_only(outcome: Outcome) -> bool:
    return isinstance(outcome, Level) and outcome.reason.key == LEVEL_RISEN


def _bare(outcome: Outcome) -> Outcome:
    bare = outcome._replace(reason=NO_REASON)
    return bare._replace(ordinal=0) if isinstance(bare, Step) else bare
