"""Triggers: what follows when something was counted so often, rose suddenly, or came day after day (K-09 to K-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from evenhand.engine.decisions import Post, Reason, Value
from evenhand.engine.facts import Counted
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Trigger
from evenhand.engine.pack.watching import needs_days
from evenhand.engine.rules import cases, counting
from evenhand.engine.rules.counting import Amount, amounts, counter_of, rows_of
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.turn import Turn
from evenhand.engine.rules.windows import (
    PERIODS,
    Rise,
    Span,
    day_before_week,
    in_a_row,
    key_of,
    rises,
    span_of,
)

STREAKS: Final = ("streak_with", "streak_without")
NEED_SOMETHING: Final = ("at_least", "exactly", "rise", "streak_with")
MARK: Final = "trigger:"
ENTRIES_SHOWN: Final = 20
MARKS_KEPT: Final = timedelta(days=800)


def judge(turn: Turn, names: Sequence[str]) -> None:
    """Let every trigger judge what this event has newly counted."""
    for name in names:
        counter = counter_of(turn, name)
        rows = rows_of(turn.counted, name)
        after = amounts(rows)
        for trigger in turn.rules.watch.triggers[counter.id]:
            if trigger.judge != "event" or not in_force(trigger, turn.event.at.day):
                continue
            if needs_days(trigger, counter):
                _judge_days(turn, trigger, name, rows, after)
            else:
                _judge_sum(turn, trigger, name, counter.ledger)


def judge_close(turn: Turn, kind: str) -> None:
    """Let the triggers that are judged when such a period ends judge it; `turn` is the pupil's part of the close."""
    day = turn.event.at.day
    for trigger in turn.rules.watch.closing:
        if kind_of_close(trigger) == kind and in_force(trigger, day):
            for name in _names(turn, trigger):
                _judge_end(turn, trigger, name, day)


def kind_of_close(trigger: Trigger) -> str:
    """The kind of period at whose end a trigger is judged: its own, or each day where it has no end of its own."""
    return trigger.window if trigger.window in PERIODS else "day"


def needs_a_count(rules: Rules, trigger: Trigger) -> bool:
    """Whether at a close the trigger can hold only of a pupil of whom its counter has counted something."""
    counter = rules.pack.counters[trigger.counter]
    asks = trigger.test in NEED_SOMETHING and rules.number(trigger.number) > 0
    return bool(counter.by) or (asks and needs_days(trigger, counter))


def take_back(turn: Turn, event: str, day: date, ledgers: Sequence[str]) -> None:
    """Take away what an event counted, and the marks of triggers that would not have fired without it."""
    names = [*counting.take_back(turn, event)]
    names += [name for ledger in ledgers for name in turn.rules.watch.ledgers.get(ledger, ())]
    for name in dict.fromkeys(names):
        counter = counter_of(turn, name)
        for trigger in turn.rules.watch.triggers[counter.id]:
            if any(key.startswith(_mark(trigger, name)) for key in turn.fired):
                _unmark(turn, trigger, name, day)


def holds(turn: Turn, trigger: Trigger, found: Sequence[Amount], today: date) -> bool:
    """Whether the test of a trigger holds as of a day, by what was counted."""
    number, rules, calendar = turn.rules.number(trigger.number), turn.rules, turn.calendar
    if trigger.test == "rise":
        return rises(calendar, _each(found), today, rise_of(rules, trigger))
    if trigger.test in STREAKS:
        having = trigger.test == "streak_with"
        return in_a_row(calendar, [day for day, _ in found], today, number, trigger.window, having=having)
    span = span_of(calendar, trigger.window, today, rules.number(trigger.days))
    return span is not None and compares(trigger.test, _sum(found, span), number)


def compares(test: str, counted: int, number: int) -> bool:
    """Whether a count passes a test: at least, exactly or at most the number."""
    if test == "at_least":
        return counted >= number
    return counted <= number if test == "at_most" else counted == number


