"""Advisory ladders: the adult names the step, the engine suggests one and performs what was chosen (INF-SS-2, G20)."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from evenhand.engine.decisions import Missing, Step
from evenhand.engine.facts import Adjustment, Event, Mark
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Choice, Ladder, LadderStep
from evenhand.engine.rules import consequence
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.ladder import carry_out, keep_mark, marks_in, repeats, scope_key
from evenhand.engine.rules.turn import Turn, Unable

COMPLIED = "complied"
REPEAT = "repeat"
CALL_STAGES = ("called", "acknowledged", "arrived")
NAMED = "named_condition"
CHOSEN = ("consequence", "destination")


class Suggestion(NamedTuple):
    """The step that comes next, and why."""

    position: int
    key: str


def chosen(turn: Turn, ladder: Ladder) -> None:
    """An adult takes a step of an advisory ladder, or records what came of the one taken (`about`).

    An effect that asks for an outcome runs when that outcome is recorded: with the step, or afterwards.
    """
    scope = scope_key(turn, ladder)
    marks = marks_in(turn.windows, ladder.id, scope)
    if turn.event.about:
        _came_of_it(turn, ladder, scope, marks)
        return
    position = turn.event.details.get("step")
    if not isinstance(position, int) or not 1 <= position <= len(ladder.steps):
        raise Unable(Missing(("step",), ladder.cites))
    consequence.check(turn)
    hint = hint_for(turn, ladder, marks)
    step = ladder.steps[position - 1]
    missing = [name for name in step.records if not _told(turn, ladder, step, name)]
    skipped = ladder.skip_needs_reason and position > hint.position
    unprepared = hint.key != NAMED and consequence.too_soon(turn, ladder, marks)
    if (skipped or unprepared) and not turn.event.details.get("reason"):
        missing.append("reason")
    missing += _wanted(turn, step, str(turn.event.details.get("outcome", "")))
    if missing:
        raise Unable(Missing(tuple(missing), step.cites))
    values = (("suggested", hint.position), ("because", hint.key), ("phrase", step.phrase))
    why = turn.why(step.cites, "step_chosen", values, (ladder.scope,))
    turn.outcomes.append(Step(ladder.id, step.id, position, len(marks) + 1, scope, False, why))
    cast = Cast(turn.event.by, turn.event.witness, turn.event.by)
    spared = _held_already(turn, ladder, marks)
    effects = tuple(item for item in step.effects if not (item.once and item.id in spared))
    posted = carry_out(turn, ladder, replace(step, effects=effects), turn.item, marks, cast)
    mark = Mark(turn.event.id, position, turn.event.code, "", posted)
    turn.windows = keep_mark(turn.windows, ladder.id, scope, (*marks, mark))


def call(turn: Turn) -> None:
    """A call for support about a step, stamped as made, answered or arrived (INF-SS-21, 29). Nothing follows from it."""
    missing = [] if turn.event.details.get("stage") in CALL_STAGES else ["stage"]
    if missing or not turn.event.about:
        raise Unable(Missing((*missing, *(() if turn.event.about else ("step_taken",)))))


def suggest(
    rules: Rules, ladder: Ladder, marks: tuple[Mark, ...], code: str, adjustments: tuple[Adjustment, ...]
) -> Suggestion:
    """The step to suggest next on an advisory ladder (INF-SS-2, G20).

    A new scope starts at one. After a complied step the same behaviour goes on at the next step and another behaviour
    starts again; a step that the pupil's adjustment repeats is suggested until the agreed number is used.
    """
    if not marks:
        return Suggestion(1, "scope_starts")
    last = marks[-1]
    if last.outcome == COMPLIED and last.code != code:
        return Suggestion(1, "another_act")
    step = ladder.steps[last.position - 1]
    used = _used(marks)
    if used < repeats(rules, ladder, step, adjustments):
        return Suggestion(last.position, "adjustment_repeats")
    limit = rules.number(step.repeat_limit)
    if last.outcome == REPEAT and (not limit or used <= limit):
        return Suggestion(last.position, "asked_to_repeat")
    return Suggestion(min(last.position + 1, len(ladder.steps)), "next_step")


def _used(marks: tuple[Mark, ...]) -> int:
    """How often the step of the last mark has been used since the last fresh start."""
    last, used = marks[-1], 0
    for place in range(len(marks) - 1, -1, -1):
        used += marks[place].position == last.position
        earlier = marks[place - 1]
        if place and earlier.outcome == COMPLIED and earlier.code != marks[place].code:
            break
    return used


def hint_for(turn: Turn, ladder: Ladder, marks: tuple[Mark, ...]) -> Suggestion:
    """The step to suggest for this event: an act that the policy names may enter later without a reason (G20, G21)."""
    hint = suggest(turn.rules, ladder, marks, turn.event.code, turn.event.adjustments)
    plan = turn.rules.plan(turn.event.spot.where, turn.event.code)
    named = plan is not None and plan.ladder.id == ladder.id and plan.entry > hint.position
    return Suggestion(plan.entry, NAMED) if plan is not None and named else hint


def agreed_places(rules: Rules, event: Event, step: LadderStep) -> tuple[Choice, ...]:
    """The destinations beyond the step's own that an agreed adjustment opens for this pupil."""
    kinds = rules.pack.adjustments
    agreed = any(
        item.kind in kinds and kinds[item.kind].overlays == "destination" for item in event.adjustments
    )
    offered = {choice.value for choice in step.options}
    return tuple(
        choice
        for effect in step.effects
        if agreed and effect.kind == "place"
        for choice in rules.pack.placements[effect.placement].destinations
        if choice.value not in offered
    )


