"""What an act about a formal sanction brings about: tasks, messages and proposals, with the policy's and the law's dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from evenhand.engine.decisions import Deadline, Propose, Reason, Task, Tell, Value
from evenhand.engine.facts import Fact
from evenhand.engine.pack.schema import Effect, FormalSanction, GateItem
from evenhand.engine.rules.due import day_in
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.formal_sanction.dates import Dated, dated
from evenhand.engine.rules.turn import Turn

EXCLUDED_DAYS = "excluded_dates"


def bring_about(turn: Turn, declared: FormalSanction, effects: Iterable[Effect], about: str) -> None:
    """Run the effects whose filter lets them pass, in the order of the pack."""
    event = turn.event
    cast = Cast(event.by, event.witness, event.by)
    for effect in effects:
        if not turn.rules.applies(effect.when, turn.item, event.spot.where, event.details):
            continue
        match effect.kind:
            case "task":
                _task(turn, declared, effect, about, cast)
            case "tell":
                when = dated(turn, declared, effect.due)
                why = reason(turn, effect.cites, "told", when)
                turn.outcomes.append(Tell(effect.audience, effect.channel, effect.template, when.due, why))
            case "propose":
                why = turn.why(effect.cites, "proposed")
                turn.outcomes.append(Propose(effect.id, effect.label, str(effect.role or ""), about, why))
            case _:
                perform(turn, (effect,), cast, about=about)


def reason(
    turn: Turn,
    cites: tuple[str, ...],
    key: str,
    when: Dated,
    values: tuple[tuple[str, Value], ...] = (),
) -> Reason:
    """A reason that tells both dates and every figure that led to them."""
    return turn.why(cites, key, (*values, *when.values))._replace(used=when.used)


def _task(turn: Turn, declared: FormalSanction, effect: Effect, about: str, cast: Cast) -> None:
    role = str(effect.role or "")
    for day in _days(turn, effect):
        when = dated(turn, declared, effect.due) if day is None else Dated(Deadline(day))
        told = (("for_day", day.isoformat()),) if day else ()
        why = reason(turn, effect.cites, "owed_act", when, told)
        turn.outcomes.append(
            Task(effect.id, effect.label, role, cast.person(role), when.due, effect.gate, about, why)
        )


def _days(turn: Turn, effect: Effect) -> tuple[date | None, ...]:
    """The days for which a task is owed, each once; None where it is owed once and its due rule says when."""
    if not effect.each:
        return (None,)
    return dates_in(turn.event.details.get(EXCLUDED_DAYS, ""))


def dates_in(value: Fact) -> tuple[date, ...]:
    """The days of a text such as "2026-10-21,2026-10-22"."""
    return tuple(day for text in str(value).split(",") if (day := day_in(text)) is not None)


def standing_out(turn: Turn, items: Iterable[GateItem]) -> tuple[str, ...]:
    """The lines of a checklist that stand out for this pupil."""
    return tuple(item.id for item in items if item.highlight and turn.event.details.get(item.highlight))
