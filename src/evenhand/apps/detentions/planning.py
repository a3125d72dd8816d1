"""Who sits where, and what stands in the way: rooms filled in their order, commitments and other detentions found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import Q

from evenhand.apps.detentions.models import SET, Commitment, OwedTime, Room


@dataclass(frozen=True)
class Seated:
    """The rooms of one detention with who sits in each, in order, and those for whom there is no seat."""

    rooms: tuple[tuple[Room, tuple[OwedTime, ...]], ...]
    unseated: tuple[OwedTime, ...]


def rooms_open() -> list[Room]:
    """The rooms in the order in which they fill."""
    return list(Room.objects.filter(closed=False).order_by("order", "name"))


def seat(rows: Sequence[OwedTime], rooms: Sequence[Room]) -> Seated:
    """Fill the rooms in their order, those who were given a room first. The same rows sit the same way again."""
    sitting: dict[int, list[OwedTime]] = {room.pk: [] for room in rooms}
    unseated: list[OwedTime] = []
    waiting = []
    for row in rows:
        if row.room_id in sitting:
            sitting[row.room_id].append(row)
        else:
            waiting.append(row)
    for row in waiting:
        free = next((room for room in rooms if len(sitting[room.pk]) < room.capacity), None)
        (sitting[free.pk] if free else unseated).append(row)
    places = {row.pk: number for number, row in enumerate(rows)}
    in_order = tuple(
        (room, tuple(sorted(sitting[room.pk], key=lambda row: places[row.pk])))
        for room in rooms
        if sitting[room.pk]
    )
    return Seated(in_order, tuple(unseated))


def commitments_of(pupil_ids: Iterable[int], days: Iterable[date]) -> dict[int, list[Commitment]]:
    """What these pupils have on these days, by pupil."""
    days = list(days)
    rows = Commitment.objects.filter(pupil_id__in=list(pupil_ids)).order_by("weekday", "starts", "pk")
    rows = rows.filter(weekday__in={day.weekday() for day in days})
    found: dict[int, list[Commitment]] = defaultdict(list)
    for row in rows:
        if any(_holds(row, day) for day in days):
            found[row.pupil_id].append(row)
    return found


def others_of(pupil_ids: Iterable[int], days: Iterable[date]) -> dict[int, list[OwedTime]]:
    """The time that these pupils owe on these days, by pupil."""
    found: dict[int, list[OwedTime]] = defaultdict(list)
    rows = OwedTime.objects.filter(Q(pupil_id__in=list(pupil_ids)), day__in=list(days), stage=SET)
    for row in rows.exclude(starts_at=None):
        found[row.pupil_id].append(row)
    return found


def clashes(
    owed: OwedTime,
    span: tuple[time, time],
    commitments: Mapping[int, Sequence[Commitment]],
    others: Mapping[int, Sequence[OwedTime]],
    labels: Mapping[str, str],
) -> tuple[str, ...]:
    """What stands in the way of one detention, in words: a club, the way home, another detention."""
    found = [
        commitment_words(one)
        for one in commitments.get(owed.pupil_id, ())
        if _holds(one, owed.day) and _overlap(span, (one.starts, one.ends))
    ]
    found += [labels[one.kind] for one in others.get(owed.pupil_id, ()) if _both(owed, one, owed.pk)]
    return tuple(dict.fromkeys(found))


def commitment_words(one: Commitment) -> str:
    """Bus or taxi home, 15:10 (Route 12)."""
    words = f" ({one.words})" if one.words else ""
    return f"{one.get_kind_display()}, {one.starts:%H:%M}{words}"


def _both(owed: OwedTime, other: OwedTime, own: UUID) -> bool:
    if other.pk == own or not (owed.starts_at and owed.ends_at and other.starts_at and other.ends_at):
        return False
    return owed.starts_at < other.ends_at and other.starts_at < owed.ends_at


def _holds(row: Commitment, day: date) -> bool:
    """Whether the commitment holds on that day."""
    ended = row.valid_to is not None and row.valid_to < day
    return row.weekday == day.weekday() and row.valid_from <= day and not ended


def _overlap(one: tuple[time, time], other: tuple[time, time]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
