"""Recording what happened: one transaction from the lock on the pupils to the link in the chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.appending import OpenChain
from evenhand.apps.conduct import facts, ink
from evenhand.apps.conduct.checking import Ground, moment, problems, survey
from evenhand.apps.conduct.commands import Command, Done, Problem, Recorded, Refused
from evenhand.apps.conduct.ink import Head
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.conduct.permissions import permission_problems
from evenhand.apps.conduct.refusals import explain
from evenhand.apps.conduct.repeats import recorded_before, refuse_if_taken, refuse_second_voids
from evenhand.apps.conduct.writing import Decided, Rows, add_rows, state_digest
from evenhand.apps.policy.performers import Work, adjustments_on, perform, withdraw
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.facts import PupilState, Voided
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain, state_to_plain


def record(actor: Actor, *, commands: Sequence[Command]) -> Recorded:
    """Record what happened, decide what follows, and perform it, all or nothing.

    Args:
        actor: who records; the adult of the session, never a field of a form.
        commands: what happened, in order. One that was recorded before with the same content is answered as then.

    Raises:
        Refused: something is wrong; every problem is named and nothing is recorded.
        Conflicting: an id was used before with other content.
    """
    school = school_of(actor.school_id)
    policy, calendar = policy_of(school.pk), calendar_of(school)
    ground = survey(school, policy, calendar, now(), commands)
    wrong = (*problems(ground, actor, commands), *permission_problems(ground, actor, commands))
    if wrong:
        known = recorded_before(school.pk, commands)
        if set(known) != {command.event_id for command in commands}:
            raise Refused(wrong)
    try:
        with transaction.atomic():
            heads = lock_heads(school.pk, {command.pupil_id for command in commands})
            known = recorded_before(school.pk, commands)
            fresh = [command for command in commands if command.event_id not in known]
            refuse_second_voids(fresh)
            done = _write(ground, policy, actor, heads, fresh) if fresh else {}
    except IntegrityError:
        refuse_if_taken(school.pk, commands)
        raise
    return Recorded(tuple(known.get(command.event_id) or done[command.event_id] for command in commands))


def lock_heads(school_id: int, pupil_ids: Iterable[int]) -> dict[int, Head]:
    """The pupils' heads, locked in the order of their ids, made where a pupil has none yet."""
    wanted = sorted(pupil_ids)
    heads = ink.locked(school_id, wanted)
    if len(heads) == len(wanted):
        return heads
    missing = [
        PupilHead(school_id=school_id, pupil_id=pupil_id) for pupil_id in wanted if pupil_id not in heads
    ]
    PupilHead.objects.bulk_create(missing, ignore_conflicts=True)
    return ink.locked(school_id, wanted)


def _write(
    ground: Ground, policy: Policy, actor: Actor, heads: dict[int, Head], commands: Sequence[Command]
) -> dict[UUID, Done]:
    voided = facts.voided(command.about for command in commands if command.kind == EventKind.VOID)
    states = dict(heads)
    decided = _decide(ground, policy, actor, states, commands, voided)
    chain = OpenChain(ground.school.pk)
    rows = Rows()
    events = add_rows(rows, chain, ground.school.pk, decided)
    rows.write()
    work = Work(ground.school, policy, actor.user_id, ground.now)
    for event, item in zip(events, decided, strict=True):
        work.add(event, item.decision)
        states[event.pupil_id] = states[event.pupil_id]._replace(seq=event.seq)
    perform(work)
    withdraw(work, voided)
    ink.move(ground.school.pk, states.values())
    chain.close()
    return {event.id: Done(event, item.decision, False) for event, item in zip(events, decided, strict=True)}


def _decide(
    ground: Ground,
    policy: Policy,
    actor: Actor,
    heads: dict[int, Head],
    commands: Sequence[Command],
    voided: dict[str, Voided],
) -> list[Decided]:
    """Fold the commands over the pupils' states, in place. Raises Refused with every refusal."""
    days = {moment(ground, command).day for command in commands}
    adjustments = {day: adjustments_on(day, heads) for day in days}
    decided: list[Decided] = []
    refused: list[Problem] = []
    for command in commands:
        head = heads[command.pupil_id]
        fact = facts.event(ground, actor, command, adjustments[moment(ground, command).day], voided)
        decision, state = step(policy, ground.calendar, state_from_plain(head.state), fact)
        if decision.refused:
            refused.extend(explain(ground, command, decision))
            continue
        plain = state_to_plain(state)
        lesson_id = command.lesson_id if command.lesson_id in ground.lessons else None
        decided.append(
            Decided(
                command,
                fact,
                decision,
                state_digest(head.state or state_to_plain(PupilState())),
                state_digest(plain),
                command.happened_at or ground.now,
                ground.now,
                actor.user_id,
                actor.name,
                lesson_id,
            )
        )
        heads[command.pupil_id] = head._replace(state=plain)
    if refused:
        raise Refused(tuple(refused))
    return decided
