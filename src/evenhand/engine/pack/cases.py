"""Runs the cases of a pack through `step` and `close` and says in words what is not as expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from evenhand.engine.close import Closed, Member, close, period_of
from evenhand.engine.decisions import Deadline, Decision, Gate, Reason
from evenhand.engine.facts import EMPTY_STATE, Adjustment, Answer, Event, Moment, PupilState, Spot, Voided
from evenhand.engine.pack.case_file import Case, CaseClose, CaseEvent, CasePupil, parse_cases
from evenhand.engine.pack.expectations import Expectation
from evenhand.engine.pack.resolve import Policy, SettingsInvalid, SettingValue
from evenhand.engine.pack.wording import told
from evenhand.engine.replay import taken_back
from evenhand.engine.rules.ledger import period_keys, total
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind

__all__ = ["Case", "moment_of", "parse_cases", "run_case"]

EPOCH = date(1970, 1, 1).toordinal()
SECONDS_IN_A_DAY = 86_400
KEY_OF_PERIOD = {"day": "d:", "week": "w:", "half_term": "b:", "year": "y:"}


class Ran(NamedTuple):
    """An event or a close of a case, for one pupil, with the decision on it and the state after it."""

    day: date
    pupil: str
    decision: Decision
    state: PupilState
    event: Event | None = None


class NoSuchPeriod(Exception):
    """A close names a period in which its day does not lie."""


def run_case(policy: Policy, calendar: SchoolCalendar, case: Case) -> tuple[str, ...]:
    """What is not as the case expects, one sentence each; nothing when the case holds.

    The case's own settings hold at all times, over those of the policy. Local time is taken for UTC.
    """
    try:
        chosen = [SettingValue(key, value, date.min) for key, value in case.settings.items()]
        keep = [item for item in policy.settings if item.key not in case.settings]
        tried = Policy.of(policy.pack, (*keep, *chosen), policy.law) if chosen else policy
        ran = _run(tried, calendar, case)
    except SettingsInvalid as invalid:
        return tuple(f"{case.name}: {problem}" for problem in invalid.problems)
    except NoSuchPeriod as nowhere:
        return (f"{case.name}: {nowhere}",)
    failures = [
        failure for expected in case.expectations for failure in _judge(tried, calendar, ran, expected)
    ]
    return (*failures, *_unexpected_refusals(case, ran))


def _run(policy: Policy, calendar: SchoolCalendar, case: Case) -> dict[str, tuple[Ran, ...]]:
    """What came of each event (for its pupil) and of each close (for all of them), in the order of the file."""
    ran: dict[str, tuple[Ran, ...]] = {}
    cast = {pupil.id: pupil for pupil in case.cast()}
    states = dict.fromkeys(cast, EMPTY_STATE)
    events = {event.id: event for event in case.events}
    closes = {ending.id: ending for ending in case.closes}
    for name in case.order:
        if name in events:
            pupil = cast[case.pupil_of(events[name])]
            event = _event(case, pupil, events[name], ran)
            decision, states[pupil.id] = step(policy, calendar, states[pupil.id], event)
            ran[name] = (Ran(event.at.day, pupil.id, decision, states[pupil.id], event),)
        else:
            closed = _close(policy, calendar, case, closes[name], states)
            states |= {one.pupil: one.state for one in closed}
            day = closes[name].at.date()
            ran[name] = tuple(Ran(day, one.pupil, one.decision, one.state) for one in closed)
    return ran


def _close(
    policy: Policy,
    calendar: SchoolCalendar,
    case: Case,
    written: CaseClose,
    states: Mapping[str, PupilState],
) -> tuple[Closed, ...]:
    period = period_of(calendar, written.period, moment_of(written.at))
    if period is None:
        raise NoSuchPeriod(f'"{written.id}": {written.at.date().isoformat()} lies in no {written.period}')
    cohort = tuple(
        Member(
            pupil.id,
            states[pupil.id],
            pupil.year_group if pupil.year_group is not None else case.year_group,
            pupil.groups,
            {**pupil.facts, **written.facts.get(pupil.id, {})},
        )
        for pupil in case.cast()
    )
    school = (Member("", states.get("", EMPTY_STATE), facts=written.school),) if written.school else ()
    return close(policy, calendar, (*cohort, *school), period)


def moment_of(at: datetime) -> Moment:
    """A local date and time as a moment of a zone that is UTC."""
    seconds = (at.hour * 60 + at.minute) * 60 + at.second
    return Moment(at.date(), at.time(), 0, (at.toordinal() - EPOCH) * SECONDS_IN_A_DAY + seconds)


def _event(case: Case, pupil: CasePupil, written: CaseEvent, ran: Mapping[str, tuple[Ran, ...]]) -> Event:
    agreed = (*case.adjustments, *pupil.adjustments)
    return Event(
        id=written.id,
        kind=written.kind,
        code=written.code,
        at=moment_of(written.at),
        spot=Spot(written.where, written.scope, written.period, written.place),
        by=written.by,
        roles=written.roles,
        witness=written.witness,
        year_group=pupil.year_group if pupil.year_group is not None else case.year_group,
        about=written.about,
        details=dict(written.details),
        adjustments=tuple(Adjustment(item.id, item.kind, item.value) for item in agreed),
        answers=tuple(Answer(item.adjustment, item.outcome, item.reason) for item in written.answers),
        voids=_voided(ran.get(written.about, ())) if written.kind is EventKind.VOID else None,
    )


def _voided(ran: Iterable[Ran]) -> Voided | None:
    """What the event of that run had brought about; None where there is no such event."""
    return next((taken_back(one.event, one.decision) for one in ran if one.event is not None), None)


def _judge(
    policy: Policy, calendar: SchoolCalendar, ran: Mapping[str, tuple[Ran, ...]], expected: Expectation
) -> Iterator[str]:
    start = f"{expected.place.file}:{expected.place.position.line} {expected.place.path}"
    if expected.form == "total":
        failure = _judge_total(policy, calendar, _last(ran, expected), expected.wanted)
    else:
        decision = _together(ran[expected.of], expected.pupil)
        judge = _judge_refusal if expected.form == "refused" else _judge_outcomes
        failure = judge(decision, expected)
    if failure:
        yield f"{start}: {failure}"


def _last(ran: Mapping[str, tuple[Ran, ...]], expected: Expectation) -> Ran | None:
    """The named event or close, else the last one, in which the pupil (if one is named) had a part."""
    looked = [ran[expected.of]] if expected.of else ran.values()
    parts = [one for parts in looked for one in parts if expected.pupil in ("", one.pupil)]
    return parts[-1] if parts else None


def _together(ran: Iterable[Ran], pupil: str) -> Decision:
    """What one event or close brought for the pupil, or for all of them where none is named."""
    parts = [one.decision for one in ran if pupil in ("", one.pupil)]
    outcomes = tuple(outcome for part in parts for outcome in part.outcomes)
    return Decision(outcomes, tuple(item for part in parts for item in part.unanswered))


def _judge_total(policy: Policy, calendar: SchoolCalendar, ran: Ran | None, wanted: Mapping[str, Any]) -> str:
    if ran is None:
        return "nothing happened to that pupil"
    prefix = KEY_OF_PERIOD[wanted["period"]]
    keys = [key for key in period_keys(calendar, ran.day) if key.startswith(prefix)]
    if not keys:
        return f"{ran.day.isoformat()} lies in no {wanted['period']}"
    found = total(policy.pack, ran.state, wanted["ledger"], keys[0])
    if found == wanted["value"]:
        return ""
    return f"{wanted['ledger']} of the {wanted['period']} is {found}, not {wanted['value']}"


def _judge_refusal(decision: Decision, expected: Expectation) -> str:
    matching = [item for item in decision.unanswered if item.kind == expected.kind]
    if any(not _differences(item, expected.wanted) for item in matching):
        return ""
    became = "was refused" if decision.refused else "was decided"
    wanted = f"{expected.kind} {_wanted(expected)}".strip()
    return f'"{expected.of}" was to be refused ({wanted}), and {became}: {_told(decision)}'


def _judge_outcomes(decision: Decision, expected: Expectation) -> str:
    kind = [outcome for outcome in decision.outcomes if outcome.kind == expected.kind]
    matching = [outcome for outcome in kind if not _differences(outcome, expected.wanted)]
    if expected.form == "absent":
        return (
            f'"{expected.of}" was to bring no {expected.kind}, and brought {matching[0]}' if matching else ""
        )
    if expected.count is not None and len(matching) != expected.count:
        return f'"{expected.of}" brought {len(matching)} {expected.kind}, not {expected.count}'
    if matching or expected.count == 0:
        return ""
    if len(kind) == 1:
        return f'"{expected.of}" {expected.kind}: {"; ".join(_differences(kind[0], expected.wanted))}'
    return f'"{expected.of}" has no {expected.kind} {_wanted(expected)}: {_told(decision)}'


def _unexpected_refusals(case: Case, ran: Mapping[str, tuple[Ran, ...]]) -> Iterator[str]:
    """What was not decided, and nobody expected it: the case would prove nothing of what follows."""
    expected = {expectation.of for expectation in case.expectations if expectation.form == "refused"}
    for name, parts in ran.items():
        refused = next((one.decision for one in parts if one.decision.refused), None)
        if refused is not None and name not in expected:
            yield f'{case.name}: "{name}" was not decided: {_told(refused)}'


def _wanted(expected: Expectation) -> str:
    return " ".join(f"{key}={told(value)}" for key, value in expected.wanted.items())


def _told(decision: Decision) -> str:
    found = [*decision.outcomes, *decision.unanswered]
    return ", ".join(f"{item.kind} {_short(item)}" for item in found) or "nothing"


def _short(item: Any) -> str:
    parts = [(name, getattr(item, name)) for name in item._fields if name != "reason"]
    return "(" + ", ".join(f"{name}={value}" for name, value in parts if value not in ("", None, ())) + ")"


def _differences(item: Any, wanted: Mapping[str, Any]) -> list[str]:
    """In which of the wanted parts an outcome differs, in words."""
    return [
        f"{key} is {_shown(found)}, not {told(value) if not isinstance(value, list | dict) else value}"
        for key, value in wanted.items()
        if not _same(found := _part(item, key), value)
    ]


def _part(item: Any, key: str) -> Any:
    reason = getattr(item, "reason", None)
    if isinstance(reason, Reason):
        match key:
            case "cites":
                return reason.cites
            case "why":
                return reason.key
            case "values":
                return dict(reason.values)
            case "used":
                return {used.key: used.value for used in reason.used}
    return getattr(item, key)


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        names = [part.id if isinstance(part, Gate) else part for part in found or ()]
        return all(part in names for part in wanted)
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(found.get(key) == value for key, value in wanted.items())
    if isinstance(found, Deadline):
        return _due(found, wanted)
    return type(found) is type(wanted) and bool(found == wanted)


def _due(found: Deadline, wanted: object) -> bool:
    if isinstance(wanted, datetime):
        return (found.day, found.time) == (wanted.date(), wanted.time())
    return found.day == wanted


def _shown(found: Any) -> str:
    if isinstance(found, Deadline):
        clock = found.time.isoformat("minutes") if found.time else "without a time"
        return f"{found.day.isoformat()} {clock}"
    return found.isoformat() if isinstance(found, date | time) else str(found)
