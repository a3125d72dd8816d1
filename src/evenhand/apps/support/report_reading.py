"""Reads for the pages of reports: those in force, with what stands on them and the marks they were given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from evenhand.apps.casework.selectors import names
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.selectors import states
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.support.models import ReportCard
from evenhand.engine.decisions import Task
from evenhand.engine.facts import Report
from evenhand.engine.values import EventKind
from evenhand.engine.wire import decision_from_plain, state_from_plain

MARK = "mark"
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Given:
    """One mark: for which day and period, by whom, and the words that went with it."""

    event: str
    day: date
    period: str
    value: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Review:
    """What one review found: stays before the report and during it, over as many school days."""

    day: date
    before: int
    during: int


def running(pupils: Iterable[int] | None = None) -> list[ReportCard]:
    """The reports in force, oldest first; of these pupils only where some are named."""
    rows = ReportCard.objects.filter(ended_at=None).select_related("pupil").order_by("started", "pk")
    return list(rows if pupils is None else rows.filter(pupil_id__in=list(pupils)))


def standing(cards: Iterable[ReportCard]) -> dict[str, Report]:
    """What stands on each report in force, by its id: targets, plan and the day of its review."""
    found = states({card.pupil_id for card in cards})
    parts = (state_from_plain(state).reports for state in found.values() if state)
    reports = [report for reports in parts for report in reports]
    begun = Event.objects.filter(pk__in=[UUID(report.id) for report in reports]).select_related("payload")
    aims = {str(row.pk): row.told() for row in begun}
    return {report.id: _aimed(report, aims.get(report.id, {})) for report in reports}


def _aimed(report: Report, told: Mapping[str, Any]) -> Report:
    """The report with its targets in words; the state holds a mark for each."""
    return report._replace(
        targets=tuple(told.get("plan_targets" if report.plan else "targets", report.targets))
    )


def marks(cards: Iterable[ReportCard], day: date | None = None) -> Mapping[str, list[Given]]:
    """The marks of each report by its id, in the order in which they were given; of one day where that is named."""
    ids = [str(card.pk) for card in cards]
    rows = Event.objects.filter(kind=EventKind.REPORT, about__in=ids)
    if day is not None:
        rows = rows.filter(day=day)
    given = [
        row for row in rows.select_related("payload").order_by("seq") if row.details.get("choice") == MARK
    ]
    taken = [str(row.pk) for row in given]
    voided = Event.objects.filter(kind=EventKind.VOID, about__in=taken).values_list("about", flat=True)
    gone = set(voided) if taken else set()
    people = names({row.recorded_by_id for row in given})
    found: dict[str, list[Given]] = {}
    for row in given:
        if str(row.pk) not in gone:
            found.setdefault(row.about, []).append(_given(row, people.get(row.recorded_by_id or 0, "")))
    return found


def reviews(card: ReportCard) -> list[Review]:
    """The reviews of a report that compared the stays before it with those during it, in their order (STAR-141c)."""
    rows = Event.objects.filter(kind=EventKind.REPORT, about=str(card.pk), details__choice=REVIEW).order_by(
        "seq"
    )
    found = list(rows)
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(row.pk) for row in found])
    gone = set(voids.values_list("about", flat=True)) if found else set()
    stored = StoredDecision.objects.in_bulk([row.pk for row in found])
    kept = []
    for row in found:
        outcomes = decision_from_plain(stored[row.pk].outcomes).outcomes if row.pk in stored else ()
        values = [dict(outcome.reason.values) for outcome in outcomes if isinstance(outcome, Task)]
        both = next((one for one in values if {"before", "during"} <= set(one)), None)
        if both is not None and str(row.pk) not in gone:
            kept.append(Review(row.day, int(both["before"]), int(both["during"])))
    return kept


def _given(row: Event, by: str) -> Given:
    told = row.told()
    words = [
        str(value)
        for name, value in told.items()
        if name not in ("choice", "mark") and isinstance(value, str)
    ]
    return Given(str(row.pk), row.day, row.period, str(told.get("mark", "")), " · ".join(words), by)
