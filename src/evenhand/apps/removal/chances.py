"""Conduct in the room: what has happened in this stay, and what each act would bring now, with its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework.alerting import staff_names
from evenhand.apps.conduct.commands import Command, Done, Problem, Refused
from evenhand.apps.conduct.models import Event as EventRow
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.reasons import Quote, when
from evenhand.apps.removal.services import log
from evenhand.engine.facts import Event, Fact, PupilState, Spot
from evenhand.engine.forecast import Forecast, forecast, variants
from evenhand.engine.pack.schema import Item, Ladder, LadderStep
from evenhand.engine.values import EventKind, LadderMode, Role, Where
from evenhand.engine.wire import state_from_plain

NOTE_ONLY = "note"
CONTACT = "contact"
FORESEEN = "-"


@dataclass(frozen=True)
class Outcome:
    """What follows from some acts: the step with its paragraphs, who may record it, and what it must hold.

    `may` says whether the one who looks may; `position` is sent along, so that a step taken meanwhile is noticed.
    """

    key: str
    label: str
    quotes: tuple[Quote, ...]
    also: tuple[str, ...]
    who: str
    may: bool
    position: int
    records: tuple[str, ...]
    straight: bool
    acts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Taken:
    """One thing recorded in this stay."""

    act: str
    step: str
    at: str
    by: str


@dataclass(frozen=True)
class Conduct:
    """Everything that the page of conduct shows."""

    taken: tuple[Taken, ...]
    outcomes: tuple[Outcome, ...]
    acts: tuple[tuple[str, str], ...]


def has_ladder(seen: Ground) -> bool:
    """Whether the policy has steps for what happens in a placement."""
    return any(
        Where.PLACEMENT in ladder.where and ladder.mode == LadderMode.STRICT
        for ladder in seen.pack.ladders.values()
    )


def conduct(seen: Ground, stay: Stay) -> Conduct:
    """The stay's conduct so far and what would follow now, by the policy."""
    outcomes = tuple(_outcomes(seen, stay))
    acts = tuple(sorted((act for one in outcomes for act in one.acts), key=lambda pair: pair[1]))
    return Conduct(tuple(_taken(seen, stay)), outcomes, acts)


@transaction.atomic
def record_conduct(*, actor: Actor, stay: Stay, event_id: UUID, given: Mapping[str, str]) -> Done:
    """Record an act in the room, decided by the policy's steps; or a note of it, where the adult chose that.

    Args:
        actor: who records.
        stay: in which it happened.
        event_id: made with the page, so that a form sent twice is one record.
        given: act, position (that the page showed), words; who, how and said of the family where the step asks.

    Raises:
        Refused: it is not this step's turn, not this person's to record, or something is missing.
    """
    noted = given.get("as") == NOTE_ONLY
    details: dict[str, Fact] = {"as": NOTE_ONLY, "note": given.get("words", "").strip()} if noted else {}
    position = given.get("position", "")
    if not noted and position.isdigit() and int(position):
        details["chance"] = int(position)
    who = given.get("who", "").strip()
    if not noted and who:
        # The words stand in the stay's log; the record holds how the family was reached.
        details[CONTACT] = given.get("how", "") or "phone"
    command = Command(
        event_id=event_id,
        kind=EventKind.CONDUCT,
        pupil_id=stay.pupil_id,
        code=given.get("act", ""),
        where=Where.PLACEMENT,
        details=details,
        about=str(stay.pk),
        text="" if noted else given.get("words", "").strip(),
    )
    if stay.stage != "here":
        raise Refused((Problem(str(event_id), "act", "The pupil is not in the room now."),))
    done = record(actor, commands=[command]).done[0]
    if who and not noted and not done.again:
        log(
            actor=actor,
            stay=stay,
            kind="contact",
            who=who,
            how=given.get("how", ""),
            words=given.get("said", ""),
        )
    return done


def _taken(seen: Ground, stay: Stay) -> Iterator[Taken]:
    rows = list(
        EventRow.objects.filter(kind=EventKind.CONDUCT, about=str(stay.pk), pupil_id=stay.pupil_id).order_by(
            "seq"
        )
    )
    ids = [str(row.pk) for row in rows]
    void = set(EventRow.objects.filter(kind=EventKind.VOID, about__in=ids).values_list("about", flat=True))
    decisions = StoredDecision.objects.in_bulk([row.pk for row in rows])
    names = staff_names([row.recorded_by_id for row in rows])
    for row in rows:
        if str(row.pk) in void:
            continue
        item = seen.pack.items.get(row.code)
        step = _step_label(seen, decisions[row.pk].outcomes["outcomes"])
        yield Taken(
            item.label if item else row.code,
            step,
            when(seen, row.happened_at),
            names.get(row.recorded_by_id or 0, ""),
        )


