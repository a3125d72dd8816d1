"""Runs the cases of a pack through `step` and says in words what is not as expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from evenhand.engine.decisions import Deadline, Decision, Gate, Owe, Place, Post, Reason
from evenhand.engine.facts import EMPTY_STATE, Adjustment, Answer, Event, Moment, PupilState, Spot, Voided
from evenhand.engine.pack.case_file import Case, CaseEvent, Expectation, parse_cases
from evenhand.engine.pack.resolve import Policy, SettingsInvalid, SettingValue
from evenhand.engine.pack.wording import told
from evenhand.engine.rules.ledger import period_keys, total
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind

__all__ = ["Case", "moment_of", "parse_cases", "run_case"]

EPOCH = date(1970, 1, 1).toordinal()
SECONDS_IN_A_DAY = 86_400
KEY_OF_PERIOD = {"day": "d:", "week": "w:", "half_term": "b:", "year": "y:"}


class Ran(NamedTuple):
    """One event of a case with the decision on it and the state after it."""

    event: Event
    decision: Decision
    state: PupilState


def run_case(policy: Policy, calendar: SchoolCalendar, case: Case) -> tuple[str, ...]:
    """What is not as the case expects, one sentence each; nothing when the case holds.

    The case's own settings hold at all times, over those of the policy. Local time is taken for UTC.
    """
    try:
        chosen = [SettingValue(key, value, date.min) for key, value in case.settings.items()]
        keep = [item for item in policy.settings if item.key not in case.settings]
        tried = Policy.of(policy.pack, (*keep, *chosen)) if chosen else policy
    except SettingsInvalid as invalid:
        return tuple(f"{case.name}: {problem}" for problem in invalid.problems)
    ran = _run(tried, calendar, case)
    failures = [
        failure for expected in case.expectations for failure in _judge(tried, calendar, ran, expected)
    ]
    return (*failures, *_unexpected_refusals(case, ran))


def _run(policy: Policy, calendar: SchoolCalendar, case: Case) -> dict[str, Ran]:
    ran: dict[str, Ran] = {}
    state = EMPTY_STATE
    for written in case.events:
        event = _event(case, written, ran)
        decision, state = step(policy, calendar, state, event)
        ran[written.id] = Ran(event, decision, state)
    return ran


def moment_of(at: datetime) -> Moment:
    """A local date and time as a moment of a zone that is UTC."""
    seconds = (at.hour * 60 + at.minute) * 60 + at.second
    return Moment(at.date(), at.time(), 0, (at.toordinal() - EPOCH) * SECONDS_IN_A_DAY + seconds)


def _event(case: Case, written: CaseEvent, ran: Mapping[str, Ran]) -> Event:
    return Event(
        id=written.id,
        kind=written.kind,
        code=written.code,
        at=moment_of(written.at),
        spot=Spot(written.where, written.scope, written.period, written.place),
        by=written.by,
        roles=written.roles,
        witness=written.witness,
        year_group=case.year_group,
        about=written.about,
        details=dict(written.details),
        adjustments=tuple(Adjustment(item.id, item.kind, item.value) for item in case.adjustments),
        answers=tuple(Answer(item.adjustment, item.outcome, item.reason) for item in written.answers),
        voids=_voided(ran[written.about])
        if written.kind is EventKind.VOID and written.about in ran
        else None,
    )


def _voided(ran: Ran) -> Voided:
    outcomes = ran.decision.outcomes
    return Voided(
        event=ran.event.id,
        kind=ran.event.kind,
        posts=tuple((outcome.ledger, outcome.value) for outcome in outcomes if isinstance(outcome, Post)),
        day=ran.event.at.day,
        stay=next((outcome.stay for outcome in outcomes if isinstance(outcome, Place)), ""),
        owed=next((outcome.item for outcome in outcomes if isinstance(outcome, Owe)), ""),
    )


def _judge(
    policy: Policy, calendar: SchoolCalendar, ran: Mapping[str, Ran], expected: Expectation
) -> Iterator[str]:
    start = f"{expected.place.file}:{expected.place.position.line} {expected.place.path}"
    if expected.form == "total":
        about = ran[expected.of or list(ran)[-1]]
        failure = _judge_total(policy, calendar, about, expected.wanted)
    elif expected.form == "refused":
        failure = _judge_refusal(ran[expected.of].decision, expected)
    else:
        failure = _judge_outcomes(ran[expected.of].decision, expected)
    if failure:
        yield f"{start}: {failure}"


def _judge_total(policy: Policy, calendar: SchoolCalendar, ran: Ran, wanted: Mapping[str, Any]) -> str:
    prefix = KEY_OF_PERIOD[wanted["period"]]
    keys = [key for key in period_keys(calendar, ran.event.at.day) if key.startswith(prefix)]
    if not keys:
        return f"{ran.event.at.day.isoformat()} lies in no {wanted['period']}"
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


def _unexpected_refusals(case: Case, ran: Mapping[str, Ran]) -> Iterator[str]:
    """An event that was not decided, and nobody expected it: the case would prove nothing of what follows."""
    expected = {expectation.of for expectation in case.expectations if expectation.form == "refused"}
    for name, one in ran.items():
        if one.decision.refused and name not in expected:
            yield f'{case.name}: "{name}" was not decided: {_told(one.decision)}'


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
        local = (wanted.date(), wanted.time())
        return (found.day, found.time) == local if found.time else found.instant == moment_of(wanted).instant
    return found.day == wanted


def _shown(found: Any) -> str:
    if isinstance(found, Deadline):
        clock = found.time or _clock(found.instant)
        return f"{found.day.isoformat()} {clock.isoformat('minutes') if clock else 'without a time'}"
    return found.isoformat() if isinstance(found, date | time) else str(found)


def _clock(instant: int | None) -> time | None:
    if instant is None:
        return None
    minutes, seconds = divmod(instant % SECONDS_IN_A_DAY, 60)
    return time(minutes // 60, minutes % 60, seconds)
