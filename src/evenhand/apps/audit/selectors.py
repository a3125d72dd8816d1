"""Reads of the log: a page of entries by number, narrowed by person, subject and day, and the last verification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from evenhand.apps.access.models import Membership
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.models import School

PAGE = 50
CHAIN = "chain"
VERIFY = "chain.verify"
LEDGERS, RECOUNT = "ledgers", "ledgers.recount"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of one person, about one subject, of one day, before one number."""

    person: int | None = None
    subject: str = ""
    day: date | None = None
    before: int | None = None


def entries(school: School, wanted: Wanted) -> list[AuditEntry]:
    """The newest entries that are wanted, one more than a page where there are more."""
    rows = AuditEntry.objects.filter(school=school)
    if wanted.person is not None:
        rows = rows.filter(actor_id=wanted.person)
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.day is not None:
        start = to_instant(school, wanted.day, time(0))
        rows = rows.filter(at__gte=start, at__lt=to_instant(school, wanted.day + timedelta(days=1), time(0)))
    if wanted.before is not None:
        rows = rows.filter(seq__lt=wanted.before)
    return list(rows.order_by("-seq")[: PAGE + 1])


def people(school: School) -> list[tuple[int, str]]:
    """Whoever has an account here, by name: whose entries can be asked for."""
    rows = Membership.objects.filter(school=school).values_list("user_id", "user__name").distinct()
    return sorted(rows, key=lambda row: row[1].casefold())


def length(school: School) -> int:
    """How many entries the log holds."""
    head = ChainHead.objects.filter(school=school).first()
    return head.seq if head else 0


def last_of(subject: str, action: str) -> AuditEntry | None:
    """The latest entry of that act on that subject: the last verification, the last recount."""
    return AuditEntry.objects.filter(subject=subject, action=action).order_by("-seq").first()
