"""What the device is told of a record: what followed for each pupil, in words, with the paragraph."""

from __future__ import annotations

from typing import Any

from evenhand.apps.conduct.commands import Done, Problem, Recorded
from evenhand.apps.tenancy.jsontext import canonical
from evenhand.engine.decisions import Place, Post, Propose, Step
from evenhand.engine.pack.schema import Pack


def answers(pack: Pack, recorded: Recorded) -> bytes:
    """What is told of all records of a request, as JSON."""
    return canonical({"recorded": [answer(pack, done) for done in recorded.done]})


def answer(pack: Pack, done: Done) -> dict[str, Any]:
    """One record as recorded: its number, whether it was there before, and what followed."""
    step = next((outcome for outcome in done.decision.outcomes if isinstance(outcome, Step)), None)
    place = next((outcome for outcome in done.decision.outcomes if isinstance(outcome, Place)), None)
    return {
        "id": str(done.event.id),
        "seq": done.event.seq,
        "again": done.again,
        "pupil": done.event.pupil_id,
        "kind": done.event.kind,
        "code": done.event.code,
        "step": _step(pack, step) if step else None,
        "stay": place.stay if place else None,
        "posts": [[o.ledger, o.value] for o in done.decision.outcomes if isinstance(o, Post)],
        "proposals": [o.label for o in done.decision.outcomes if isinstance(o, Propose)],
    }


def refusal(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Why nothing was recorded: one sentence for the person, and each problem for the page."""
    words = list(dict.fromkeys(problem.message for problem in problems))
    return {"message": " ".join(words[:3]), "problems": [problem._asdict() for problem in problems]}


def _step(pack: Pack, step: Step) -> dict[str, Any]:
    found = pack.ladders[step.ladder].steps[step.position - 1] if step.position else None
    return {
        "id": step.step,
        "phrase": found.phrase if found else "",
        "position": step.position,
        "ordinal": step.ordinal,
        "request": step.request,
        "cites": list(step.reason.cites),
        "key": step.reason.key,
    }
