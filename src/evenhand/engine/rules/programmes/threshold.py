"""An award each time that a sum passes another multiple of a figure (STAR-35): one each, once in a year."""

from __future__ import annotations

from evenhand.engine.decisions import Post, Review
from evenhand.engine.facts import PupilState
from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules.periods import key_of, total_in
from evenhand.engine.rules.programmes.awarding import award
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind, ProgrammeForm


def watch(turn: Turn) -> None:
    """Look at the sums that this event has changed. Most events change none of them."""
    watched = turn.rules.watched
    if not watched:
        return
    for outcome in turn.outcomes:
        if type(outcome) is Post and outcome.ledger in watched:
            break
    else:
        return
    for programme in turn.rules.programmes(ProgrammeForm.THRESHOLD):
        _look(turn, programme)


def _look(turn: Turn, programme: Programme) -> None:
    """Award what has been reached and was not awarded before, also where a void took the sum back for a while."""
    rules, voided = turn.rules, turn.event.voids
    day = voided.day if voided else turn.event.at.day
    key = key_of(turn.calendar, programme.over, day)
    every = rules.number(programme.every)
    if not key or every <= 0:
        return
    state = PupilState(turn.totals)
    reached = total_in(rules.pack, turn.calendar, state, rules.measure(programme), programme.over, day)
    name = f"{programme.id}|{key}"
    sent = int(turn.fired.get(name, "0"))
    if turn.event.kind == EventKind.VOID and reached < sent:
        _review(turn, programme, reached, sent)
    highest = reached // every * every
    if highest <= sent:
        return
    turn.fired = {**turn.fired, name: str(highest)}
    for threshold in range(sent + every, highest + 1, every):
        values = (("threshold", threshold), ("total", reached))
        award(turn, programme, str(threshold), "threshold", values, (programme.every, programme.basis))


def _review(turn: Turn, programme: Programme, reached: int, sent: int) -> None:
    """What was sent for an entry that has been taken back is not sent again; a person looks at what may still be stopped."""
    role = next((str(effect.role) for effect in programme.effects if effect.role), "")
    if role:
        why = turn.why(programme.cites, "recognised_before", (("threshold", sent), ("total", reached)))
        turn.outcomes.append(Review(turn.event.about, role, why))
