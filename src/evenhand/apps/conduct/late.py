"""What comes after a close and belongs before it: a late entry, or an entry taken back (G-82, G-109).

A closed period never changes. The worker decides its closes again, once with all as it was and once with the late
entries in their place and without what was taken back; where a close would have come out otherwise, a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from evenhand.apps.audit.models import ChainHead
from evenhand.apps.conduct.counterfactual import Both, Different
from evenhand.apps.conduct.models import ClosedPeriod, Event, LateLook
from evenhand.apps.conduct.replaying import Sources
from evenhand.apps.policy.performers import review_close
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.engine.values import EventKind

# Nobody is asked to look again for a mark on a report that comes in the evening: it answers what the close asked for.
UNASKED = (EventKind.CLOSE, EventKind.REPORT)


class Change(NamedTuple):
    """An event that some close did not see as it stands now: a late entry, or the void of `about`.

    `at` is when what it concerns happened, `seen` from which number on that was on record.
    """

    event: Event
    at: datetime
    seen: int

    @property
    def about(self) -> str:
        """The id of the entry that is in question."""
        return self.event.about if self.event.kind == EventKind.VOID else str(self.event.pk)


def tick() -> None:
    """One round of the worker: look at each school, in its own scope."""
    each_school(look, "the look at late entries")


def look(school: School, moment: datetime | None = None) -> list[Different]:
    """Look at what was recorded since the last look, and open a review for each close that would have been different.

    The first look only notes where it begins. Deciding closes again takes long and holds no lock: nobody who records
    waits for it, and only one of two workers keeps what it found.
    """
    head = ChainHead.objects.filter(school=school).values_list("event_seq", flat=True).first() or 0
    mark, first = LateLook.objects.get_or_create(school=school, defaults={"seq": head})
    if first or head <= mark.seq:
        return []
    changes = list(_changes(mark.seq, head))
    closes = [row for row in ClosedPeriod.objects.order_by("after_seq", "pk") if _missed(row, changes)]
    found = Both(Sources(school.pk), closes, changes).run() if closes else []
    with transaction.atomic():
        kept = LateLook.objects.filter(school=school, seq=mark.seq).update(seq=head)
        if not kept:
            return []
        for one in found:
            mine = [change for change in changes if _missed(one.close, [change])]
            review_close(school, one, mine, moment or now())
    return found


def _changes(after: int, until: int) -> Iterable[Change]:
    """What was recorded in that stretch, each with the time at which what it concerns happened."""
    rows = list(Event.objects.filter(seq__gt=after, seq__lte=until).exclude(kind__in=UNASKED).order_by("seq"))
    abouts = [UUID(row.about) for row in rows if row.kind == EventKind.VOID]
    voided = {str(row.pk): row for row in Event.objects.filter(pk__in=abouts)}
    for row in rows:
        if row.kind != EventKind.VOID:
            yield Change(row, row.happened_at, 0)
            continue
        subject = voided.get(row.about)
        if subject is not None and subject.kind not in UNASKED:
            yield Change(row, subject.happened_at, subject.seq)


def _missed(close: ClosedPeriod, changes: Sequence[Change]) -> bool:
    """Whether the close would have seen one of them, had it been recorded in time."""
    return any(
        change.seen <= close.after_seq < change.event.seq and change.at <= close.at for change in changes
    )
