"""The open end of a chain, for a batch: locked once, written once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from evenhand.apps.audit.chain import Ahead, Plain, ahead_of, canonical, digest_at
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.audit.services import locked_head, move_head
from evenhand.apps.tenancy.inserting import Ready, ReadyJson, Values, insert, ready_values


class Waiting(NamedTuple):
    """Entries of which only the place in the chain is unknown, made before the chain is locked."""

    rows: Ready
    ahead: Sequence[Ahead]


def entry(
    *,
    at: datetime,
    actor_id: int | None,
    actor_name: str,
    action: str,
    subject: str,
    body: dict[str, Plain],
    on_behalf_of: str = "",
) -> Values:
    """What an entry says."""
    return {
        "at": at, "actor_id": actor_id, "actor_name": actor_name, "action": action, "subject": subject,
        "body": ReadyJson(canonical(body).decode()), "on_behalf_of": on_behalf_of,
    }  # fmt: skip


def waiting(school_id: int, entries: Sequence[Values]) -> Waiting:
    """Entries as `entry` makes them, at least one, ready for the chain of a school."""
    unplaced: dict[str, Any] = {"school_id": school_id, "seq": 0, "previous": "", "digest": ""}
    rows = ready_values(AuditEntry, [{**unplaced, **one} for one in entries])
    return Waiting(rows, [ahead_of(**one) for one in entries])


class OpenChain:
    """A school's chain within one transaction.

    Open it as late as possible: from then on until the commit nobody else in the school can append. `event_seq` hands
    out the next number of an event, `link` and `take_in` add entries, `close` writes all entries and the new head.
    """

    def __init__(self, school_id: int) -> None:
        self.head: ChainHead = locked_head(school_id)
        self.batches: list[Ready] = []

    def event_seq(self) -> int:
        """The next number of an event, free of gaps."""
        self.head.event_seq += 1
        return self.head.event_seq

    def link(self, **said: Any) -> None:
        """Add one entry, said as `entry` takes it, covered by its digest and the digest before it."""
        self.take_in(waiting(self.head.school_id, [entry(**said)]))

    def take_in(self, entries: Waiting) -> None:
        """Add entries that waited, in order."""
        head, school, place = self.head, self.head.school_id, entries.rows.place
        seq, previous, digest = place("seq"), place("previous"), place("digest")
        for row, ahead in zip(entries.rows.rows, entries.ahead, strict=True):
            row[previous] = head.digest
            head.seq, head.digest = head.seq + 1, digest_at(ahead, school, head.seq + 1, head.digest)
            row[seq], row[digest] = head.seq, head.digest
        self.batches.append(entries.rows)

    def close(self) -> None:
        """Write the entries and move the head."""
        insert(*self.batches)
        move_head(self.head)
