"""Effects that change no state: duties, messages and proposals that nothing on that day can refuse."""

from __future__ import annotations

from typing import Final

from evenhand.engine.pack.schema import Effect
from evenhand.engine.rules.due import deadline
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay
from evenhand.engine.values import DueRule

DUTIES: Final = frozenset({"task", "tell", "propose", "review"})
BY_THE_DAY: Final = frozenset(
    {
        DueRule.MINUTES,
        DueRule.NOW,
        DueRule.SAME_DAY,
        DueRule.BEFORE_BELL,
        DueRule.AT_TIME,
        DueRule.SCHOOL_DAYS,
        DueRule.WEEK_END,
        DueRule.WEEKS,
        DueRule.HALF_TERM_END,
        DueRule.RELEASE,
        DueRule.START,
    }
)
"""The rules of which the calendar can refuse all acts of a kind on a day, or none."""


def bring_only_duties(turn: Turn, effects: tuple[Effect, ...], *, talks: bool = False) -> bool:
    """Whether these effects change no state, whatever act of that kind without details brings them about that day.

    A duty that opens a conversation changes the state, and a deadline beyond the calendar refuses the act.

    Args:
        talks: duties that open a conversation are looked after elsewhere.
    """
    opens = () if talks else turn.rules.talks
    return all(effect.id not in opens and _is_duty(turn, effect) for effect in effects)


def _is_duty(turn: Turn, effect: Effect) -> bool:
    if effect.kind not in DUTIES:
        return False
    due = effect.due
    if due is None:
        return True
    if due.anchor or due.before or due.rule not in BY_THE_DAY:
        return False
    try:
        deadline(turn, due)
    except (Unable, CalendarEnds, NotASchoolDay):
        return False
    return True
