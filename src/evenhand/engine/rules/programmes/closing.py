"""The programmes that run at the end of a period, in their order."""

from __future__ import annotations

from typing import Final

from evenhand.engine.pack.resolve import Rules
from evenhand.engine.rules.closing import Closer
from evenhand.engine.rules.programmes import attendance, rank, reminders
from evenhand.engine.values import ProgrammeForm

CLOSERS: Final[tuple[Closer, ...]] = (
    rank.rank,
    attendance.full,
    attendance.improved,
    attendance.spotless,
    reminders.remind,
)


def compared_by(rules: Rules, kind: str) -> frozenset[str]:
    """In which kinds of group some rule compares pupils with each other at the end of such a period."""
    ranks = [one for one in rules.programmes(ProgrammeForm.RANK) if one.closes == kind]
    rises = [one for one in rules.programmes(ProgrammeForm.IMPROVEMENT) if one.closes == kind]
    compared = [*ranks, *(one for one in rises if rules.number(one.number))]
    return frozenset(rules.word(one.per) for one in compared)