def _judge_days(
    turn: Turn, trigger: Trigger, name: str, rows: Sequence[Counted], after: Sequence[Amount]
) -> None:
    """By the days on which it was counted. An entry made late can complete a stretch that ends after its own day."""
    event = turn.event
    day = event.at.day
    ends = trigger.window in PERIODS and trigger.test not in STREAKS
    later = () if ends else sorted({on for on, _ in after if on > day})
    for today in (day, *later):
        if holds(turn, trigger, after, today) and not (
            trigger.per == "crossing"
            and trigger.test != "rise"
            and holds(turn, trigger, amounts(row for row in rows if row.event != event.id), today)
        ):
            _fire(turn, trigger, name, today, rows)
            return


def _judge_sum(turn: Turn, trigger: Trigger, name: str, ledger: str) -> None:
    """By the running total of a ledger, which this event has already changed."""
    day, number = turn.event.at.day, turn.rules.number(trigger.number)
    after = turn.totals.get(f"{ledger}|{key_of(turn.calendar, trigger.window, day)}", 0)
    own = sum(item.value for item in turn.outcomes if isinstance(item, Post) and item.ledger == ledger)
    if compares(trigger.test, after, number) and not (
        trigger.per == "crossing" and compares(trigger.test, after - own, number)
    ):
        _fire(turn, trigger, name, day, (), after)


def _judge_end(turn: Turn, trigger: Trigger, name: str, day: date) -> None:
    counter = counter_of(turn, name)
    rows = rows_of(turn.counted, name)
    if not needs_days(trigger, counter):
        total = turn.totals.get(f"{counter.ledger}|{key_of(turn.calendar, trigger.window, day)}", 0)
        if compares(trigger.test, total, turn.rules.number(trigger.number)):
            _fire(turn, trigger, name, day, (), total)
        return
    found = amounts(rows)
    if holds(turn, trigger, found, day) and not _held_before(turn, trigger, found, day):
        _fire(turn, trigger, name, day, rows)


def _held_before(turn: Turn, trigger: Trigger, found: Sequence[Amount], day: date) -> bool:
    """Whether it held at the end of the school day (for weeks: the school week) before, so that nothing was crossed."""
    if trigger.per != "crossing" or (trigger.window in PERIODS and trigger.test not in STREAKS):
        return False
    calendar = turn.calendar
    days = calendar.school_days_before(day, 1)
    earlier = day_before_week(calendar, day) if trigger.window == "week" else days[0] if days else None
    return earlier is not None and holds(turn, trigger, found, earlier)


def _fire(
    turn: Turn, trigger: Trigger, name: str, day: date, rows: Sequence[Counted], total: int | None = None
) -> None:
    if trigger.per in ("period", "pupil"):
        key = _mark(trigger, name)
        if trigger.per == "period":
            key += "|" + key_of(turn.calendar, trigger.window, day)
        if key in turn.fired:
            return
        turn.fired = {**_recent(turn, day), key: day.isoformat()}
    elif trigger.per == "case" and _in_case(turn, trigger):
        return
    why = _why(turn, trigger, day, rows, total)
    event, start = turn.event, len(turn.outcomes)
    perform(turn, trigger.effects, Cast(event.by, event.witness, event.by), because=trigger.id)
    turn.outcomes[start:] = [
        item._replace(reason=Reason(item.reason.cites, why.key, why.values, (*why.used, *item.reason.used)))
        for item in turn.outcomes[start:]
    ]


def _why(turn: Turn, trigger: Trigger, day: date, rows: Sequence[Counted], total: int | None) -> Reason:
    """Why it fired: what was counted, how often, over which stretch, and which entries those were."""
    counter = turn.rules.pack.counters[trigger.counter]
    stretch = "school_days" if trigger.test == "rise" else trigger.window
    span = (
        None
        if trigger.test in STREAKS
        else span_of(turn.calendar, stretch, day, turn.rules.number(trigger.days))
    )
    inside = [row for row in rows if span is None or span.holds(row.day)]
    counted = sum(value for _, value in amounts(inside)) if total is None else total
    values: tuple[tuple[str, Value], ...] = (
        ("trigger", trigger.label),
        ("of", counter.label),
        ("counted", counted),
        ("window", trigger.window),
    )
    if inside:
        values = (*values, ("entries", " ".join(row.event for row in inside[-ENTRIES_SHOWN:])))
    figures = (
        trigger.number, trigger.days, trigger.factor, trigger.base_days, trigger.base_shortest,
        counter.rule, *("setting:" + key for key in trigger.when.settings),
    )  # fmt: skip
    return turn.why(trigger.cites, "triggered", values, figures)


