"""What a call of `record` would write, worked out from the pupils' heads as they were read.

Made before the lock is taken, so that nobody waits for it, and made again under the lock where a head has moved since:
each event of a pupil moves that pupil's head, so that a head that has not moved says that nothing else has happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct import facts, ink
from evenhand.apps.conduct.checking import Ground, moment
from evenhand.apps.conduct.commands import Command, Done, Problem, Refused
from evenhand.apps.conduct.ink import Head
from evenhand.apps.conduct.refusals import explain
from evenhand.apps.conduct.repeats import recorded_before, refuse_second_voids
from evenhand.apps.conduct.writing import Decided, Rows, rows_of, state_text_digest
from evenhand.apps.policy.performers import adjustments_on
from evenhand.apps.tenancy.jsontext import state_text
from evenhand.engine.facts import EMPTY_STATE, PupilState, Voided
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain, state_to_plain


@dataclass(frozen=True, slots=True)
class Draft:
    """What was recorded before, and the rows of what was not.

    `numbers` are those of the heads that it was made from, `states` the new states as the heads keep them, of those
    pupils for whom something is new.
    """

    numbers: Mapping[int, int]
    known: Mapping[UUID, Done]
    voided: dict[str, Voided]
    rows: Rows
    states: Mapping[int, str]


def draft_of(
    ground: Ground, policy: Policy, actor: Actor, commands: Sequence[Command], heads: Mapping[int, Head]
) -> Draft:
    """Decide the commands that are new, in order. The heads have to be read before anything else is.

    Raises:
        Refused: with every refusal.
        Conflicting: an id was used before with other content.
    """
    numbers = {pupil_id: head.seq for pupil_id, head in heads.items()}
    known = recorded_before(ground.school.id, commands)
    fresh = [command for command in commands if command.event_id not in known]
    refuse_second_voids(fresh)
    voided = facts.voided(command.about for command in fresh if command.kind == EventKind.VOID)
    decided, texts = _decide(ground, policy, actor, heads, fresh, voided)
    return Draft(numbers, known, voided, rows_of(ground.school.id, decided), texts)


class _Standing(NamedTuple):
    """A pupil's state in the course of a draft, with its canonical text and the digest of that."""

    state: PupilState
    text: str
    digest: str


def _kept(head: Head) -> _Standing:
    """As the head has it."""
    found = head.state or state_to_plain(EMPTY_STATE)
    text = ink.canonical_kept(head) or ink.state_text(found)
    return _Standing(state_from_plain(found), text, state_text_digest(text))


def _moved(state: PupilState) -> _Standing:
    """As an event has left it."""
    text = state_text(state)
    return _Standing(state, text, state_text_digest(text))


def _decide(
    ground: Ground,
    policy: Policy,
    actor: Actor,
    heads: Mapping[int, Head],
    commands: Sequence[Command],
    voided: dict[str, Voided],
) -> tuple[list[Decided], dict[int, str]]:
    """Fold the commands over the pupils' states, and give the texts of those that moved.

    Raises:
        Refused: with every refusal.
    """
    days = {moment(ground, command).day for command in commands}
    adjustments = {day: adjustments_on(day, heads) for day in days}
    decided: list[Decided] = []
    refused: list[Problem] = []
    moved: dict[int, _Standing] = {}
    for command in commands:
        before = moved.get(command.pupil_id) or _kept(heads[command.pupil_id])
        fact = facts.event(ground, actor, command, adjustments[moment(ground, command).day], voided)
        decision, state = step(policy, ground.calendar, before.state, fact)
        if decision.refused:
            refused.extend(explain(ground, command, decision))
            continue
        after = moved[command.pupil_id] = _moved(state)
        decided.append(
            Decided(
                command,
                fact,
                decision,
                before.digest,
                after.digest,
                command.happened_at or ground.now,
                ground.now,
                actor.user_id,
                actor.name,
                command.lesson_id if command.lesson_id in ground.lessons else None,
            )
        )
    if refused:
        raise Refused(tuple(refused))
    return decided, {pupil_id: one.text for pupil_id, one in moved.items()}
