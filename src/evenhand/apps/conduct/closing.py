"""The ends of days, weeks, half-terms, terms and years: each is closed once, in order, and caught up after an outage.

A close stands in the school's own order like an event: it sees everything recorded before it and nothing later, so
that a replay by that order finds the same.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.appending import OpenChain
from evenhand.apps.conduct import cohort, ink
from evenhand.apps.conduct.close_facts import pupils_facts, school_facts
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.locking import lock_heads
from evenhand.apps.conduct.models import ClosedPeriod, Event
from evenhand.apps.conduct.period_ends import Place, ends_between, kinds_of
from evenhand.apps.conduct.writing import Decided, Rows, rows_of, state_digest
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.performers import Work, alert_seen, perform, raise_alert
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.close import KINDS, Closed, Member, Period, close
from evenhand.engine.decisions import Decision, Missing, OutsideCalendar, Unanswered
from evenhand.engine.facts import NOTHING, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.closing import event_of
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, Role, Where
from evenhand.engine.wire import decision_to_plain, digest, state_from_plain, state_to_plain

MIDNIGHT = datetime.min.time()
STATES = 2_000
WAITING = "close_waits"
LEFT_OUT = "close_left_out"

log = logging.getLogger(__name__)


class Waits(Exception):
    """A close that cannot be decided yet; the message says what is missing. Nothing was written."""

    def __init__(self, end: Period, lacking: Unanswered) -> None:
        self.end, self.lacking = end, lacking
        super().__init__(f"{end.key} cannot be closed: {lacking}")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a close is decided by, and when it is written."""

    school: School
    policy: Policy
    calendar: SchoolCalendar
    moment: datetime


def tick() -> None:
    """One round of the worker: close what has ended at each school, in its own scope."""
    each_school(_close_or_say, "a close")


def close_due(school: School, moment: datetime | None = None) -> list[ClosedPeriod]:
    """Close the periods that have ended by `moment` (now) and are not closed, in order; returns those closed.

    Nothing that ended before the school took up its first policy here is closed, and nothing before the last close.

    Raises:
        Waits: what a close must know is not known yet; those before it are closed, those after it wait as well.
        NoPolicy, NoCalendar: the school is not set up yet.
    """
    ground = Ground(school, policy_of(school.pk), calendar_of(school), moment or now())
    made = []
    for end in ends_between(school, ground.calendar, _reached(school), ground.moment):
        if end.kind in kinds_of(ground.policy.on(end.at.day)):
            closed = _close(ground, end)
            if closed is not None:
                made.append(closed)
    return made


def touched(member: Member, one: Closed) -> bool:
    """Whether a close did anything to a pupil: brought something about, left another state, or could not answer."""
    return bool(one.decision.outcomes) or one.decision.refused or one.state != member.state


def event_id(school_id: int, key: str, pupil_id: int) -> UUID:
    """The id of one pupil's part of a close: the same whoever closes it."""
    return uuid5(NAMESPACE_URL, f"evenhand:close:{school_id}:{key}:{pupil_id}")


def _close_or_say(school: School) -> None:
    """Close what is due; an administrator hears of a close that waits."""
    try:
        close_due(school)
    except Waits as waits:
        log.warning("school %s: %s", school.pk, waits)
        words = f"The {_named(waits.end)} cannot be closed, and every later close waits for it"
        body = {"words": words, "label": _lacks(waits.lacking)}
        _alert(school, WAITING, f"period:{waits.end.key}", body)


def _reached(school: School) -> Place:
    """The place of the last close, or of the moment from which the school's first policy holds here."""
    last = ClosedPeriod.objects.order_by("at", "pk").values_list("at", "kind").last()
    if last is not None:
        same = ClosedPeriod.objects.filter(at=last[0]).values_list("kind", flat=True)
        return int(last[0].timestamp()), max(KINDS.index(kind) for kind in same)
    first = PolicyInForce.objects.order_by("recorded_at", "pk")[0]
    since = max(first.recorded_at, to_instant(school, first.valid_from, MIDNIGHT))
    return int(since.timestamp()), len(KINDS)


@transaction.atomic
def _close(ground: Ground, end: Period) -> ClosedPeriod | None:
    """Close one period under the locks of its pupils; None where another worker has. Raises Waits."""
    places = cohort.places_on(end.at.day)
    texts = _texts(ground.school.pk, [place.pupil_id for place in places])
    if ClosedPeriod.objects.filter(key=end.key).exists():
        return None
    states = {pupil_id: _state(text) for pupil_id, text in texts.items()}
    rules = ground.policy.on(end.at.day)
    told, of_school = pupils_facts(rules, end, states), school_facts(rules, end)
    places = [place._replace(facts=told.get(place.pupil_id, NOTHING)) for place in places]
    members = [cohort.member_of(place, states[place.pupil_id]) for place in places]
    *closed, own = close(ground.policy, ground.calendar, (*members, cohort.school_row(of_school)), end)
    if own.decision.refused:
        raise Waits(end, own.decision.unanswered[0])
    pairs = [pair for pair in zip(members, closed, strict=True) if touched(*pair)]
    decided = [_decided(ground, end, member, one, json.loads(texts[int(one.pupil)])) for member, one in pairs]
    chain = OpenChain(ground.school.pk)
    row = _row(ground, end, cohort.to_plain(places, of_school), own.decision, chain.head.event_seq)
    rows = rows_of(ground.school.pk, decided)
    _write(ground, chain, rows, row)
    after = [(int(one.pupil), ink.state_text(state_to_plain(one.state))) for _, one in pairs]
    numbers = {event.pupil_id: event.seq for event in rows.events}
    if after:
        ink.move(ground.school.pk, ((pupil, text, numbers[pupil]) for pupil, text in after))
    _perform(ground, rows, row, own.decision)
    _say_what_lacks(ground, end, [one for _, one in pairs if one.decision.refused])
    chain.close()
    return row


