"""The only clock, and the only place where local time and instants are turned into each other."""

from __future__ import annotations

import time as system_time
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings

from evenhand.engine.facts import Moment

if TYPE_CHECKING:
    from evenhand.apps.tenancy.models import School

CACHE_SECONDS = 1.0


class _Shift:
    """The stored shift as this process last read it."""

    seconds = 0
    read_at: float | None = None


def now() -> datetime:
    """The present instant in UTC, moved by the stored shift of test and demo modes."""
    return datetime.now(UTC) + timedelta(seconds=shift_seconds())


def shift_seconds() -> int:
    """The stored shift in seconds; read from the database at most once a second, in production never."""
    if not settings.EVENHAND_CLOCK_SHIFTS:
        return 0
    if _Shift.read_at is None or system_time.monotonic() - _Shift.read_at >= CACHE_SECONDS:
        rows = apps.get_model("tenancy", "ClockShift")._default_manager.values_list("seconds", flat=True)
        _Shift.seconds = rows.order_by("-pk").first() or 0
        _Shift.read_at = system_time.monotonic()
    return _Shift.seconds


def forget_shift() -> None:
    """Read the stored shift anew at the next question."""
    _Shift.read_at = None
    _Shift.seconds = 0


def local(school: School, at: datetime) -> Moment:
    """That aware instant by the school's wall clock; of the hour that comes twice, fold 1 is the second."""
    if at.tzinfo is None:
        raise ValueError("an instant must be aware of its zone")
    # In UTC, where no two instants are equal: the same few are asked for again and again within a request.
    return _moment(school.zone, at if at.tzinfo is UTC else at.astimezone(UTC))


@lru_cache(maxsize=4096)
def _moment(zone: str, at: datetime) -> Moment:
    there = at.astimezone(ZoneInfo(zone))
    return Moment(there.date(), there.time(), there.fold, int(at.timestamp()))


def to_instant(school: School, day: date, at: time, fold: int = 0) -> datetime:
    """The instant, in UTC, at which the school's wall clock shows that time on that day.

    Of the hour that comes twice, `fold` chooses. A time that the clocks skip in spring counts on from the
    change, so 01:30 becomes 02:30: as long after the bell before it as on any other day.
    """
    there = datetime.combine(day, at.replace(tzinfo=None), tzinfo=ZoneInfo(school.zone)).replace(fold=fold)
    if not exists(there):
        there = there.replace(fold=0)
    return there.astimezone(UTC)


def exists(there: datetime) -> bool:
    """Whether a wall clock ever shows that local time: False in the gap in spring."""
    back = there.astimezone(UTC).astimezone(there.tzinfo)
    return back.replace(tzinfo=None) == there.replace(tzinfo=None)
