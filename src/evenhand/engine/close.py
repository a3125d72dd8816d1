"""The engine's second entry point: the end of a day, week, half-term, term or year for a cohort.

Ranks, thresholds over a period, registers and rewards need everybody's state at once. `close` is pure and total like
`step`: where a rule cannot answer, the reason comes back as a value for each member, with the states unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from evenhand.engine.decisions import Decision, OutsideCalendar
from evenhand.engine.facts import Moment, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules import forgetting, level, report, routine
from evenhand.engine.rules.closing import Closer, Closing, Member, Period
from evenhand.engine.rules.periods import KINDS, key_of, last_day
from evenhand.engine.rules.programmes.closing import CLOSERS as RECOGNITION
from evenhand.engine.rules.restorative.chasing import chase
from evenhand.engine.rules.turn import Unable
from evenhand.engine.rules.watch import close_triggers
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar

__all__ = [
    "KINDS",
    "Closed",
    "Closing",
    "Member",
    "Period",
    "close",
    "close_concerned",
    "last_day",
    "period_of",
]


class Closed(NamedTuple):
    """One pupil's part of a close: the decision and the state after it."""

    pupil: str
    decision: Decision
    state: PupilState


CLOSERS: Final[tuple[Closer, ...]] = (
    level.snapshot,
    *RECOGNITION,
    close_triggers,
    chase,
    report.end_of_day,
    routine.end_of_day,
    forgetting.end_of_year,
)
"""Each adds the outcomes of its rules to the members' turns, in this order; each looks at the kind of period itself."""


def close(
    policy: Policy, calendar: SchoolCalendar, cohort: tuple[Member, ...], period: Period
) -> tuple[Closed, ...]:
    """Decide what the end of a period brings for each member of a cohort, in the cohort's order.

    Args:
        policy: the pack and the school's settings.
        calendar: the school's calendar.
        cohort: everybody whom the rules compare, each with the state after the period's last event.
        period: what ends.
    """
    nothing = Decision((), (), policy.digest, policy.settings_digest, calendar.digest)
    found = {one.pupil: one for one in close_concerned(policy, calendar, cohort, period)}
    return tuple(found.get(member.pupil) or Closed(member.pupil, nothing, member.state) for member in cohort)


def close_concerned(
    policy: Policy, calendar: SchoolCalendar, cohort: tuple[Member, ...], period: Period
) -> Iterator[Closed]:
    """What `close` gives for those whom some rule looked at, in the cohort's order; for all others nothing follows."""
    closing = Closing(policy, calendar, cohort, period)
    try:
        for closer in CLOSERS:
            closer(closing)
    except (CalendarEnds, Unable) as unable:
        unanswered = OutsideCalendar(unable.date) if isinstance(unable, CalendarEnds) else unable.unanswered
        refused = Decision((), (unanswered,), policy.digest, policy.settings_digest, calendar.digest)
        yield from (Closed(member.pupil, refused, member.state) for member in cohort)
        return
    for pupil, turn in closing.turns.made(also=closing.left_out):
        yield _with_what_lacks(Closed(pupil, turn.decision(), turn.state()), closing)


def _with_what_lacks(one: Closed, closing: Closing) -> Closed:
    """The pupil's part of the close, with what some rule was not told of this pupil beside what the others found."""
    lacking = closing.left_out.get(one.pupil)
    if lacking is None:
        return one
    unanswered = (*one.decision.unanswered, *lacking)
    return one._replace(decision=one.decision._replace(unanswered=unanswered))


def period_of(calendar: SchoolCalendar, kind: str, at: Moment) -> Period | None:
    """The period of that kind that a moment closes; None where its day lies in no half-term or no term."""
    key = key_of(calendar, kind, at.day)
    return Period(kind, key, at) if key else None
