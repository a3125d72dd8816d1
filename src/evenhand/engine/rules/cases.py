"""Cases: opened once of each kind, every further reason added to the open one (STAR-119d, INF-RH-1)."""

from __future__ import annotations

from evenhand.engine.decisions import Case, Reason
from evenhand.engine.facts import Cause, Opened
from evenhand.engine.pack.schema import StagedPath
from evenhand.engine.rules.turn import Turn

OPENED = "opened"
CLOSED = "closed"
REASON_ADDED = "reason_added"
WITHDRAWN = "withdrawn"


def open_of(turn: Turn, kind: str) -> Opened | None:
    """The open case of this kind, if there is one."""
    return next((case for case in turn.cases if case.kind == kind and case.stage != CLOSED), None)


def open_case(turn: Turn, path: StagedPath, because: str, why: Reason) -> tuple[Opened, str] | None:
    """Open a case, or add the reason to the open one; the case and which of the two, or None where it is there already.

    A case of the kind that is over is forgotten with it: only the last one is kept.
    """
    event = turn.event
    cause = Cause(event.id, event.at.day, turn.item.code if turn.item else "")
    current = open_of(turn, path.id)
    if current is None:
        made = Opened(f"{event.id}:{path.id}", path.id, OPENED, event.at.day, event.id, (because,), (cause,))
        turn.cases = (*(case for case in turn.cases if case.kind != path.id), made)
        act = OPENED
    elif any(pair == (because, event.id) for pair in zip(current.reasons, _events(current), strict=True)):
        return None
    else:
        made = current._replace(reasons=(*current.reasons, because), causes=(*current.causes, cause))
        keep(turn, made)
        act = REASON_ADDED
    turn.outcomes.append(Case(path.id, made.id, made.stage, act, why))
    return made, act


def keep(turn: Turn, case: Opened) -> None:
    """Put a changed case in the place of the old one."""
    turn.cases = tuple(case if old.id == case.id else old for old in turn.cases)


def standing(path: StagedPath, done: tuple[tuple[str, str], ...]) -> str:
    """Where a case stands after what was recorded about it."""
    moves = {act.id: act.to for act in path.acts}
    return next((moves[act] for act, _ in reversed(done) if moves.get(act)), OPENED)


def take_back(turn: Turn, event: str) -> None:
    """Take away what the event gave a case: its reasons, what it recorded, or the case that it alone opened."""
    for case in turn.cases:
        known = case.kind in turn.rules.pack.paths
        if known and (event in _events(case) or any(by == event for _, by in case.done)):
            _without(turn, case, event)


def _without(turn: Turn, case: Opened, event: str) -> None:
    path = turn.rules.pack.paths[case.kind]
    why = turn.why(path.cites, "void")
    pairs = [pair for pair in zip(case.reasons, case.causes, strict=True) if pair[1].event != event]
    if not pairs:
        turn.cases = tuple(other for other in turn.cases if other.id != case.id)
        turn.outcomes.append(Case(path.id, case.id, WITHDRAWN, WITHDRAWN, why))
        return
    done = tuple(one for one in case.done if one[1] != event)
    first = pairs[0][1]
    left = case._replace(
        stage=standing(path, done),
        opened=first.day,
        about=first.event,
        reasons=tuple(reason for reason, _ in pairs),
        causes=tuple(cause for _, cause in pairs),
        done=done,
    )
    keep(turn, left)
    turn.outcomes.append(Case(path.id, left.id, left.stage, "void", why))


def _events(case: Opened) -> tuple[str, ...]:
    return tuple(cause.event for cause in case.causes)
