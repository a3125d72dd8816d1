"""The policy's own review: due so many months after it took effect (K-34)."""

from __future__ import annotations

from datetime import date, timedelta

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.schema import Source

MONTHS_IN_A_YEAR = 12


def check_review(inspection: Inspection) -> None:
    """A review date that is not the policy's term away from the day on which it took effect."""
    for path, source in inspection.every(Source):
        due = months_after(source.effective_from, source.review_months)
        if (source.review_due.year, source.review_due.month) != (due.year, due.month):
            message = (
                f"{source.review_due.isoformat()} is not {source.review_months} months after it took effect"
            )
            inspection.report((*path, "review_due"), message, f"a day of {due:%B %Y}", due.isoformat())


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * MONTHS_IN_A_YEAR + day.month - 1 + months, MONTHS_IN_A_YEAR)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
