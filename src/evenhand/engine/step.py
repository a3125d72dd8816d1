"""The engine's first entry point: one pupil, one thing that happened.

`step` is pure and total: the same policy, calendar, state and event give the same decision and state for ever, and
whatever the rules cannot answer comes back as a value, with the state unchanged.
"""

from __future__ import annotations

from collections.abc import Callable

from evenhand.engine.decisions import Decision, Missing, Outcome, OutsideCalendar
from evenhand.engine.facts import Event, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Condition, Item
from evenhand.engine.rules import (
    advisory,
    chances,
    correction,
    ladder,
    ledger,
    level_act,
    paths,
    placement,
    report,
    staying,
    time_owed,
)
from evenhand.engine.rules.details import fits
from evenhand.engine.rules.effects import Cast, owed, perform
from evenhand.engine.rules.following import follow
from evenhand.engine.rules.formal_sanction import process
from evenhand.engine.rules.plain import plain_acts
from evenhand.engine.rules.programmes import attendance, nomination
from evenhand.engine.rules.restorative.talking import talk_about
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay, SchoolCalendar
from evenhand.engine.values import EventKind, LadderMode


def step(
    policy: Policy, calendar: SchoolCalendar, state: PupilState, event: Event
) -> tuple[Decision, PupilState]:
    """Decide one event and fold it into the pupil's state.

    Args:
        policy: the pack and the school's settings.
        calendar: the school's calendar.
        state: the pupil's state before the event.
        event: what happened, complete.

    Returns:
        The decision and the state after it. A decision that is `refused` leaves the state as it was.
    """
    return plain_acts(policy, calendar).decide(state, event) or by_rules(policy, calendar, state, event)


def by_rules(
    policy: Policy, calendar: SchoolCalendar, state: PupilState, event: Event
) -> tuple[Decision, PupilState]:
    """What `step` gives, by letting every rule look at the event, also where it is a plain act."""
    turn = Turn(policy, calendar, state, event)
    try:
        _RUN.get(event.kind, _not_for_step)(turn)
        follow(turn)
    except Unable as unable:
        return turn.decision()._replace(outcomes=(), unanswered=(unable.unanswered,)), state
    except CalendarEnds as ends:
        return turn.decision()._replace(outcomes=(), unanswered=(OutsideCalendar(ends.date),)), state
    except NotASchoolDay:
        return turn.decision()._replace(outcomes=(), unanswered=(OutsideCalendar(event.at.day),)), state
    return turn.decision(), turn.state()


def advance(
    policy: Policy,
    calendar: SchoolCalendar,
    state: PupilState,
    event: Event,
    outcomes: list[Outcome] | None = None,
) -> PupilState:
    """The state after an event, exactly as `step` gives it, without saying why: for folding long histories.

    Args:
        outcomes: takes what the event brought about, without reasons; nothing where the event was refused.
    """
    plain = plain_acts(policy, calendar).decide(state, event)
    if plain is None:
        return advance_by_rules(policy, calendar, state, event, outcomes)
    if outcomes is not None:
        outcomes += plain[0].outcomes
    return plain[1]


def advance_by_rules(
    policy: Policy,
    calendar: SchoolCalendar,
    state: PupilState,
    event: Event,
    outcomes: list[Outcome] | None = None,
) -> PupilState:
    """What `advance` gives, by letting every rule look at the event, also where it is a plain act."""
    turn = Turn(policy, calendar, state, event, quiet=True)
    try:
        _RUN.get(event.kind, _not_for_step)(turn)
        follow(turn)
    except (Unable, CalendarEnds, NotASchoolDay):
        return state
    if outcomes is not None:
        outcomes += turn.outcomes
    return turn.state()


def decide(policy: Policy, calendar: SchoolCalendar, state: PupilState, event: Event) -> Decision:
    """The first half of `step`: what would follow from this event."""
    return step(policy, calendar, state, event)[0]


def _not_for_step(turn: Turn) -> None:
    """A kind that belongs to `close`, or that nobody may hand in."""
    raise Unable(Missing(("kind:" + turn.event.kind,)))


def _achievement(turn: Turn) -> None:
    item = _item(turn)
    ledger.post_stage(turn, item, ledger.RECORDED, item.cites, {})
    ledger.count(turn, "recognised")


def _concern(turn: Turn) -> None:
    item = _item(turn)
    plan = turn.rules.plan(turn.event.spot.where, item.code)
    if plan is not None and plan.ladder.mode == LadderMode.STRICT:
        ladder.act(turn, plan)
    else:
        ledger.post_stage(turn, item, ledger.RECORDED, item.cites, {})
        _route(turn, item)
    ledger.count(turn, "concern")


