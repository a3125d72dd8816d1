"""What a call of `record` would write, worked out from the pupils' heads as they were read.

Made before the lock is taken, so that nobody waits for it, and made again under the lock where a head has moved since:
each event of a pupil moves that pupil's head, so that a head that has not moved says that nothing else has happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from evenhand.engine.facts import EMPTY_STATE, Voided
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
    states = {pupil_id: head.state for pupil_id, head in heads.items()}
    kept = {
        pupil_id: text for pupil_id, head in heads.items() if (text := ink.canonical_kept(head)) is not None
    }
    decided, texts = _decide(ground, policy, actor, states, kept, fresh, voided)
    return Draft(numbers, known, voided, rows_of(ground.school.id, decided), texts)


def _decide(
    ground: Ground,
    policy: Policy,
    actor: Actor,
    states: dict[int, object],
    kept: Mapping[int, str],
    commands: Sequence[Command],
    voided: dict[str, Voided],
) -> tuple[list[Decided], dict[int, str]]:
    """Fold the commands over the pupils' states, in place, and give the texts of those that moved.

    `kept` are the canonical texts of the states, where the heads have them.

    Raises:
        Refused: with every refusal.
    """
    days = {moment(ground, command).day for command in commands}
    adjustments = {day: adjustments_on(day, states) for day in days}
    decided: list[Decided] = []
    refused: list[Problem] = []
    texts: dict[int, str] = {}
    for command in commands:
        before = states[command.pupil_id] or state_to_plain(EMPTY_STATE)
        fact = facts.event(ground, actor, command, adjustments[moment(ground, command).day], voided)
        decision, state = step(policy, ground.calendar, state_from_plain(before), fact)
        if decision.refused:
            refused.extend(explain(ground, command, decision))
            continue
        known = texts.get(command.pupil_id) or kept.get(command.pupil_id) or ink.state_text(before)
        states[command.pupil_id] = after = state_to_plain(state)
        texts[command.pupil_id] = ink.state_text(after)
        decided.append(
            Decided(
                command,
                fact,
                decision,
                state_text_digest(known),
                state_text_digest(texts[command.pupil_id]),
                command.happened_at or ground.now,
                ground.now,
                actor.user_id,
                actor.name,
                command.lesson_id if command.lesson_id in ground.lessons else None,
            )
        )
    if refused:
        raise Refused(tuple(refused))
    return decided, texts
