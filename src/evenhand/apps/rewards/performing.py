"""Awards from decisions (the engine's `Recognise`), and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.inserting import insert_rows
from evenhand.engine.decisions import Recognise
from evenhand.engine.rules.periods import key_of
from evenhand.engine.values import EventKind
from evenhand.engine.wire import to_plain

ISSUED, WITHDRAWN = "issued", "withdrawn"


def perform(work: Work, items: Sequence[Performed]) -> None:
    """One award for each, issued on the day of its event."""
    insert_rows(
        Recognition(
            school_id=work.school.pk,
            pupil_id=item.event.pupil_id,
            award=item.outcome.award,
            label=item.outcome.label,
            value=item.outcome.value,
            period=_period(work, item),
            day=item.event.day,
            event=item.event,
            why=to_plain(item.outcome.reason),
        )
        for item in items
        if isinstance(item.outcome, Recognise)
    )


def withdraw(work: Work, event_ids: Sequence[str]) -> None:
    """What voided events had awarded is withdrawn, unless it has been handed over."""
    found = Recognition.objects.filter(event_id__in=[UUID(ident) for ident in event_ids])
    found.filter(status=ISSUED).update(status=WITHDRAWN)


def _period(work: Work, item: Performed) -> str:
    day: date = item.event.day
    return (
        key_of(calendar_of(work.school), item.event.code, day) if item.event.kind == EventKind.CLOSE else ""
    )