@lru_cache(maxsize=STATES)
def _state(text: str) -> PupilState:
    """The state of a head. Most are as the last close left them, so that reading each but once saves most of it."""
    return state_from_plain(json.loads(text))


def _texts(school_id: int, pupil_ids: Sequence[int]) -> dict[int, str]:
    """The states of these pupils as their heads keep them, locked."""
    if not pupil_ids:
        return {}
    lock_heads(school_id, pupil_ids)
    return ink.texts_of(school_id, pupil_ids)


def _decided(ground: Ground, end: Period, member: Member, one: Closed, before: Any) -> Decided:
    pupil_id, happened = int(one.pupil), datetime.fromtimestamp(end.at.instant, ground.moment.tzinfo)
    ident = event_id(ground.school.pk, end.key, pupil_id)
    command = Command(ident, EventKind.CLOSE, pupil_id, end.kind, happened, where=Where.OFF_SITE)
    return Decided(
        command,
        event_of(member, end),
        one.decision,
        state_digest(before or state_to_plain(member.state)),
        state_digest(state_to_plain(one.state)),
        happened,
        ground.moment,
        None,
        system_actor(ground.school.pk, "worker").name,
    )


def _say_what_lacks(ground: Ground, end: Period, unanswered: Sequence[Closed]) -> None:
    """The matter of a close that waited is over; whom it left out since something is not known is said once."""
    subject = f"period:{end.key}"
    alert_seen(kind=WAITING, subject=subject, at=ground.moment)
    if unanswered:
        pupils = [int(one.pupil) for one in unanswered]
        lacking = sorted({fact.partition(":")[0] for one in unanswered for fact in _facts(one)})
        many = "one pupil" if len(pupils) == 1 else f"{len(pupils)} pupils"
        words = (
            f"The close of the {_named(end)} left out {many}, since it was not told the {_listed(lacking)}"
        )
        _alert(ground.school, LEFT_OUT, subject, {"words": words, "pupils": pupils, "lacking": lacking})


def _facts(one: Closed) -> list[str]:
    return [fact for item in one.decision.unanswered if isinstance(item, Missing) for fact in item.facts]


def _lacks(unanswered: Unanswered) -> str:
    if isinstance(unanswered, OutsideCalendar):
        return f"the calendar does not reach {unanswered.day.day} {unanswered.day:%B %Y}"
    if isinstance(unanswered, Missing):
        return "not known: " + _listed([fact.replace(":", " ") for fact in unanswered.facts])
    return "the policy does not say what holds then"


def _listed(names: list[str]) -> str:
    return " and the ".join(name.replace("_", " ") for name in names)


def _named(end: Period) -> str:
    return f"{end.kind.replace('_', '-')} that ended on {end.at.day.day} {end.at.day:%B %Y}"


def _alert(school: School, kind: str, subject: str, body: dict[str, Any]) -> None:
    raise_alert(
        school_id=school.pk, kind=kind, subject=subject, body=body, role=Role.ADMINISTRATOR, once=True
    )


def _row(ground: Ground, end: Period, plain_cohort: list[Any], own: Decision, after_seq: int) -> ClosedPeriod:
    row = ClosedPeriod(
        school=ground.school,
        key=end.key,
        kind=end.kind,
        at=datetime.fromtimestamp(end.at.instant, ground.moment.tzinfo),
        closed_at=ground.moment,
        after_seq=after_seq,
        policy_digest=ground.policy.digest,
        settings_digest=ground.policy.settings_digest,
        calendar_digest=ground.calendar.digest,
        cohort=plain_cohort,
        school_outcomes=decision_to_plain(own),
    )
    row.digest = content_digest(row)
    return row


def content_digest(row: ClosedPeriod) -> str:
    """The digest of what a close was told and of what it found for the school itself."""
    return digest([row.key, row.kind, row.at.isoformat(), row.after_seq, row.cohort, row.school_outcomes])


def _write(ground: Ground, chain: OpenChain, rows: Rows, row: ClosedPeriod) -> None:
    rows.number(chain)
    rows.write()
    row.save(force_insert=True)
    chain.link(
        at=ground.moment,
        actor_id=None,
        actor_name=system_actor(ground.school.pk, "worker").name,
        action="period.close",
        subject=f"period:{row.key}",
        body={"kind": row.kind, "pupils": len(rows.events), "close": row.digest},
    )


def _perform(ground: Ground, rows: Rows, row: ClosedPeriod, own: Decision) -> None:
    """Let each app perform its outcomes; what the school itself owes belongs to no pupil and no event."""
    work = Work(ground.school, ground.policy, None, ground.moment)
    for event, item in zip(rows.events, rows.decided, strict=True):
        work.add(event, item.decision)
    nobody = Event(school=ground.school, kind=EventKind.CLOSE, code=row.kind, recorded_at=ground.moment)
    work.add(nobody, own)
    perform(work)