def _told(turn: Turn, ladder: Ladder, step: LadderStep, name: str) -> bool:
    """Whether a detail that the step demands is there; a choice must be one that the step offers this pupil (INF-SS-20)."""
    given = turn.event.details.get(name, "")
    if given == "" or name not in CHOSEN or not step.options:
        return given != ""
    return given in [choice.value for choice in (*step.options, *agreed_places(turn.rules, turn.event, step))]


def _held_already(turn: Turn, ladder: Ladder, marks: tuple[Mark, ...]) -> set[str]:
    """The ids of effects that acts before this one have brought about, back to the last fresh start (INF-SS-26)."""
    held: set[str] = set()
    for mark in reversed(marks):
        if mark.outcome == COMPLIED and mark.code != turn.event.code:
            break
        held |= {item.id for item in ladder.steps[mark.position - 1].effects if item.once}
    return held


def _came_of_it(turn: Turn, ladder: Ladder, scope: str, marks: tuple[Mark, ...]) -> None:
    outcome = str(turn.event.details.get("outcome", ""))
    found = next((mark for mark in marks if mark.event == turn.event.about), None)
    if found is None or outcome not in [choice.value for choice in ladder.steps[found.position - 1].outcomes]:
        raise Unable(Missing(("step_taken" if found is None else "outcome",), ladder.cites))
    step = ladder.steps[found.position - 1]
    missing = _wanted(turn, step, outcome)
    if missing:
        raise Unable(Missing(tuple(missing), step.cites))
    marks = tuple(mark._replace(outcome=outcome) if mark.event == found.event else mark for mark in marks)
    turn.windows = keep_mark(turn.windows, ladder.id, scope, marks)
    why = turn.why(step.cites, outcome, (("phrase", step.phrase),))
    turn.outcomes.append(Step(ladder.id, step.id, found.position, len(marks), scope, False, why))
    cast = Cast(turn.event.by, turn.event.witness, turn.event.by)
    perform(turn, tuple(item for item in step.effects if "outcome" in item.when.details), cast)


def _wanted(turn: Turn, step: LadderStep, outcome: str) -> list[str]:
    """What the step demands with this outcome and was not told (INF-SS-23)."""
    return [name for name in step.outcome_records.get(outcome, ()) if turn.event.details.get(name, "") == ""]