def _in_case(turn: Turn, trigger: Trigger) -> bool:
    """Whether an open case holds a reason of this trigger."""
    kinds = {effect.path for effect in trigger.effects if effect.kind == "open"}
    return any(
        case.kind in kinds and case.stage != cases.CLOSED and trigger.id in case.reasons
        for case in turn.cases
    )


def _unmark(turn: Turn, trigger: Trigger, name: str, day: date) -> None:
    """Drop the marks of a trigger that would not have fired on what is left; what cannot be known again stays."""
    counter = counter_of(turn, name)
    mark = _mark(trigger, name)
    keys = [key for key in turn.fired if key == mark or key.startswith(mark + "|")]
    if not needs_days(trigger, counter):
        period = key_of(turn.calendar, trigger.window, day)
        full = f"{counter.ledger}|{period}"
        is_known = full in turn.before.totals
        if not is_known or compares(
            trigger.test, turn.totals.get(full, 0), turn.rules.number(trigger.number)
        ):
            return
        keys = [key for key in keys if key in (mark, f"{mark}|{period}")]
    else:
        rows = rows_of(turn.counted, name)
        known = turn.rules.watch.kept[counter.id]
        first = min([day, *(row.day for row in rows)]) if known else date.min
        keys = [
            key
            for key in keys
            if date.fromisoformat(turn.fired[key]) >= first and not _would_fire(turn, trigger, rows, key)
        ]
    turn.fired = {key: value for key, value in turn.fired.items() if key not in keys}


def _would_fire(turn: Turn, trigger: Trigger, rows: Sequence[Counted], key: str) -> bool:
    """Whether the trigger would have fired in the period of that mark, entry after entry."""
    period = key.partition("|")[2]
    for number, row in enumerate(rows, 1):
        if period and key_of(turn.calendar, trigger.window, row.day) != period:
            continue
        if holds(turn, trigger, amounts(rows[:number]), row.day):
            return True
    return False


def _names(turn: Turn, trigger: Trigger) -> tuple[str, ...]:
    """What a trigger judges at a close: its counter, or each value that the counter has counted apart."""
    if not turn.rules.pack.counters[trigger.counter].by:
        return (trigger.counter,)
    prefix = trigger.counter + counting.APART
    return tuple(dict.fromkeys(row.name for row in turn.counted if row.name.startswith(prefix)))


def in_force(trigger: Trigger, day: date) -> bool:
    """Whether a trigger is in force on a day."""
    return (trigger.first is None or trigger.first <= day) and (trigger.last is None or day <= trigger.last)


def _mark(trigger: Trigger, name: str) -> str:
    return f"{MARK}{trigger.id}@{name}"


def _recent(turn: Turn, day: date) -> dict[str, str]:
    """What has fired before, without marks of periods that are long over."""
    since = (day - MARKS_KEPT).isoformat()
    return {
        key: value
        for key, value in turn.fired.items()
        if not (key.startswith(MARK) and "|" in key and value < since)
    }


def rise_of(rules: Rules, trigger: Trigger) -> Rise:
    """What a trigger takes for a sudden increase."""
    number = rules.number
    return Rise(
        number(trigger.days),
        number(trigger.number),
        number(trigger.factor),
        number(trigger.base_days),
        number(trigger.base_shortest),
    )


def _sum(found: Sequence[Amount], span: Span) -> int:
    first, last = span
    total = 0
    for day, value in found:
        if first <= day <= last:
            total += value
    return total


def _each(found: Sequence[Amount]) -> list[date]:
    return [day for day, value in found for _ in range(value)]
