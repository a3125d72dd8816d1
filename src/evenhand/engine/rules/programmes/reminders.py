"""What nobody has done by the close: nominations not made, assemblies not held, tables not entered (STAR-41, K-38, STAR-46).

What is lacking concerns the school and no pupil. It is handed in with a row of the cohort that has no name, as the
facts `lacking:<programme>`: one name (of a person, a year group, a date) for each reminder.
"""

from __future__ import annotations

from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.periods import is_last
from evenhand.engine.rules.programmes.awarding import LACKING, act
from evenhand.engine.values import ProgrammeForm

UNSET = "unset"


def remind(closing: Closing) -> None:
    """One reminder for each name that is lacking."""
    turn = closing.turns.get("")
    if turn is None:
        return
    for form in (ProgrammeForm.NOMINATION, ProgrammeForm.REMINDER):
        for programme in closing.due(form):
            lacking = turn.event.details.get(f"lacking:{programme.id}", ())
            if isinstance(lacking, tuple) and (
                form == ProgrammeForm.NOMINATION or _is_time(closing, programme)
            ):
                for name in lacking:
                    act(turn, programme, LACKING, name, name)
    for programme in closing.due(ProgrammeForm.LEVELS):
        if closing.rules.word(programme.rule) == UNSET:
            already = len(turn.outcomes)
            act(turn, programme, LACKING)
            why = turn.why(programme.cites, "levels_not_configured", (), (programme.rule,))
            turn.outcomes[already:] = [item._replace(reason=why) for item in turn.outcomes[already:]]


def _is_time(closing: Closing, programme: Programme) -> bool:
    """Whether the week that closes is the one of the term in which to remind, in the terms where it is asked."""
    weeks, day, calendar = closing.rules.number(programme.weeks), closing.period.at.day, closing.calendar
    if programme.within and not is_last(calendar, programme.within, day):
        return False
    term = calendar.term_of(day)
    if not weeks or term is None:
        return not weeks
    start = calendar.first_school_day_of_term(term)
    return calendar.last_school_day_of_nth_week(start, weeks) == calendar.last_school_day_of_week(day)
