"""What the audit page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from evenhand.apps.audit import selectors
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.selectors import PAGE, Wanted
from evenhand.apps.audit.words import act_words, detail_words, subject_words
from evenhand.apps.tenancy.models import School


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done: who, what, to what, when."""

    seq: int
    at: datetime
    who: str
    for_whom: str
    what: str
    subject: str
    subject_words: str
    details: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the last verification found, or the last recount of the totals."""

    words: str
    holds: bool
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the log, newest first."""

    days: tuple[tuple[str, tuple[Entry, ...]], ...]
    people: Sequence[tuple[int, str]]
    wanted: Wanted
    length: str
    more: int | None
    verdict: Verdict | None
    recount: Verdict | None
    problems: tuple[str, ...]


def audit_page(school: School, wanted: Wanted, problems: tuple[str, ...] = ()) -> AuditPage:
    """The entries that are wanted, by the school's days."""
    rows = selectors.entries(school, wanted)
    zone = ZoneInfo(school.zone)
    shown = [entry_of(row, zone) for row in rows[:PAGE]]
    days: dict[str, list[Entry]] = {}
    for entry in shown:
        days.setdefault(f"{entry.at:%A} {entry.at.day} {entry.at:%B %Y}", []).append(entry)
    last = selectors.last_of(selectors.CHAIN, selectors.VERIFY)
    counted = selectors.last_of(selectors.LEDGERS, selectors.RECOUNT)
    return AuditPage(
        days=tuple((day, tuple(held)) for day, held in days.items()),
        people=selectors.people(school),
        wanted=wanted,
        length=f"{selectors.length(school):,}",
        more=shown[-1].seq if len(rows) > PAGE else None,
        verdict=_verdict(last, zone) if last else None,
        recount=_recount(counted, zone) if counted else None,
        problems=problems,
    )


def entry_of(row: AuditEntry, zone: ZoneInfo) -> Entry:
    """An entry in words, in the school's time."""
    return Entry(
        seq=row.seq,
        at=row.at.astimezone(zone),
        who=row.actor_name,
        for_whom=row.on_behalf_of,
        what=act_words(row.action),
        subject=row.subject,
        subject_words=subject_words(row.subject),
        details=detail_words(row.body, zone),
        digest=row.digest[:12],
    )


def _verdict(row: AuditEntry, zone: ZoneInfo) -> Verdict:
    problem = str(row.body.get("problem", ""))
    held = row.body.get("entries", 0)
    words = f"It does not hold: {problem}" if problem else f"All {held:,} entries held"
    return Verdict(words, not problem, row.at.astimezone(zone), row.actor_name)


def _recount(row: AuditEntry, zone: ZoneInfo) -> Verdict:
    differ, pupils = row.body.get("differ", 0), row.body.get("pupils", 0)
    whose = "one pupil" if pupils == 1 else f"{pupils:,} pupils"
    words = f"{differ} of {whose} differ" if differ else f"those of {whose} agree with their entries"
    return Verdict(words, not differ, row.at.astimezone(zone), row.actor_name)