def _step_label(seen: Ground, outcomes: list[Any]) -> str:
    for kind, *fields in outcomes:
        if kind == "step":
            ladder = seen.pack.ladders.get(fields[0])
            steps = {step.id: step.label for step in ladder.steps} if ladder else {}
            return steps.get(fields[1], "A note, and nothing more")
    return ""


def _outcomes(seen: Ground, stay: Stay) -> Iterator[Outcome]:
    """One for each thing that can follow now, with the acts that bring it."""
    policy = policy_of(seen.school.pk)
    standing = variants(policy, seen.moment.day, Where.PLACEMENT)
    state = _state(stay)
    found: dict[str, Forecast] = {}
    straight: set[str] = set()
    by_step: dict[str, list[Item]] = {}
    forecasts: dict[str, tuple[str, Forecast]] = {}
    for code, first in standing.items():
        item = seen.pack.items[code]
        plan = seen.rules.plan(Where.PLACEMENT, code)
        if plan is None or plan.ladder.mode != LadderMode.STRICT or item.details or item.conditions:
            continue
        if first not in forecasts:
            made = forecast(policy, seen.calendar, state, _event(seen, stay, plan.ladder, code))
            key = f"{plan.ladder.id}/{made.step}/{'+'.join(made.proposals)}/{bool(plan.entry)}"
            forecasts[first] = (key, made)
            straight |= {key} if plan.entry else set()
        key, made = forecasts[first]
        found.setdefault(key, made)
        by_step.setdefault(key, []).append(item)
    for key, made in found.items():
        ladder = seen.pack.ladders[key.split("/")[0]]
        yield _outcome(seen, ladder, made, key, by_step[key], straight=key in straight)


def _outcome(
    seen: Ground, ladder: Ladder, made: Forecast, key: str, items: list[Item], *, straight: bool
) -> Outcome:
    step = next((one for one in ladder.steps if one.position == made.position), None)
    cites = made.cites or ladder.cites
    quotes = tuple(
        Quote(cite, seen.pack.clauses[cite].text) for cite in cites[:2] if cite in seen.pack.clauses
    )
    roles = step.roles if step else ()
    acts = tuple(sorted(((item.code, item.label) for item in items), key=lambda pair: pair[1]))
    return Outcome(
        key,
        _label(seen, step, made, straight=straight),
        quotes,
        tuple(_also(seen, step, made)),
        _titles(seen, roles),
        not roles or bool({str(role) for role in roles} & seen.actor.roles),
        made.position,
        step.records if step else (),
        straight,
        acts,
    )


def _label(seen: Ground, step: LadderStep | None, made: Forecast, *, straight: bool) -> str:
    """What the step is called; an act that passes over the chances is named by whom it goes to."""
    if step is None:
        return "A note, and nothing more: a decision is awaited"
    if straight:
        for effect in step.effects:
            if effect.kind == "propose" and effect.id in made.proposals and effect.role is not None:
                return f"Straight to the {seen.pack.roles.get(effect.role, (str(effect.role),))[0].lower()}"
    return step.label


def _also(seen: Ground, step: LadderStep | None, made: Forecast) -> Iterator[str]:
    for ledger, value in made.posts:
        declared = seen.pack.ledgers[ledger]
        yield f"{value} {declared.singular if value == 1 else declared.plural}"
    for effect in step.effects if step else ():
        if effect.kind == "propose" and effect.id in made.proposals and effect.role is not None:
            titles = seen.pack.roles.get(effect.role, (str(effect.role),))
            yield f"{titles[0]}: {effect.label[0].lower()}{effect.label[1:]}"
            return


def _titles(seen: Ground, roles: tuple[Role, ...]) -> str:
    names = [seen.pack.roles[role][0] for role in roles if seen.pack.roles.get(role)]
    return ", ".join(dict.fromkeys(names))


def _event(seen: Ground, stay: Stay, ladder: Ladder, code: str) -> Event:
    """The act as if it had just happened and whoever may had recorded it, with all that a step asks for."""
    details: dict[str, Fact] = {name: FORESEEN for step in ladder.steps for name in step.records}
    period = (
        seen.calendar.period_at(seen.moment.day, seen.moment.time, stay.pupil.year_group)
        if seen.calendar.is_school_day(seen.moment.day)
        else None
    )
    key = period.key if period else ""
    return Event(
        "foreseen",
        EventKind.CONDUCT,
        code,
        seen.moment,
        Spot(Where.PLACEMENT, f"{seen.moment.day.isoformat()}/{key or 'outside'}/{Where.PLACEMENT}", key),
        str(seen.actor.user_id or ""),
        tuple(str(role) for role in Role),
        year_group=stay.pupil.year_group,
        about=str(stay.pk),
        details=details,
    )


def _state(stay: Stay) -> PupilState:
    row = PupilHead.objects.filter(pupil_id=stay.pupil_id).values_list("state", flat=True).first()
    return state_from_plain(row)
