"""The figures of a countdown ring, worked out on the server so that it stands without script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import pi

__all__ = ["LENGTH", "Countdown", "countdown_at"]

RADIUS = 34
LENGTH = round(2 * pi * RADIUS, 1)


@dataclass(frozen=True)
class Countdown:
    """`shown` is m:ss left or over; `dash` the stroke of the ring that is left, out of `length`."""

    due: datetime
    total_seconds: int
    shown: str
    over: bool
    dash: float
    words: str
    length: float = LENGTH


def countdown_at(*, due: datetime, now: datetime, minutes: int) -> Countdown:
    """The ring at `now` for something due at `due` (both aware) that began `minutes` before."""
    left = int((due - now).total_seconds())
    over = left <= 0
    total = max(minutes, 1) * 60
    share = 1.0 if over else min(left / total, 1.0)
    seconds = abs(left)
    return Countdown(due, total, f"{seconds // 60}:{seconds % 60:02d}", over, round(share * LENGTH, 1), _words(seconds, over))


def _words(seconds: int, over: bool) -> str:
    minutes = seconds // 60 if over else -(-seconds // 60)
    unit = "minute" if minutes == 1 else "minutes"
    return f"{minutes} {unit} {'over' if over else 'left'}"
