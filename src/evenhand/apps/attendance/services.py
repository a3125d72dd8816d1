"""Marking: by hand, at the gate, by import. Each mark is kept once, and what the policy makes of it follows at once.

A mark that says the same as the one that holds makes nothing. A session's mark is told to the policy as the difference
from the one before; a late arrival in the morning is an act of its own, which a correction takes back again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.attendance.codes import LATE
from evenhand.apps.attendance.facts import Ground, ground_of
from evenhand.apps.attendance.models import SESSIONS, Mark, MarkWords
from evenhand.apps.attendance.selectors import MarkKey, marks_on
from evenhand.apps.attendance.telling import told
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.commands import Done, Problem, Refused
from evenhand.apps.conduct.locking import lock_heads
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil

LONGEST_REASON = 200
MOST_MINUTES = 480


@dataclass(frozen=True, slots=True)
class Said:
    """One mark as it was said. `seen` is the number of the mark that the page showed, None where it showed none.

    With `seen` a mark that somebody else has made since stands, and this one is left out.
    """

    pupil_id: int
    day: date
    slot: str
    code: str
    minutes: int = 0
    reason: str = ""
    lesson_id: int | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of it: the new marks, how many said nothing new, those that another has overtaken, what followed."""

    made: tuple[Mark, ...]
    unchanged: int = 0
    overtaken: tuple[Mark, ...] = ()
    followed: tuple[Done, ...] = ()


@transaction.atomic
def mark(actor: Actor, *, said: Sequence[Said], source: str = "hand") -> Marked:
    """Keep these marks, all of one day, and let the policy decide what follows.

    Raises:
        ValueError: they are of several days.
        Refused: a code, a pupil or a day that is not there, or a late mark that only a leader may correct.
    """
    if len({one.day for one in said}) > 1:
        raise ValueError("mark the sessions of one day at a time")
    ground = ground_of(actor.school_id)
    pupils = Pupil.objects.in_bulk({one.pupil_id for one in said})
    wrong = [problem for one in said for problem in problems_with(ground, one, pupils)]
    wrong += _twice(said)
    if wrong:
        raise Refused(tuple(wrong))
    lock_heads(actor.school_id, pupils)
    held = marks_on(said[0].day, pupils) if said else {}
    fresh = [one for one in said if _is_news(held.get((one.pupil_id, one.slot)), one)]
    overtaken = [held[one.pupil_id, one.slot] for one in fresh if _is_overtaken(held, one)]
    wanted = [one for one in fresh if not _is_overtaken(held, one)]
    locked = [
        one for one in wanted if not _may_correct(actor, pupils, held.get((one.pupil_id, one.slot)), one)
    ]
    if locked:
        raise Refused(tuple(_not_theirs(pupils[one.pupil_id], one) for one in locked))
    rows = [_row(actor, held.get((one.pupil_id, one.slot)), one, source) for one in wanted]
    followed = _tell(actor, ground, rows, held, pupils)
    Mark.objects.bulk_create(rows)
    MarkWords.objects.bulk_create(
        MarkWords(school_id=row.school_id, mark=row, words=row.reason) for row in rows if row.reason
    )
    if rows:
        body = {"marks": len(rows), "source": source, "day": rows[0].day.isoformat()}
        append(actor, action="attendance.marked", subject=f"day:{rows[0].day.isoformat()}", body=body)
    return Marked(tuple(rows), len(said) - len(fresh), tuple(overtaken), tuple(followed))


def problems_with(ground: Ground, one: Said, pupils: Container[int]) -> Iterator[Problem]:
    """Everything that is wrong with one mark before anything is written."""
    about = str(one.pupil_id)
    if one.pupil_id not in pupils:
        yield Problem(about, "pupil", "There is no such pupil at this school.")
    if one.code not in ground.codes.codes:
        yield Problem(about, "code", f"{one.code or 'Nothing'} is not one of the attendance codes.")
    if one.day > ground.today or not ground.is_school_day(one.day):
        yield Problem(about, "day", f"{one.day:%d %b %Y} is not a school day, or is still to come.")
    elif not ground.is_this_year(one.day):
        yield Problem(
            about, "day", f"{one.day:%d %b %Y} is not in this school year. Earlier years are closed."
        )
    elif one.slot not in SESSIONS and not ground.has_period(one.day, one.slot):
        yield Problem(about, "slot", f"{one.slot} is neither am, pm nor a period of that day.")
    if not 0 <= one.minutes <= MOST_MINUTES:
        yield Problem(about, "minutes", f"Minutes late are a whole number up to {MOST_MINUTES}.")
    if len(one.reason) > LONGEST_REASON:
        yield Problem(about, "reason", f"The reason has more than {LONGEST_REASON} characters. Shorten it.")


def _twice(said: Sequence[Said]) -> list[Problem]:
    """The same slot of the same pupil is said once in a call: of two, nobody could say which is meant."""
    times = Counter((one.pupil_id, one.day, one.slot) for one in said)
    return [
        Problem(str(pupil_id), "slot", f"{day:%d %b %Y}, {slot}: this pupil is marked twice.")
        for (pupil_id, day, slot), count in times.items()
        if count > 1
    ]


def _is_news(held: Mark | None, one: Said) -> bool:
    if held is None:
        return True
    said_before = (held.code, held.minutes, held.reason)
    return said_before != (one.code, one.minutes or held.minutes, one.reason or held.reason)


def _is_overtaken(held: dict[MarkKey, Mark], one: Said) -> bool:
    mark = held.get((one.pupil_id, one.slot))
    return one.seen is not None and mark is not None and mark.number != one.seen


def _may_correct(actor: Actor, pupils: dict[int, Pupil], held: Mark | None, one: Said) -> bool:
    """A late mark that something hangs on is taken back by whoever made it, or by a leader."""
    if held is None or held.late_event is None or one.code in {LATE, held.code} or actor.user_id is None:
        return True
    leader = actor.may(Capability.VOID_ANY, pupils[one.pupil_id].year_group)
    return leader or held.recorded_by_id == actor.user_id


def _not_theirs(pupil: Pupil, one: Said) -> Problem:
    words = f"{pupil.display_name} was marked late by somebody else. A leader can correct that."
    return Problem(str(one.pupil_id), "code", words)


def _row(actor: Actor, held: Mark | None, one: Said, source: str) -> Mark:
    made = Mark(
        school_id=actor.school_id,
        pupil_id=one.pupil_id,
        day=one.day,
        slot=one.slot,
        number=held.number + 1 if held else 1,
        code=one.code,
        minutes=one.minutes,
        lesson_id=one.lesson_id,
        source=source,
        late_event=held.late_event if held else None,
        absence=held.absence if held else None,
        recorded_by_id=actor.user_id,
    )
    made.spoken = one.reason
    return made


def _tell(
    actor: Actor, ground: Ground, rows: list[Mark], held: dict[MarkKey, Mark], pupils: dict[int, Pupil]
) -> list[Done]:
    """Tell the policy what the marks of sessions mean; a lesson's mark alone has no consequence."""
    sessions = [row for row in rows if row.slot in SESSIONS]
    system = system_actor(actor.school_id, "attendance")
    done: list[Done] = []
    for acting, commands in told(ground, actor, system, sessions, held, pupils):
        done += record(acting, commands=commands).done
    return done
