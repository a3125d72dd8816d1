"""Stored decisions in words: what followed, and why, from the decision as it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.sealing import unsealed
from evenhand.apps.policy.explaining import Link, Row, Why, why
from evenhand.apps.policy.models import StoredDecision
from evenhand.engine.decisions import Decision, Outcome, Post, Propose, Step
from evenhand.engine.facts import Event as Fact
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import EventKind
from evenhand.engine.wire import decision_from_plain, event_from_plain

ANSWERED = {
    "applied": "Made",
    "adjusted": "Made, and the step adjusted",
    "waived": "The consequence waived",
    "not_applied": "Not this time",
}


@dataclass(frozen=True)
class People:
    """What the adults of an entry are called, by their user ids."""

    names: Mapping[int, str]

    def name(self, user_id: int | None) -> str:
        """The name, "" for nobody."""
        return self.names.get(user_id or 0, "")

    def acted(self, event: Event) -> str:
        """Who acted: the adult on whose behalf it was typed, else who recorded it."""
        typist, actor = self.name(event.recorded_by_id), self.name(event.on_behalf_of_id)
        return f"{actor}, typed by {typist}" if actor and typist else actor or typist


def step_of(pack: Pack, outcomes: list[list[object]]) -> str:
    """The step that was taken, as the policy names it, from stored outcomes; "" where none was."""
    for kind, *fields in outcomes:
        if kind == "step":
            ladder_id, step_id, _, _, _, request = fields[:6]
            ladder = pack.ladders.get(str(ladder_id))
            phrases = [step.phrase for step in ladder.steps if step.id == step_id] if ladder else []
            return f"{phrases[0]} asked for" if phrases and request else phrases[0] if phrases else ""
    return ""


def posts_of(pack: Pack, outcomes: list[list[object]]) -> Iterator[str]:
    """What was posted to each ledger: +2 achievement points."""
    for kind, *fields in outcomes:
        ledger = pack.ledgers.get(str(fields[0])) if kind == "post" else None
        if ledger is not None and isinstance(fields[1], int) and ledger.kind == "points":
            words = ledger.singular if abs(fields[1]) == 1 else ledger.plural
            yield f"{fields[1]:+d} {words}"


def why_of(pack: Pack, event: Event, stored: StoredDecision, people: People, links: tuple[Link, ...]) -> Why:
    """The whole reason of one entry: paragraphs, what happened, who, the figures used, what would change it."""
    decision, fact = decision_from_plain(stored.outcomes), event_from_plain(stored.facts)
    outcomes = sorted(decision.outcomes, key=lambda outcome: not isinstance(outcome, Step))
    cites = [cite for outcome in outcomes for cite in outcome.reason.cites]
    used = {item.key: item for outcome in outcomes for item in outcome.reason.used}
    item = pack.items.get(event.code)
    label = item.label if item else event.kind.replace("_", " ").capitalize()
    plain = [
        (key, one.value, one.since.isoformat() if one.since else None) for key, one in sorted(used.items())
    ]
    rows = tuple(_rows(pack, event, fact, decision, people))
    return why(pack, f"Why: {label}", cites or (item.cites if item else ()), rows, plain, links)


def _rows(pack: Pack, event: Event, fact: Fact, decision: Decision, people: People) -> Iterator[Row]:
    item = pack.items.get(event.code)
    step = next((outcome for outcome in decision.outcomes if isinstance(outcome, Step)), None)
    if item is not None:
        yield Row("What happened", item.definition or item.label)
    if step is not None and step.ordinal:
        yield Row("Counted", f"Number {step.ordinal} in this {step_scope(step)}: {_phrase(pack, step)}")
    for answer in unsealed(fact.answers, event.payload.words if hasattr(event, "payload") else {}):
        words = ANSWERED.get(answer.outcome, answer.outcome)
        yield Row("Adjustment", f"{words}. {answer.reason}".strip() if answer.reason else words)
    for posted in decision.outcomes:
        if isinstance(posted, Post) and posted.ledger in pack.ledgers:
            ledger = pack.ledgers[posted.ledger]
            yield Row(
                ledger.label,
                f"{posted.value:+d} {ledger.singular if abs(posted.value) == 1 else ledger.plural}",
            )
        if isinstance(posted, Propose):
            yield Row("Proposed", posted.label)
    yield Row("Confirmed by" if event.kind == EventKind.CONFIRM else "Recorded by", people.acted(event))
    if event.witness_id:
        yield Row("Seen by", people.name(event.witness_id))
    yield Row("Would change it", _change(pack, decision.outcomes, step))


def step_scope(step: Step) -> str:
    """The scope that the acts were counted in, as the reason names it."""
    return str(dict(step.reason.values).get("scope", "lesson")).replace("_", " ")


def _phrase(pack: Pack, step: Step, back: int = 0) -> str:
    steps = pack.ladders[step.ladder].steps
    place = step.position - 1 - back
    return steps[place].phrase if 0 <= place < len(steps) else step.step


def _change(pack: Pack, outcomes: tuple[Outcome, ...], step: Step | None) -> str:
    if step is None or not step.position:
        return "Taking the entry back, with a reason"
    if step.reason.key == "straight":
        return f"Only taking the entry back: this act goes to {_phrase(pack, step)} at once"
    if step.position > 1 and step.ordinal > 1:
        return f"With the act before it taken back, this would be {_phrase(pack, step, 1)}"
    return "Taking the entry back, with a reason"
