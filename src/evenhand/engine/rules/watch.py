"""What watches every decided event and every close: counters first, then the paths that acts open, then triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenhand.engine.facts import Voided
from evenhand.engine.rules import cases, counting, paths, trigger
from evenhand.engine.rules.turn import Turn

if TYPE_CHECKING:
    from evenhand.engine.close import Closing


def watch(turn: Turn) -> None:
    """Count what this event did, open the cases that it opens, and judge what was counted."""
    if turn.item is not None and turn.rules.watch.opening:
        paths.open_by_act(turn)
    names = counting.count(turn)
    if names:
        trigger.judge(turn, names)


def take_back(turn: Turn, voided: Voided) -> None:
    """Take back what a voided event counted, marked and opened, as if it had never been."""
    trigger.take_back(turn, voided.event, voided.day, [ledger for ledger, _ in voided.posts])
    paths.take_back(turn, voided.event)
    cases.take_back(turn, voided.event)


def close_triggers(closing: Closing) -> None:
    """At the end of a period, judge what only then can be judged, for each pupil of whom it could hold."""
    kind, watch = closing.period.kind, closing.rules.watch
    due = [one for one in watch.closing if trigger.kind_of_close(one) == kind]
    if not due:
        return
    everybody = not all(trigger.needs_a_count(closing.rules, one) for one in due)
    counters = {one.counter for one in due}
    for turn in closing.turns_of(
        lambda pupil: (
            everybody
            or (pupil.counted and any(counting.counter_id(row.name) in counters for row in pupil.counted))
        )
    ):
        trigger.judge_close(turn, kind)
