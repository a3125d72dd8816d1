"""Time owed from decisions: set, served, missed, excused, waived, put off (the engine's `Owe`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from evenhand.apps.casework.models import Deadline
from evenhand.apps.casework.performing import at
from evenhand.apps.detentions.deadlines import NOTICE, REGISTER, must_be_told
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.tenancy.clock import to_instant
from evenhand.engine.decisions import Owe

SET, DEFERRED = "set", "deferred"


def perform(work: Work, items: Sequence[Performed]) -> None:
    """Make or settle the time owed of each outcome, in order. One that waited for its time keeps its row."""
    again = _known(items)
    made: dict[UUID, OwedTime] = {}
    changed: dict[UUID, dict[str, Any]] = {}
    deadlines: list[Deadline] = []
    for item in items:
        owe = item.outcome
        if not isinstance(owe, Owe):
            continue
        key = UUID(owe.item)
        timed = owe.stage == SET or (owe.stage == DEFERRED and owe.start is not None)
        values = _values(work, item, owe) if timed else {"stage": owe.stage}
        if key in made:
            _apply(made[key], values)
        elif owe.stage == SET and key not in again:
            made[key] = OwedTime(
                id=key, school_id=work.school.pk, pupil_id=item.event.pupil_id, event=item.event, **values
            )
        else:
            changed[key] = changed.get(key, {}) | values
        if timed:
            deadlines += _deadlines(work, key, owe)
    OwedTime.objects.bulk_create(made.values())
    _change(changed)
    Deadline.objects.bulk_create(deadlines, ignore_conflicts=True)


def withdraw(work: Work, event_ids: Sequence[str]) -> None:
    """Time owed that voided events had set is no longer owed; what a voided choice had set waits for another time."""
    ids = [UUID(ident) for ident in event_ids]
    OwedTime.objects.filter(event_id__in=ids, stage__in=(SET, DEFERRED)).update(stage="withdrawn")
    OwedTime.objects.filter(set_by__in=ids, stage=SET).exclude(event_id__in=ids).update(stage=DEFERRED)


def _known(items: Sequence[Performed]) -> set[UUID]:
    """Of the items that are set, those whose first event is an earlier one and that may have a row."""
    older = {
        UUID(item.outcome.item)
        for item in items
        if isinstance(item.outcome, Owe) and item.outcome.stage == SET and item.event.about
    }
    return set(OwedTime.objects.filter(pk__in=older).values_list("pk", flat=True)) if older else set()


def _change(changed: dict[UUID, dict[str, Any]]) -> None:
    stages: dict[str, list[UUID]] = {}
    for key, values in changed.items():
        if set(values) == {"stage"}:
            stages.setdefault(values["stage"], []).append(key)
    for stage, keys in stages.items():
        OwedTime.objects.filter(pk__in=keys).update(stage=stage)
    for key, values in changed.items():
        if set(values) != {"stage"}:
            OwedTime.objects.filter(pk=key).update(**values)


def _apply(row: OwedTime, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _values(work: Work, item: Performed, owe: Owe) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": owe.owed,
        "day": owe.day,
        "slot": owe.slot,
        "starts_at": _at(work, owe.day, owe.start),
        "ends_at": _at(work, owe.day, owe.end),
        "minutes": owe.minutes,
        "leader": owe.leader,
        "stage": SET,
        "set_by": item.event.pk,
    }
    return values


def _deadlines(work: Work, key: UUID, owe: Owe) -> Iterator[Deadline]:
    """When the register is due, once for all of one detention, and when the family must know at the latest."""
    register, start = at(work, owe.register_by), _at(work, owe.day, owe.start)
    minutes = work.policy.pack.time_owed[owe.owed].register_minutes
    if minutes != 0 and register is not None and register > work.now:
        body = {"kind": owe.owed, "day": owe.day.isoformat(), "slot": owe.slot}
        yield _deadline(work, REGISTER, f"{owe.owed}/{owe.slot}", register, body)
    if start is not None and start > work.now and must_be_told(work.policy.pack, owe.owed, owe.slot):
        yield _deadline(work, NOTICE, f"{key}/{owe.slot}", start, {"owed": str(key), "slot": owe.slot})


def _deadline(work: Work, kind: str, key: str, due: datetime, body: dict[str, Any]) -> Deadline:
    return Deadline(school_id=work.school.pk, kind=kind, key=key, due_at=due, body=body)


def _at(work: Work, day: date, clock: time | None) -> datetime | None:
    return to_instant(work.school, day, clock) if clock else None
