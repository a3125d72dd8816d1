"""Steps that only some may record, in their order, and acts that are only noted (star policy paragraphs 122, 123; G-94)."""

from __future__ import annotations

from evenhand.engine.decisions import Missing, Step
from evenhand.engine.facts import Mark
from evenhand.engine.pack.resolve import Plan
from evenhand.engine.pack.schema import Ladder, LadderStep
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.scopes import scope_key
from evenhand.engine.rules.turn import Turn, Unable

NOTED = "noted"


def waits(turn: Turn, plan: Plan, marks: tuple[Mark, ...]) -> bool:
    """Whether the last step of this scope waits for a person's decision, so that a further act is only noted (G-94)."""
    ladder = plan.ladder
    if ladder.pending == "" or plan.entry or turn.event.details.get("decided"):
        return False
    reached = any(mark.position == ladder.steps[-1].position for mark in marks)
    return reached and turn.rules.word(ladder.pending) == "note"


def note(turn: Turn, ladder: Ladder, step: LadderStep) -> None:
    """An act that goes no further than the record; what it is worth by the list still posts (G-93, G-94)."""
    cites = ladder.pending_cites or ladder.cites
    scope, why = scope_key(turn, ladder), turn.why(cites, "noted", figures=(ladder.pending,))
    turn.outcomes.append(Step(ladder.id, NOTED, 0, 0, scope, False, why))
    posts = tuple(effect for effect in step.effects if effect.kind == "post")
    perform(turn, posts, Cast(turn.event.by, turn.event.witness, turn.event.by))


def check_recorder(turn: Turn, ladder: Ladder, step: LadderStep) -> None:
    """Who may record this step, in which order, and with what (STAR-122a to 122d)."""
    named = turn.event.details.get(ladder.named_by) if ladder.named_by else None
    if named not in (None, "", step.position):
        raise Unable(Missing(("order:" + step.id,), step.cites))
    if step.roles and not {str(role) for role in step.roles} & set(turn.event.roles):
        raise Unable(Missing(tuple("role:" + role for role in step.roles), step.cites))
    missing = tuple(name for name in step.records if turn.event.details.get(name, "") in ("", ()))
    if missing:
        raise Unable(Missing(missing, step.cites))


def note_only(turn: Turn, ladder: Ladder) -> None:
    """An act that the adult chooses to note and no more; it says in words what it was, and nothing posts."""
    if not turn.event.details.get("note"):
        raise Unable(Missing(("note",), ladder.cites))
    scope, why = scope_key(turn, ladder), turn.why(ladder.cites, "noted")
    turn.outcomes.append(Step(ladder.id, NOTED, 0, 0, scope, False, why))
