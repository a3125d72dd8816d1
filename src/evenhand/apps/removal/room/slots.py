"""The periods of the room's day, and who spends which of them there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local, to_instant

ROOM = "removal_room"
# The hour after the bell is no period of the calendar, but the room is open.
LATE = "LATE"


@dataclass(frozen=True)
class Slot:
    """One stretch of the day, from `start` to `end` (instants). `kind`: registration, lesson, break, lunch or late."""

    key: str
    label: str
    kind: str
    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether the slot runs at that instant: its start counts, its end does not."""
        return self.start <= at < self.end


def slots_of(seen: Ground, year_group: int | None = None, until: datetime | None = None) -> tuple[Slot, ...]:
    """The slots of today for a year group, with the time after the bell where somebody stays until then.

    Nothing on a day without school.
    """
    day, calendar = seen.moment.day, seen.calendar
    if not calendar.is_school_day(day):
        return ()
    bells = calendar.bell_set(day, year_group)
    found = [
        Slot(
            period.key,
            period.label,
            _kind(str(period.kind), period.start, bells.midday),
            to_instant(seen.school, day, period.start),
            to_instant(seen.school, day, period.end),
        )
        for period in bells.periods
    ]
    closing = to_instant(seen.school, day, bells.closing)
    if until is not None and until > closing:
        found.append(Slot(LATE, "After the bell", "late", closing, until))
    return tuple(found)


def slots_in(seen: Ground, stay: Stay) -> tuple[Slot, ...]:
    """The slots of today that the pupil spends in the room, as far as is known now."""
    since, until = hours(seen, stay)
    if since is None or until is None:
        return ()
    slots = slots_of(seen, stay.pupil.year_group, until)
    return tuple(slot for slot in slots if slot.end > since and slot.start < until)


def hours(seen: Ground, stay: Stay) -> tuple[datetime | None, datetime | None]:
    """From when until when the pupil is in the room today; None where that is not so."""
    day = seen.moment.day
    if stay.arrived_at is None or not seen.calendar.is_school_day(day):
        return None, None
    if stay.released_at is not None:
        return stay.arrived_at, stay.released_at
    if stay.leave_today_at is not None and local(seen.school, stay.leave_today_at).day == day:
        return stay.arrived_at, stay.leave_today_at
    if stay.release_at is not None and local(seen.school, stay.release_at).day <= day:
        return stay.arrived_at, max(stay.release_at, seen.now)
    bell = seen.calendar.closing_bell(day, stay.pupil.year_group)
    return stay.arrived_at, to_instant(seen.school, day, bell)


def leaves_late(seen: Ground, stay: Stay) -> bool:
    """Whether the pupil is walked off the site after the bell today."""
    at = stay.leave_today_at
    return stay.stage == "here" and at is not None and local(seen.school, at).day == seen.moment.day


def latest(seen: Ground, stays: Iterable[Stay]) -> datetime | None:
    """Until when the room is open today: the last leave time of those who are there; None for the bell."""
    return max(
        (stay.leave_today_at for stay in stays if leaves_late(seen, stay) and stay.leave_today_at),
        default=None,
    )


def carried_over(seen: Ground, stay: Stay) -> bool:
    """Whether the pupil comes for a second or later day, or for a whole day that is today: collected in the morning."""
    if seen.placement(stay).kind != ROOM:
        return False
    if stay.stage == "here" and stay.arrived_at is not None:
        return local(seen.school, stay.arrived_at).day < seen.moment.day
    due = stay.release_at is not None and local(seen.school, stay.release_at).day == seen.moment.day
    return stay.stage == "expected" and local(seen.school, stay.opened_at).day < seen.moment.day and due


def _kind(kind: str, start: time, midday: time) -> str:
    if kind != "social":
        return kind
    return "lunch" if start >= midday else "break"
