"""Appends to a school's chain, inside the transaction of what is recorded there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import DatabaseError

from evenhand.apps.audit.chain import Link, digest_of
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.quick import database, rows
from evenhand.apps.tenancy.reading import model_of
from evenhand.apps.tenancy.scoping import ScopeError, current_school_id

BATCH = 1_000


class Who(Protocol):
    """What the chain keeps of an actor."""

    @property
    def user_id(self) -> int | None:
        """The user's id; None for the system's own actors."""

    @property
    def school_id(self) -> int:
        """The school in which the actor acts."""

    @property
    def name(self) -> str:
        """The name as it stood then."""


class Act(NamedTuple):
    """One thing to append: what was done to what. `at` is now where it is None."""

    action: str
    subject: str
    body: Mapping[str, Any]
    at: datetime | None = None
    on_behalf_of: str = ""


def append(
    actor: Who, *, action: str, subject: str, body: Mapping[str, Any], on_behalf_of: str = ""
) -> AuditEntry:
    """Append one entry and return it. Raises where no transaction is open."""
    return append_many(actor, [Act(action, subject, body, on_behalf_of=on_behalf_of)])[0]


def append_many(actor: Who, acts: Sequence[Act]) -> list[AuditEntry]:
    """Append entries in this order, and return them."""
    head = locked_head(actor.school_id)
    moment = clock.now()
    entries = []
    for act in acts:
        entries.append(_next(head, actor, act, moment))
        head.seq, head.digest = entries[-1].seq, entries[-1].digest
    made = AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    head.save(update_fields=["seq", "digest"])
    return made


def locked_head(school_id: int) -> ChainHead:
    """The school's head, locked until the transaction ends; made where this is its first entry."""
    if not database().in_atomic_block:
        raise DatabaseError("the chain is appended to inside the transaction of what it records")
    head = _lock(school_id)
    if head is not None:
        return head
    heads = ChainHead.objects.select_for_update()
    # Two first entries at once: one insert waits for the other and finds the row there.
    ChainHead.objects.bulk_create([ChainHead(school_id=school_id)], ignore_conflicts=True)
    return heads.get(school_id=school_id)


def move_head(head: ChainHead) -> None:
    """Write a locked head's numbers and digest."""
    sql = "UPDATE audit_chainhead SET seq = %s, event_seq = %s, digest = %s WHERE school_id = %s"
    rows(sql, [head.seq, head.event_seq, head.digest, head.school_id])


def _lock(school_id: int) -> ChainHead | None:
    """The head by plain SQL: every record asks for it. The caller's scope is the school's own."""
    lock = " FOR UPDATE" if database().vendor == "postgresql" else ""
    sql = f"SELECT seq, event_seq, digest FROM audit_chainhead WHERE school_id = %s{lock}"  # noqa: S608  no values in it
    found = rows(sql, [_scoped(school_id)])
    if not found:
        return None
    seq, event_seq, digest = found[0]
    return model_of(ChainHead, {"school_id": school_id, "seq": seq, "event_seq": event_seq, "digest": digest})


def _scoped(school_id: int) -> int:
    """The school's id, if its scope is open. Raises ScopeError otherwise."""
    opened = current_school_id()
    if opened is not None and opened != school_id:
        raise ScopeError(f"The chain of school {school_id} asked for in the scope of {opened}.")
    return school_id


def _next(head: ChainHead, actor: Who, act: Act, moment: datetime) -> AuditEntry:
    link = Link(
        school=actor.school_id,
        seq=head.seq + 1,
        at=act.at or moment,
        actor_id=actor.user_id,
        actor_name=actor.name,
        on_behalf_of=act.on_behalf_of,
        action=act.action,
        subject=act.subject,
        body=dict(act.body),
        previous=head.digest,
    )
    fields = link._asdict()
    fields["school_id"] = fields.pop("school")
    return AuditEntry(**fields, digest=digest_of(link))
