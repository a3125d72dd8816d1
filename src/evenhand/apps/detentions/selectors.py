"""Reads of time owed: of a day, of one detention, what waits for a time, minutes to give back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from evenhand.apps.casework.models import Task
from evenhand.apps.detentions.models import SET, OwedTime, RegisterAnswer, SentRegister

LOOK_BACK = timedelta(days=14)
SettledKey = tuple[date, str, str]
NOT_HELD = ("withdrawn", "waived", "deferred")


def of_days(kinds: Iterable[str], first: date, last: date | None = None) -> list[OwedTime]:
    """The detentions of a day, or from a day on, that are held, by day, start and name."""
    rows = OwedTime.objects.filter(kind__in=list(kinds), day__gte=first).exclude(stage__in=NOT_HELD)
    rows = rows.filter(day__lte=last) if last else rows
    found = rows.exclude(slot="").select_related("pupil", "room", "event")
    return sorted(found, key=lambda row: (row.day, row.starts_at, row.kind, name_key(row)))


def of_register(kind: str, day: date, slot: str) -> list[OwedTime]:
    """Everybody of one detention, by name."""
    rows = OwedTime.objects.filter(kind=kind, day=day, slot=slot).exclude(stage__in=NOT_HELD)
    return sorted(rows.select_related("pupil", "room", "event"), key=name_key)


def unsettled(kinds: Iterable[str], before: date) -> list[OwedTime]:
    """Detentions of the last days of which nobody has said what came of them."""
    rows = OwedTime.objects.filter(
        kind__in=list(kinds), stage=SET, day__lt=before, day__gte=before - LOOK_BACK
    )
    return list(rows.exclude(slot="").select_related("pupil").order_by("day", "pupil__family", "pk"))


def waiting(task_kinds: Iterable[str]) -> list[Task]:
    """The tasks to choose a time, the soonest first."""
    rows = Task.objects.filter(kind__in=list(task_kinds), status="open")
    return list(rows.select_related("pupil").order_by("due_at", "pk"))


def answers_of(rows: Sequence[OwedTime]) -> dict[UUID, RegisterAnswer]:
    """The last word of a register on each, as the time stands that is set now."""
    current = {row.pk: row.set_by for row in rows}
    found = RegisterAnswer.objects.filter(owed_id__in=current).order_by("pk")
    return {one.owed_id: one for one in found if one.set_by == current[one.owed_id]}


def sent_on(days: Iterable[date]) -> dict[SettledKey, SentRegister]:
    """The registers of these days that have been sent."""
    rows = SentRegister.objects.filter(day__in=set(days))
    return {(row.day, row.kind, row.slot): row for row in rows}


def give_back_today(kinds: Iterable[str], day: date) -> list[OwedTime]:
    """Minutes owed at the breaks of a day, by break and name; what is settled stays in sight."""
    rows = OwedTime.objects.filter(Q(kind__in=list(kinds)), day=day).exclude(stage="withdrawn")
    return sorted(rows.select_related("pupil", "event"), key=lambda row: (row.starts_at, name_key(row)))


def taken_in_break(rows: Iterable[OwedTime]) -> dict[tuple[int, str], int]:
    """The minutes that each pupil owes in each break, with what has been served there."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    for row in rows:
        if row.stage in (SET, "served"):
            found[row.pupil_id, row.slot] += row.minutes
    return found


def name_key(row: OwedTime) -> tuple[str, str, str]:
    """In which order people look for somebody: by first name."""
    return (row.pupil.first_name.casefold(), row.pupil.family.casefold(), str(row.pk))