def _conduct(turn: Turn) -> None:
    """An act in a placement: the next step of the ladder that holds there, or a note where the adult chose that."""
    item = _item(turn)
    plan = turn.rules.plan(turn.event.spot.where, item.code)
    if plan is None or plan.ladder.mode != LadderMode.STRICT:
        raise Unable(Missing(("ladder",), item.cites))
    if turn.event.details.get("as") == "note":
        chances.note_only(turn, plan.ladder)
    else:
        ladder.act(turn, plan)


def _routed(turn: Turn) -> None:
    _route(turn, _item(turn))


def _route(turn: Turn, item: Item) -> None:
    for route in turn.rules.routes(item.code):
        perform(turn, route.effects, Cast(turn.event.by, turn.event.witness, turn.event.by))


def _ladder_step(turn: Turn) -> None:
    event = turn.event
    for declared in turn.rules.pack.ladders.values():
        if declared.mode == LadderMode.ADVISORY and event.spot.where in declared.where:
            advisory.chosen(turn, declared)
            if not event.about:
                ledger.count(turn, "concern")
            return
    raise Unable(Missing(("ladder",)))


def _confirm(turn: Turn) -> None:
    staying.CONFIRMED.get(turn.event.code, ladder.confirm)(turn)


def _homework(turn: Turn) -> None:
    """Homework that was missed, or (`about` it) the time that a leader chooses for it to be finished."""
    if not turn.event.about:
        _routed(turn)
        return
    declared, slot = time_owed.choose(turn)
    owed(turn, declared, Cast(turn.event.by, turn.event.witness, turn.event.by), slot)


def _owed_outcome(turn: Turn) -> None:
    declared, stage, waits, start = time_owed.settle(turn)
    moment = "no_show" if stage == time_owed.MISSED else stage
    cast = Cast(turn.event.by, turn.event.witness, turn.event.by)
    perform(turn, declared.effects, cast, on=moment, about=turn.event.about, start=start)
    if waits:
        perform(turn, declared.effects, cast, on="unset", about=turn.event.about)


def _item(turn: Turn) -> Item:
    """The catalogue's item, once every detail that it demands is there, each fits, and its conditions hold."""
    item = turn.item
    if item is None:
        raise Unable(Missing(("code",)))
    if not item.details and not item.conditions:
        return item
    missing = ["detail:" + name for name in item.details if not _told(turn, name)]
    if missing:
        raise Unable(Missing(tuple(missing), item.cites))
    unmet = [condition for condition in item.conditions if not _holds(turn, condition)]
    if unmet:
        raise Unable(
            Missing(
                tuple("condition:" + condition.detail for condition in unmet), unmet[0].cites or item.cites
            )
        )
    return item


def _told(turn: Turn, name: str) -> bool:
    """Whether a detail is there where it is demanded, and is one that the catalogue allows."""
    detail, given = turn.rules.pack.details[name], turn.event.details.get(name, "")
    return not detail.required if given in ("", ()) else fits(detail, given)


def _holds(turn: Turn, condition: Condition) -> bool:
    given, wanted = turn.event.details.get(condition.detail), turn.rules.value(condition.value)
    if condition.op == "equals":
        return given == wanted
    if not isinstance(given, int) or not isinstance(wanted, int):
        return False
    return given >= wanted if condition.op == "at_least" else given <= wanted


_RUN: dict[EventKind, Callable[[Turn], None]] = {
    EventKind.ACHIEVEMENT: _achievement,
    EventKind.CONCERN: _concern,
    EventKind.LADDER_STEP: _ladder_step,
    EventKind.CONFIRM: _confirm,
    EventKind.DECLINE: ladder.decline,
    EventKind.ARRIVAL: staying.arrival,
    EventKind.STATION: placement.finish_station,
    EventKind.RELEASE: placement.release,
    EventKind.LATE: _routed,
    EventKind.HOMEWORK_MISSED: _homework,
    EventKind.OWED_OUTCOME: _owed_outcome,
    EventKind.CALL: advisory.call,
    EventKind.CONDUCT: _conduct,
    EventKind.CONVERSATION: talk_about,
    EventKind.ABSENCE: placement.absent,
    EventKind.VOID: correction.void,
    EventKind.ATTENDANCE: attendance.record,
    EventKind.NOMINATION: nomination.nominate,
    EventKind.APPROVAL: nomination.approve,
    EventKind.CASE: paths.record,
    EventKind.LEVEL: level_act.act,
    EventKind.REPORT: report.act,
    EventKind.SANCTION: process.act_on,
}
