"""The programmes that run at the end of a period, in their order."""

from __future__ import annotations

from typing import Final

from evenhand.engine.rules.closing import Closer
from evenhand.engine.rules.programmes import attendance, rank, reminders

CLOSERS: Final[tuple[Closer, ...]] = (
    rank.rank,
    attendance.full,
    attendance.improved,
    attendance.spotless,
    reminders.remind,
)
