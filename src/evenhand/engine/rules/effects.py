"""Effects: what a step, a placement or owed time brings about, in the order that the pack declares."""

from __future__ import annotations

from evenhand.engine.decisions import Deadline, Propose, Review, Task, Tell
from evenhand.engine.facts import Claim
from evenhand.engine.pack.schema import Effect, Placement, TimeOwed
from evenhand.engine.rules import cases, ledger, placement, time_owed
from evenhand.engine.rules.due import deadline
from evenhand.engine.rules.restorative.cases import opened_by_task
from evenhand.engine.rules.time_owed import Slot
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import Role


class Cast:
    """Who is who in this decision: the author, the witness, and the adult who decided."""

    __slots__ = ("author", "decider", "witness")

    def __init__(self, author: str, witness: str, decider: str) -> None:
        self.author = author
        self.witness = witness or author
        self.decider = decider

    def person(self, role: str) -> str:
        """The person that a contextual role stands for; "" for a post of the school."""
        if role == Role.AUTHOR:
            return self.author
        return self.witness if role == Role.WITNESS else ""


def perform(
    turn: Turn,
    effects: tuple[Effect, ...],
    cast: Cast,
    *,
    on: str = "",
    about: str = "",
    release: Deadline | None = None,
    start: Deadline | None = None,
    because: str = "",
    until: Deadline | None = None,
) -> None:
    """Run the effects declared for the moment `on` whose filter lets them pass.

    `because` names the rule that brings them about where it is not the act itself; a case keeps it as its reason.
    """
    for effect, asks in turn.rules.moments.at(effects, on):
        if asks and not turn.rules.applies(effect.when, turn.item, turn.event.spot.where, turn.event.details):
            continue
        match effect.kind:
            case "post":
                _post(turn, effect)
            case "place":
                _place(turn, effect, cast)
            case "owe":
                _owe(turn, effect, cast)
            case "task":
                _task(turn, effect, cast, about, (release, start, until))
            case "tell":
                due = deadline(turn, effect.due, release, start, until)
                why = turn.why(effect.cites, "told")
                turn.outcomes.append(Tell(effect.audience, effect.channel, effect.template, due, why))
            case "propose":
                _propose(turn, effect)
            case _:
                _look_into(turn, effect, cast, about, because)


def _propose(turn: Turn, effect: Effect) -> None:
    """Ask the decider; a proposal that comes with a measure (sessions) says how much and by which figure."""
    values = (("amount", turn.rules.number(effect.value)),) if effect.value else ()
    why = turn.why(effect.cites, "proposed", values, (effect.value,))
    turn.outcomes.append(Propose(effect.id, effect.label, str(effect.role or ""), turn.event.id, why))


def _post(turn: Turn, effect: Effect) -> None:
    if effect.stage and turn.item:
        value = turn.item.points.get(effect.ledger, {}).get(effect.stage)
    else:
        value = turn.rules.number(effect.value)
    if value:
        ledger.post(turn, effect.ledger, value, effect.stage or ledger.RECORDED, effect.cites)


def _place(turn: Turn, effect: Effect, cast: Cast) -> None:
    owner = cast.person(turn.rules.word(effect.owner)) or cast.decider if effect.owner else cast.author
    place(turn, turn.rules.pack.placements[effect.placement], effect.cites, cast, owner)


def place(
    turn: Turn,
    declared: Placement,
    cites: tuple[str, ...],
    cast: Cast,
    owner: str,
    claim: Claim | None = None,
) -> None:
    """Expect the pupil in a placement, with all that this brings; on return from a suspension only where one is owed.

    Args:
        claim: the event's own claim, where it has been worked out already.
    """
    if declared.starts == placement.RETURN:
        placement.cut_off(turn, declared)
        if not placement.owes_return(turn, declared):
            return
    expected = placement.expect(turn, declared, cites, decider=cast.decider, owner=owner, claim=claim)
    if not expected.merged:
        tasks = Cast(expected.stay.owner, expected.stay.owner, cast.decider)
        perform(
            turn, declared.effects, tasks, on="expected", about=expected.stay.id, release=expected.release
        )


def _look_into(turn: Turn, effect: Effect, cast: Cast, about: str, because: str) -> None:
    """A review by a role, or a case: opened with all that this brings, or given one more reason."""
    if effect.kind == "review":
        why = turn.why(effect.cites, "to_review")
        turn.outcomes.append(Review(about or turn.event.id, str(effect.role or ""), why))
        return
    path = turn.rules.pack.paths[effect.path]
    reason = because or (turn.item.code if turn.item else turn.event.code)
    opened = cases.open_case(turn, path, reason, turn.why(effect.cites, "case_opened"))
    if opened is not None:
        moment = "opened" if opened[1] == cases.OPENED else "again"
        perform(turn, path.effects, cast, on=moment, about=opened[0].id)


def _owe(turn: Turn, effect: Effect, cast: Cast) -> None:
    declared = turn.rules.pack.time_owed[effect.owed]
    slot = time_owed.owe(turn, declared, effect.cites)
    if slot is not None:
        owed(turn, declared, cast, slot)


def owed(turn: Turn, declared: TimeOwed, cast: Cast, slot: Slot) -> None:
    """What a slot brings once it is set, or while it waits to be chosen; some must be told of before they start."""
    moments = ("set", "notice") if slot.notice else ("set",) if slot.start else ("unset",)
    for moment in moments:
        perform(turn, declared.effects, cast, on=moment, about=slot.id, start=slot.start)


def _task(turn: Turn, effect: Effect, cast: Cast, about: str, ends: tuple[Deadline | None, ...]) -> None:
    role = str(effect.role or "")
    figures = (effect.due.n, effect.due.at) if effect.due else ()
    owner = cast.person(role)
    opened_by_task(turn, effect.id, about or turn.event.id, owner)
    turn.outcomes.append(
        Task(
            effect.id,
            effect.label,
            role,
            owner,
            deadline(turn, effect.due, *ends),
            effect.gate,
            about or turn.event.id,
            turn.why(effect.cites, "owed_act", figures=figures),
        )
    )
