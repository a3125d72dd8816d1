"""Time owed from decisions: set, served, missed, excused, waived (the engine's `Owe`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.tenancy.clock import to_instant
from evenhand.engine.decisions import Owe


def perform(work: Work, items: Sequence[Performed]) -> None:
    """Make or settle the time owed of each outcome, in order."""
    made: dict[UUID, OwedTime] = {}
    settled: dict[str, list[UUID]] = {}
    for item in items:
        owe = item.outcome
        if not isinstance(owe, Owe):
            continue
        key = UUID(owe.item)
        if owe.stage == "set":
            made[key] = _row(work, item, owe)
        elif key in made:
            made[key].stage = owe.stage
        else:
            settled.setdefault(owe.stage, []).append(key)
    OwedTime.objects.bulk_create(made.values())
    for stage, keys in settled.items():
        OwedTime.objects.filter(pk__in=keys).update(stage=stage)


def withdraw(work: Work, event_ids: Sequence[str]) -> None:
    """Time owed that voided events had set is no longer owed."""
    OwedTime.objects.filter(event_id__in=[UUID(ident) for ident in event_ids], stage="set").update(
        stage="withdrawn"
    )


def _row(work: Work, item: Performed, owe: Owe) -> OwedTime:
    return OwedTime(
        id=UUID(owe.item), school_id=work.school.pk, pupil_id=item.event.pupil_id, kind=owe.owed, day=owe.day,
        slot=owe.slot, starts_at=_at(work, owe.day, owe.start), ends_at=_at(work, owe.day, owe.end), minutes=owe.minutes,
        leader=owe.leader, event=item.event,
    )  # fmt: skip


def _at(work: Work, day: date, clock: time | None) -> datetime | None:
    return to_instant(work.school, day, clock) if clock else None
