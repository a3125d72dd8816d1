"""Ladders: the steps of a policy within a scope (star policy paragraphs 79 to 82, 153 to 155; six advisory steps).

A strict ladder names the step by counting the acts of the scope. An advisory one suggests a step; the adult chooses.
"""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.engine.decisions import Conflict, Missing, Propose, Step, Value
from evenhand.engine.facts import Adjustment, Answer, Event, Mark, Request
from evenhand.engine.pack.resolve import Plan, Rules, step_named
from evenhand.engine.pack.schema import Item, Ladder, LadderStep
from evenhand.engine.rules import ledger
from evenhand.engine.rules.chances import check_recorder, note, waits
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.scopes import WINDOWS_KEPT, drop_mark, keep_mark, marks_in, scope_key
from evenhand.engine.rules.turn import Turn, Unable

__all__ = [
    "ENTRY",
    "REQUESTED",
    "WINDOWS_KEPT",
    "act",
    "agreed_answers",
    "carry_out",
    "confirm",
    "decline",
    "drop_mark",
    "keep_mark",
    "marks_in",
    "position_after",
    "repeats",
    "scope_key",
]

ENTRY = "entry"
REQUESTED = "requested"


def act(turn: Turn, plan: Plan) -> None:
    """Record one act on a strict ladder: find its step, then perform it or ask a leader to confirm it."""
    ladder, item = plan.ladder, plan.item
    if plan.conflict:
        raise Unable(Conflict(plan.conflict))
    _answered(turn, ladder)
    scope = scope_key(turn, ladder)
    marks = marks_in(turn.windows, ladder.id, scope)
    position, key = _position(turn, plan, marks)
    step = ladder.steps[position - 1]
    if waits(turn, plan, marks):
        note(turn, ladder, step)
        return
    check_recorder(turn, ladder, step)
    answers = agreed_answers(turn.event)
    waived = next((answer for answer in answers if answer.outcome == "waived"), None) if answers else None
    request = step.id == ladder.confirm_step and str(ladder.confirm_role) not in turn.event.roles
    ordinal = len(marks) + 1
    figures = (ladder.scope, ladder.match)
    values: tuple[tuple[str, Value], ...] = (
        ("ordinal", ordinal),
        ("scope", turn.rules.word(ladder.scope)),
        ("phrase", step.phrase),
    )
    cites = plan.entry_cites if plan.entry and key == "straight" else step.cites
    if waived:
        key, values = "waived", (*values, ("reason", waived.reason))
    elif request:
        key, cites = "requested", (*cites, *ladder.confirm_cites)
    turn.outcomes.append(
        Step(ladder.id, step.id, position, ordinal, scope, request, turn.why(cites, key, values, figures))
    )
    posted: tuple[tuple[str, int], ...] = ()
    if request:
        _ask_leader(turn, ladder, step)
    elif not waived:
        posted = carry_out(
            turn, ladder, step, item, marks, Cast(turn.event.by, turn.event.witness, turn.event.by)
        )
    outcome = REQUESTED if request else ENTRY if key == "straight" else ""
    mark = Mark(turn.event.id, position, item.code, outcome, posted)
    turn.windows = keep_mark(turn.windows, ladder.id, scope, (*marks, mark))


def confirm(turn: Turn) -> None:
    """A leader confirms a request: the step is performed with the leader as recorder and the requester as witness."""
    request = next((item for item in turn.requests if item.event == turn.event.about), None)
    if request is None:
        raise Unable(Missing(("request",)))
    ladder = turn.rules.pack.ladders[request.ladder]
    if str(ladder.confirm_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(ladder.confirm_role),), ladder.confirm_cites))
    step = step_named(ladder, request.step)
    if step is None:
        raise Unable(Missing(("step",), ladder.cites))
    turn.item = turn.rules.pack.items[request.code]
    turn.event = turn.event._replace(spot=request.spot, witness=request.witness, code=request.code)
    turn.requests = tuple(item for item in turn.requests if item.event != request.event)
    scope = _scope_of(turn, ladder, request.event)
    marks = marks_in(turn.windows, ladder.id, scope)
    ordinal = next((place for place, mark in enumerate(marks, 1) if mark.event == request.event), len(marks))
    why = turn.why(
        (*step.cites, *ladder.confirm_cites), "confirmed", (("phrase", step.phrase), ("ordinal", ordinal))
    )
    turn.outcomes.append(Step(ladder.id, step.id, step.position, ordinal, scope, False, why))
    earlier = tuple(mark for mark in marks if mark.event != request.event)
    cast = Cast(turn.event.by, request.witness, turn.event.by)
    posted = carry_out(turn, ladder, step, turn.item, earlier, cast)
    marks = tuple(
        mark._replace(outcome="", posts=posted, event=turn.event.id) if mark.event == request.event else mark
        for mark in marks
    )
    turn.windows = keep_mark(turn.windows, ladder.id, scope, marks)


def decline(turn: Turn) -> None:
    """A leader declines a request; the act that asked for it no longer counts in its scope."""
    request = next((item for item in turn.requests if item.event == turn.event.about), None)
    if request is None:
        raise Unable(Missing(("request",)))
    ladder = turn.rules.pack.ladders[request.ladder]
    if str(ladder.confirm_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(ladder.confirm_role),), ladder.confirm_cites))
    if not turn.event.details.get("reason"):
        raise Unable(Missing(("reason",), ladder.confirm_cites))
    scope = _scope_of(turn, ladder, request.event)
    turn.requests = tuple(item for item in turn.requests if item.event != request.event)
    turn.windows = drop_mark(turn.windows, request.event)
    why = turn.why(ladder.confirm_cites, "declined", (("reason", str(turn.event.details["reason"])),))
    turn.outcomes.append(Step(ladder.id, request.step, 0, 0, scope, False, why))


