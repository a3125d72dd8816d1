"""Conversations that stay open: others owe them too, after so many school days (INF-RC-9)."""

from __future__ import annotations

from evenhand.engine.decisions import Deadline, Propose, Task
from evenhand.engine.facts import Opened
from evenhand.engine.pack.schema import Chase, Conversation
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.restorative.cases import CHASED, OPEN, counted_since
from evenhand.engine.rules.restorative.demands import words
from evenhand.engine.rules.turn import Turn

PARTIES = 2


def chase(closing: Closing) -> None:
    """At the end of a school day: each open conversation that is old enough gets a second owner, once."""
    if closing.period.kind != "day" or not closing.calendar.is_school_day(closing.period.at.day):
        return
    talks = closing.rules.pack.conversations
    for turn in closing.turns_of(
        lambda pupil: pupil.cases and any(case.kind in talks and case.stage == OPEN for case in pupil.cases)
    ):
        turn.cases = tuple(_chased(turn, case) for case in turn.cases)


def suggest(turn: Turn) -> None:
    """An entry that names parties in conflict: a session between them is suggested, and nothing more (INF-RJ-1)."""
    details = turn.event.details
    if not turn.rules.suggested or not details.get("conflict"):
        return
    if len(set(words(details.get("parties")))) < PARTIES:
        return
    for talk in turn.rules.suggested:
        why = turn.why(talk.cites, "parties_in_conflict")
        turn.outcomes.append(Propose(talk.id, talk.label, str(talk.suggest_role), turn.event.id, why))


def _chased(turn: Turn, case: Opened) -> Opened:
    """The case with a line for each chase that is due today, and the outcomes of those added."""
    talk = turn.rules.pack.conversations.get(case.kind)
    day, since = turn.event.at.day, counted_since(case)
    if talk is None or case.stage != OPEN or day <= since:
        return case
    age = turn.calendar.count_school_days(since, day) + 1 - turn.calendar.is_school_day(since)
    for place, step in enumerate(talk.chases):
        once = f"{CHASED}:{place}@{since.isoformat()}:"
        if age >= turn.rules.number(step.after) and not any(line.startswith(once) for line in case.reasons):
            _owe_too(turn, talk, case, step, age)
            case = case._replace(reasons=(*case.reasons, once + day.isoformat()))
    return case


def _owe_too(turn: Turn, talk: Conversation, case: Opened, step: Chase, age: int) -> None:
    why = turn.why(step.cites, CHASED, (("days", age),), (step.after,))
    due = Deadline(turn.event.at.day)
    kind = talk.task or talk.id
    turn.outcomes.append(Task(kind, step.label, str(step.role), "", due, False, case.about, why))
