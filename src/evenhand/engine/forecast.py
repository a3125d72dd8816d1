"""What would follow, asked before the last tap: one answer for each kind of act that the policy treats alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from evenhand.engine.decisions import Place, Post, Propose, Step, Unanswered
from evenhand.engine.facts import Answer, Event, PupilState
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Item, Ladder
from evenhand.engine.rules.advisory import Suggestion, hint_for
from evenhand.engine.rules.details import sample
from evenhand.engine.rules.ladder import marks_in, scope_key
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import decide
from evenhand.engine.values import LadderMode, Where


class Forecast(NamedTuple):
    """What a hypothetical act would bring, for one pupil.

    `ordinal` counts the acts in the scope ("second in this lesson"); `phrase` is the step as a noun phrase; `removes`
    says that the pupil would be sent out; `request` that a leader would have to confirm; `posts` are ledger and value.
    """

    step: str
    position: int
    ordinal: int
    scope: str
    phrase: str
    cites: tuple[str, ...]
    request: bool
    removes: bool
    posts: tuple[tuple[str, int], ...]
    proposals: tuple[str, ...]
    unanswered: tuple[Unanswered, ...]


def variants(policy: Policy, day: date, where: Where) -> dict[str, str]:
    """Each concern's code to the code that stands for all that the policy treats alike in that kind of place.

    The answer for a pupil is then computed once per representative, not once per row of the catalogue.
    """
    return dict(_variants(policy.on(day), where))


@lru_cache(maxsize=32)
def _variants(rules: Rules, where: Where) -> Mapping[str, str]:
    first: dict[tuple[object, ...], str] = {}
    standing: dict[str, str] = {}
    for item in rules.pack.items.values():
        plan = rules.plan(where, item.code)
        if plan is None:
            continue
        key: tuple[object, ...] = (
            plan.ladder.id,
            plan.entry,
            plan.conflict,
            item.group,
            _points_key(item),
            _tags_that_matter(plan.ladder, item),
        )
        if rules.word(plan.ladder.match) == "same":
            key = (*key, item.code)
        standing[item.code] = first.setdefault(key, item.code)
    return standing


def forecast(policy: Policy, calendar: SchoolCalendar, state: PupilState, event: Event) -> Forecast:
    """What would follow for this pupil from this act, with the details it demands taken as given."""
    rules = policy.on(event.at.day)
    item = rules.item(event.code) or policy.pack.items[event.code]
    details = dict(event.details)
    for condition in item.conditions:
        details[condition.detail] = rules.value(condition.value)
    for name in item.details:
        details.setdefault(name, sample(policy.pack.details[name]))
    answers = tuple(Answer(adjustment.id, "applied") for adjustment in event.adjustments)
    decision = decide(policy, calendar, state, event._replace(details=details, answers=answers))
    taken = next((outcome for outcome in decision.outcomes if isinstance(outcome, Step)), None)
    ladder = policy.pack.ladders[taken.ladder] if taken else None
    return Forecast(
        taken.step if taken else "",
        taken.position if taken else 0,
        taken.ordinal if taken else 0,
        str(dict(taken.reason.values).get("scope", "")) if taken else "",
        ladder.steps[taken.position - 1].phrase if ladder and taken and taken.position else "",
        taken.reason.cites if taken else item.cites,
        bool(taken and taken.request),
        any(isinstance(outcome, Place) for outcome in decision.outcomes),
        tuple((outcome.ledger, outcome.value) for outcome in decision.outcomes if isinstance(outcome, Post)),
        tuple(outcome.proposal for outcome in decision.outcomes if isinstance(outcome, Propose)),
        decision.unanswered,
    )


def suggestion(
    policy: Policy, calendar: SchoolCalendar, state: PupilState, event: Event
) -> Suggestion | None:
    """The step to suggest next on the advisory ladder that holds where the event happens; None if there is none."""
    turn = Turn(policy, calendar, state, event)
    for ladder in policy.pack.ladders.values():
        if ladder.mode == LadderMode.ADVISORY and event.spot.where in ladder.where:
            marks = marks_in(state.windows, ladder.id, scope_key(turn, ladder))
            return hint_for(turn, ladder, marks)
    return None


def _points_key(item: Item) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    return tuple((ledger, tuple(sorted(stages.items()))) for ledger, stages in sorted(item.points.items()))


def _tags_that_matter(ladder: Ladder, item: Item) -> tuple[str, ...]:
    named = {
        tag
        for step in ladder.steps
        for effect in step.effects
        for tag in (*effect.when.tags, *effect.when.not_tags)
    }
    return tuple(sorted(set(item.tags) & named))