def repeats(rules: Rules, ladder: Ladder, step: LadderStep, adjustments: tuple[Adjustment, ...]) -> int:
    """How often a step is used before the next one: as the ladder says, or more often by the pupil's adjustment."""
    usual = max(1, rules.number(step.times))
    if not adjustments or not ladder.repeat_adjustment:
        return usual
    kinds = rules.pack.adjustments
    agreed = [
        item.value
        for item in adjustments
        if item.kind in kinds
        and kinds[item.kind].overlays == "repeat_step"
        and kinds[item.kind].step == step.id
    ]
    return max([usual, *agreed])


def _position(turn: Turn, plan: Plan, marks: tuple[Mark, ...]) -> tuple[int, str]:
    """The position of a new act on a strict ladder, and the wording of why."""
    if plan.entry:
        return plan.entry, "straight"
    position = position_after(turn.rules, plan, marks, _path(turn, plan.ladder))
    if (
        position > 1
        and turn.event.answers
        and any(item.outcome == "adjusted" and item.reason for item in agreed_answers(turn.event))
    ):
        return position - 1, "adjusted"
    return position, "counted"


def position_after(rules: Rules, plan: Plan, marks: tuple[Mark, ...], path: tuple[int, ...]) -> int:
    """The position that one more act comes to by counting those of its scope; `path` has the positions in their order."""
    match = rules.word(plan.ladder.match)
    if match == "highest":
        return _beyond_highest(marks, path)
    same = match == "same"
    before = [mark for mark in marks if mark.outcome != ENTRY and (not same or mark.code == plan.item.code)]
    return path[min(len(before), len(path) - 1)]


def _path(turn: Turn, ladder: Ladder) -> tuple[int, ...]:
    """The positions that the pupil's acts reach one after the other."""
    if not turn.event.adjustments:
        return turn.rules.usual_paths[ladder.id]
    return tuple(
        step.position
        for step in ladder.steps
        for _ in range(repeats(turn.rules, ladder, step, turn.event.adjustments))
    )


def _beyond_highest(marks: tuple[Mark, ...], path: tuple[int, ...]) -> int:
    """The step after the highest one that any act of the scope has reached, once that one is used up."""
    highest = max((mark.position for mark in marks), default=0)
    used = sum(1 for mark in marks if mark.position == highest)
    return highest if 0 < used < path.count(highest) else min(highest + 1, path[-1])


def agreed_answers(event: Event) -> tuple[Answer, ...]:
    """What was said of adjustments that are agreed for this pupil; an answer about any other changes nothing (STAR-3)."""
    if not event.answers or not event.adjustments:
        return ()
    agreed = {item.id for item in event.adjustments}
    return tuple(answer for answer in event.answers if answer.adjustment in agreed)


def _answered(turn: Turn, ladder: Ladder) -> None:
    """Every agreed adjustment is answered before a concern is recorded, with a reason where it was not applied (STAR-90)."""
    if not turn.event.adjustments or turn.rules.word(ladder.adjust_mode) != "prompt":
        return
    answers = {answer.adjustment: answer for answer in turn.event.answers}
    missing = []
    for item in turn.event.adjustments:
        answer = answers.get(item.id)
        if answer is None:
            missing.append("adjustment:" + item.id)
        elif answer.outcome != "applied" and not answer.reason:
            missing.append("reason:" + item.id)
    if missing:
        raise Unable(Missing(tuple(missing), ladder.adjust_cites))


def carry_out(
    turn: Turn, ladder: Ladder, step: LadderStep, item: Item | None, marks: tuple[Mark, ...], cast: Cast
) -> tuple[tuple[str, int], ...]:
    """Post what the step is worth for this item and run its effects; what was posted, by ledger and value."""
    posted: tuple[tuple[str, int], ...] = ()
    if item is not None and step.stage:
        plan = turn.rules.plan(turn.event.spot.where, item.code)
        spent = {} if plan is not None and plan.entry else _spent(turn, ladder, marks, step.position)
        posted = ledger.post_stage(turn, item, step.stage, step.cites, spent)
        if not posted:
            posted = ledger.post_stage(turn, item, ledger.RECORDED, item.cites, {})
    perform(turn, step.effects, cast)
    return posted


def _spent(turn: Turn, ladder: Ladder, marks: tuple[Mark, ...], position: int) -> Mapping[str, int]:
    """What the first act to reach a step takes back of the chain's earlier steps, if entries replace each other (G-01).

    Acts that went straight to their step are no part of the chain.
    """
    if turn.rules.word(ladder.chain_points) != "replace":
        return {}
    chain = [mark for mark in marks if mark.outcome != ENTRY]
    if any(mark.position >= position for mark in chain):
        return {}
    spent: dict[str, int] = {}
    for mark in chain:
        for name, value in mark.posts:
            spent[name] = spent.get(name, 0) + value
    return spent


def _ask_leader(turn: Turn, ladder: Ladder, step: LadderStep) -> None:
    event: Event = turn.event
    witness = event.witness or event.by
    turn.requests = (
        *turn.requests,
        Request(event.id, ladder.id, step.id, event.code, witness, event.at, event.spot),
    )
    why = turn.why(ladder.confirm_cites, "leader_confirms", (("phrase", step.phrase),))
    turn.outcomes.append(Propose("confirm:" + step.id, step.label, str(ladder.confirm_role), event.id, why))


def _scope_of(turn: Turn, ladder: Ladder, event_id: str) -> str:
    for window in turn.windows:
        if window.ladder == ladder.id and any(mark.event == event_id for mark in window.marks):
            return window.scope
    return turn.event.spot.scope
