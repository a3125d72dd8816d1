"""What a late mark would bring, said at the gate before the tap that makes it."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.apps.access.actors import Actor
from evenhand.apps.attendance.codes import LATE, LATE_AFTER
from evenhand.apps.attendance.facts import OUTSIDE, Ground
from evenhand.apps.attendance.wording import outcome_words
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.engine.decisions import Owe
from evenhand.engine.facts import Event, Spot
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay
from evenhand.engine.step import decide
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain


@dataclass(frozen=True, slots=True)
class Foretold:
    """What would follow, in words, and the paragraph that says so."""

    words: tuple[str, ...]
    cite: str


def code_for(ground: Ground, minutes: int) -> str:
    """The code of a late mark: one before the register closes, another after that."""
    return LATE_AFTER if minutes > ground.codes.register_minutes else LATE


def foretold(actor: Actor, ground: Ground, pupil: Pupil, minutes: int) -> Foretold | None:
    """What marking this pupil late now would bring; None where the policy makes nothing of it."""
    code = ground.late_code(ground.codes.codes[code_for(ground, minutes)])
    if not code:
        return None
    head = PupilHead.objects.filter(pupil=pupil).values_list("state", flat=True).first()
    try:
        event = _event(actor, ground, pupil, code, minutes)
        decision = decide(policy_of(actor.school_id), ground.calendar, state_from_plain(head), event)
    except (CalendarEnds, NotASchoolDay):
        return None
    owed = [one.owed for one in decision.outcomes if isinstance(one, Owe)]
    cites = (
        *(cite for one in owed for cite in ground.rules.pack.time_owed[one].cites),
        *_cites(ground, code),
    )
    words = outcome_words(ground.school, ground.today, decision.outcomes)
    return Foretold(words, next(iter(cites), "")) if words else None


def _event(actor: Actor, ground: Ground, pupil: Pupil, code: str, minutes: int) -> Event:
    at = local(ground.school, ground.now)
    period = ground.calendar.period_at(at.day, at.time, pupil.year_group)
    key = period.key if period else ""
    gate = ground.rules.pack.gate
    return Event(
        "foreseen",
        EventKind.LATE,
        code,
        at,
        Spot(OUTSIDE, f"{at.day.isoformat()}/{key or 'outside'}/{OUTSIDE}", key, gate.place if gate else ""),
        str(actor.user_id or ""),
        tuple(sorted(actor.roles)),
        year_group=pupil.year_group,
        details={"minutes_late": minutes} if minutes else {},
    )


def _cites(ground: Ground, code: str) -> tuple[str, ...]:
    item = ground.rules.item(code)
    return tuple(item.cites) if item else ()
