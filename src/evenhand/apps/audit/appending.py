"""The open end of a chain, for a batch: locked once, written once."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.audit.chain import Link, Plain, digest_of
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.audit.services import locked_head, move_head
from evenhand.apps.tenancy.inserting import Values, insert_values


class OpenChain:
    """A school's chain within one transaction.

    Open it as late as possible: from then on until the commit nobody else in the school can append. `event_seq` hands
    out the next number of an event, `link` adds an entry, `close` writes all entries and the new head.
    """

    def __init__(self, school_id: int) -> None:
        self.head: ChainHead = locked_head(school_id)
        self.entries: list[Values] = []

    def event_seq(self) -> int:
        """The next number of an event, free of gaps."""
        self.head.event_seq += 1
        return self.head.event_seq

    def link(
        self,
        *,
        at: datetime,
        actor_id: int | None,
        actor_name: str,
        action: str,
        subject: str,
        body: dict[str, Plain],
        on_behalf_of: str = "",
    ) -> None:
        """Add one entry, covered by its digest and the digest before it."""
        link = Link(
            self.head.school_id,
            self.head.seq + 1,
            at,
            actor_id,
            actor_name,
            on_behalf_of,
            action,
            subject,
            body,
            self.head.digest,
        )
        self.head.seq, self.head.digest = link.seq, digest_of(link)
        self.entries.append(
            {
                "school_id": link.school,
                "seq": link.seq,
                "at": at,
                "actor_id": actor_id,
                "actor_name": actor_name,
                "on_behalf_of": on_behalf_of,
                "action": action,
                "subject": subject,
                "body": body,
                "previous": link.previous,
                "digest": self.head.digest,
            }
        )

    def close(self) -> None:
        """Write the entries and move the head."""
        insert_values(AuditEntry, self.entries)
        move_head(self.head)
