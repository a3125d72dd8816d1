"""Walks a school's chain and finds the first link that does not hold."""

from __future__ import annotations

from typing import NamedTuple

from evenhand.apps.audit.chain import Link, digest_of
from evenhand.apps.audit.models import AuditEntry, ChainHead

CHUNK = 2_000


class Verified(NamedTuple):
    """How many entries hold, and what is wrong with the first that does not ("" where all hold)."""

    school_id: int
    entries: int
    broken_at: int | None = None
    problem: str = ""


def verify(school_id: int) -> Verified:
    """Recompute every link of one school's chain, in the scope of that school."""
    held, previous = 0, ""
    for entry in AuditEntry.objects.filter(school_id=school_id).order_by("seq").iterator(CHUNK):
        problem = _problem(entry, held + 1, previous)
        if problem:
            return Verified(school_id, held, held + 1, problem)
        held, previous = entry.seq, entry.digest
    head = ChainHead.objects.filter(school_id=school_id).first()
    at_head = (head.seq, head.digest) if head else (0, "")
    if at_head != (held, previous):
        said = f"the head says {at_head[0]} entries, the chain holds {held}"
        return Verified(school_id, held, held + 1, said)
    return Verified(school_id, held)


def _problem(entry: AuditEntry, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return f"entry {seq} is missing"
    if entry.previous != previous:
        return f"entry {seq} does not follow the entry before it"
    if entry.digest != digest_of(link_of(entry)):
        return f"entry {seq} has been changed"
    return ""


def link_of(entry: AuditEntry) -> Link:
    """What the entry's digest ought to cover."""
    return Link(
        school=entry.school_id,
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        on_behalf_of=entry.on_behalf_of,
        action=entry.action,
        subject=entry.subject,
        body=entry.body,
        previous=entry.previous,
    )
