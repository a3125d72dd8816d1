"""Proposals and requests: a named role decides, with reasons; nothing is ever issued by the system."""

from __future__ import annotations

import secrets

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.changing import Unchanged, needed
from evenhand.apps.casework.models import Proposal
from evenhand.apps.conduct.commands import Command, Recorded
from evenhand.apps.conduct.services import record
from evenhand.apps.conduct.writing import payload_digest
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.engine.values import EventKind, Where

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
REQUEST = "confirm:"
# What a decider may put on record. None of them brings anything about: a formal decision is made outside the system.
ANSWERS = {
    "considered": (DECLINED, "Considered: no further step"),
    "referred": (ACCEPTED, "Referred to a formal decision outside the system"),
}


def is_request(proposal: Proposal) -> bool:
    """Whether it waits for a leader's confirmation of a step, rather than for a decision with reasons."""
    return proposal.kind.startswith(REQUEST)


@transaction.atomic
def decide_proposal(actor: Actor, *, proposal_id: int, answer: str, reasons: str) -> Proposal:
    """Put the decider's answer and reasons on record; the chain holds a salted digest. Nothing follows from it by itself.

    Args:
        answer: one of `ANSWERS`.
        reasons: in the decider's words; never empty.

    Raises:
        Unchanged: the actor's role does not decide it, it is decided, or the reasons or the answer are missing.
    """
    proposal = _open(actor, proposal_id)
    if is_request(proposal):
        raise Unchanged("This request is confirmed or declined, not decided.")
    if answer not in ANSWERS:
        raise Unchanged("Choose one of the answers.")
    words = needed(reasons, "Give your reasons; they go on record.")
    status, label = ANSWERS[answer]
    proposal.status, proposal.reasons = status, words
    proposal.decided_by_id, proposal.decided_at = actor.user_id, now()
    salt = secrets.token_hex(16)
    proposal.checklist = {**proposal.checklist, "answer": answer, "words": label, "salt": salt}
    proposal.save(update_fields=["status", "reasons", "decided_by", "decided_at", "checklist"])
    append(
        actor,
        action="proposal." + answer,
        subject=f"proposal:{proposal.pk}",
        body={"kind": proposal.kind, "pupil": proposal.pupil_id, "reasons": payload_digest(salt, words, {})},
    )
    return proposal


def answer_request(actor: Actor, *, proposal_id: int, confirm: bool, reason: str = "") -> Recorded:
    """Confirm or decline what was asked for out of class; the engine then performs the step, or drops the act.

    Raises:
        Unchanged: the actor's role does not answer it, it is answered, or a declining has no reason.
        Refused: it cannot be recorded.
    """
    with transaction.atomic():
        proposal = _open(actor, proposal_id)
        words = reason.strip() if confirm else needed(reason, "Give a short reason for declining.")
        if not is_request(proposal) or proposal.event_id is None:
            raise Unchanged("This is not a request that waits for confirmation.")
        command = Command(
            new_event_id(),
            EventKind.CONFIRM if confirm else EventKind.DECLINE,
            proposal.pupil_id,
            where=Where.OUT_OF_CLASS,
            details={"reason": words} if words else {},
            about=str(proposal.event_id),
        )
        return record(actor, commands=[command])


def _open(actor: Actor, proposal_id: int) -> Proposal:
    found = Proposal.objects.filter(pk=proposal_id).first()
    if found is None or found.decider_role not in actor.roles:
        raise Unchanged("There is no such proposal for you to decide.")
    if found.status != OPEN:
        raise Unchanged("This has been decided already.")
    return found
