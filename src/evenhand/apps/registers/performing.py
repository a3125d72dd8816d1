"""Levels from decisions (the engine's `Level`), and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.registers.models import LevelRow
from evenhand.apps.tenancy.inserting import insert_rows
from evenhand.engine.decisions import Level
from evenhand.engine.rules.level import LEVEL_RISEN
from evenhand.engine.values import EventKind
from evenhand.engine.wire import to_plain

WITHDRAWN = "withdrawn"


def perform(work: Work, items: Sequence[Performed]) -> None:
    """One row for each level; those before it stay as its history."""
    insert_rows(_row(work, item, item.outcome) for item in items if isinstance(item.outcome, Level))


def withdraw(work: Work, event_ids: Sequence[str]) -> None:
    """A level that voided events had brought about stands no more; the one before it is in force again."""
    found = LevelRow.objects.filter(event_id__in=[UUID(ident) for ident in event_ids])
    found.update(status=WITHDRAWN)


def _row(work: Work, item: Performed, level: Level) -> LevelRow:
    row = LevelRow(
        school_id=work.school.pk,
        pupil_id=item.event.pupil_id,
        register=level.register,
        level=level.level,
        by_amount=level.by_amount,
        by_events=level.by_events,
        amount=level.amount,
        period=level.period,
        since=level.since,
        confirm=level.confirm,
        shown_only=level.reason.key == LEVEL_RISEN,
        event=item.event,
        why=to_plain(level.reason),
    )
    if item.event.kind == EventKind.LEVEL and not level.confirm:
        row.confirmed_by_id, row.confirmed_at = item.event.recorded_by_id, item.event.recorded_at
    return row
