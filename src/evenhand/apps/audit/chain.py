"""Appending to a school's chain: the head is locked last, numbers are free of gaps, each link covers the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.engine.wire import digest


class Chain:
    """The open end of a school's chain within one transaction.

    Make it as late as possible: from then on until the commit, nobody else in the school can append. `take` hands out the
    next number, `link` adds the entry that uses it, `close` writes all entries and the new head.
    """

    def __init__(self, school_id: int) -> None:
        self.school_id = school_id
        self.head = ChainHead.objects.select_for_update().get(school_id=school_id)
        self.entries: list[AuditEntry] = []
        self.seq = self.head.seq
        self.previous = self.head.digest

    def link(
        self,
        *,
        at: datetime,
        actor_id: int | None,
        actor_name: str,
        action: str,
        subject: str,
        body: Mapping[str, Any],
        on_behalf_of: str = "",
    ) -> int:
        """Add one entry and return its number."""
        self.seq += 1
        entry = AuditEntry(
            school_id=self.school_id,
            seq=self.seq,
            at=at,
            actor_id=actor_id,
            actor_name=actor_name,
            on_behalf_of=on_behalf_of,
            action=action,
            subject=subject,
            body=dict(body),
            previous=self.previous,
        )
        entry.digest = self.previous = digest_of(entry)
        self.entries.append(entry)
        return self.seq

    def close(self) -> None:
        """Write the entries and move the head."""
        AuditEntry.objects.bulk_create(self.entries, batch_size=1000)
        ChainHead.objects.filter(school_id=self.school_id).update(seq=self.seq, digest=self.previous)


def digest_of(entry: AuditEntry) -> str:
    """The digest of an entry: every field and the digest before it."""
    return digest(
        [
            entry.school_id,
            entry.seq,
            entry.at.isoformat(),
            entry.actor_id,
            entry.actor_name,
            entry.on_behalf_of,
            entry.action,
            entry.subject,
            entry.body,
            entry.previous,
        ]
    )
