"""Recording what happened: one transaction from the lock on the pupils to the link in the chain."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.appending import OpenChain
from evenhand.apps.conduct import ink
from evenhand.apps.conduct.checking import Ground, problems, survey
from evenhand.apps.conduct.commands import Command, Done, Recorded, Refused
from evenhand.apps.conduct.drafting import Draft, draft_of
from evenhand.apps.conduct.locking import lock_heads
from evenhand.apps.conduct.permissions import permission_problems
from evenhand.apps.conduct.repeats import recorded_before, refuse_if_taken
from evenhand.apps.conduct.sealing import sealed
from evenhand.apps.policy.performers import Work, perform, withdraw
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.resolve import Policy


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
    policy, calendar = policy_of(school.id), calendar_of(school)
    commands = sealed(policy.pack, commands)
    ground = survey(school, policy, calendar, now(), commands)
    wrong = (*problems(ground, actor, commands), *permission_problems(ground, actor, commands))
    if wrong:
        known = recorded_before(school.id, commands)
        if set(known) != {command.event_id for command in commands}:
            raise Refused(wrong)
    try:
        done = _write(ground, policy, actor, commands)
    except IntegrityError:
        refuse_if_taken(school.id, commands)
        raise
    return Recorded(tuple(done[command.event_id] for command in commands))


def _write(ground: Ground, policy: Policy, actor: Actor, commands: Sequence[Command]) -> dict[UUID, Done]:
    """What is done of each command, by its id: written now, or known from before."""
    pupils = {command.pupil_id for command in commands}
    draft = _draft(ground, policy, actor, commands, pupils)
    if draft is not None and not draft.rows.events:
        _settled()
        return dict(draft.known)
    with transaction.atomic():
        numbers = lock_heads(ground.school.id, pupils, made=draft is not None)
        if draft is None or draft.numbers != numbers:
            draft = draft_of(ground, policy, actor, commands, ink.heads_of(ground.school.id, pupils))
        if draft.rows.events:
            _write_rows(Work(ground.school, policy, actor.user_id, ground.now), draft)
    return dict(draft.known) | {
        event.id: Done(event, item.decision, False)
        for event, item in zip(draft.rows.events, draft.rows.decided, strict=True)
    }


def _settled() -> None:
    """Return once what others have written is on the disk: who wrote it may still be waiting for that."""
    with transaction.atomic():
        pass


def _draft(
    ground: Ground, policy: Policy, actor: Actor, commands: Sequence[Command], pupils: set[int]
) -> Draft | None:
    """The draft without the lock; None where a pupil has no head yet."""
    heads = ink.heads_of(ground.school.id, pupils)
    return draft_of(ground, policy, actor, commands, heads) if len(heads) == len(pupils) else None


def _write_rows(work: Work, draft: Draft) -> None:
    """Write a draft that holds, under the locks of its pupils."""
    chain = OpenChain(work.school.id)
    draft.rows.number(chain)
    draft.rows.write()
    last = dict(draft.numbers)
    for event, item in zip(draft.rows.events, draft.rows.decided, strict=True):
        work.add(event, item.decision)
        last[event.pupil_id] = event.seq
    perform(work)
    withdraw(work, draft.voided)
    ink.move(work.school.id, ((pupil_id, text, last[pupil_id]) for pupil_id, text in draft.states.items()))
    chain.close()
