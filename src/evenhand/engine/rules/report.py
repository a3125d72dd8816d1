"""Report cards: suggested by the counts, decided by one role, marked lesson by lesson, reviewed (STAR-140a to 141c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from evenhand.engine.decisions import Missing, Place, Value
from evenhand.engine.facts import Fact, Report
from evenhand.engine.pack.schema import ReportCard, ReportMark
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.due import deadline
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.ledger import key_over
from evenhand.engine.rules.placement.stays import EXPECTED, WITHDRAWN
from evenhand.engine.rules.programmes.attendance import sessions_in
from evenhand.engine.rules.turn import Turn, Unable

DAY: Final = "day"
SUGGESTED, START, DAILY, UNMARKED, EXTENDED, REVIEWED, ENDED = (
    "suggested", "start", "day", "unmarked", "extend", "review", "end",
)  # fmt: skip
ONE: Final = "one_at_a_time"
NEGATIVE: Final = "negative"
LESSON: Final = "lesson"
MARKS_KEPT: Final = 12
ENDED_KEPT: Final = 3


def act(turn: Turn) -> None:
    """What a person does with a report: suggest, start, mark, extend, review or end it."""
    card = turn.rules.pack.reports.get(turn.event.code)
    run = _ACTS.get(str(turn.event.details.get("choice", "")))
    if card is None or run is None:
        raise Unable(Missing(("report",) if card is None else ("choice",)))
    run(turn, card)


def watch(turn: Turn) -> None:
    """Count the stays that a report card compares, and suggest a report when they reach its figure (STAR-140a)."""
    carded = turn.rules.carded
    if not carded or turn.stays is turn.before.stays:
        return
    for found in tuple(turn.outcomes):
        if not isinstance(found, Place) or found.placement not in carded:
            continue
        opened = found.stage == EXPECTED and found.stay == turn.event.id
        if opened or found.stage == WITHDRAWN:
            day = turn.event.at.day if opened else _opened_on(turn, found.stay)
            for card in turn.rules.pack.reports.values():
                if found.placement in card.compare:
                    _counted(turn, card, opened, day)


def end_of_day(closing: Closing) -> None:
    """Flag the lessons that nobody marked, and call for the day's review (STAR-141b; CR-7).

    A member's `lessons` are the periods in which the pupil was taught that day, by default those of the bells;
    `absent` says that there is nothing to mark, by default where the day's marks say that no session was attended.
    The day on which a report starts is not one of its days.
    """
    if closing.period.kind != DAY:
        return
    day = closing.period.at.day
    for turn in closing.turns_of(lambda pupil: pupil.reports):
        for report in running(turn.reports):
            card = turn.rules.pack.reports.get(report.kind)
            if card is not None and report.started < day and not _absent(turn, day):
                _close_day(turn, card, report, day)


def running(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports that are not over."""
    return tuple(report for report in reports if not report.ended_by)


def spans(turn: Turn, card: ReportCard, report: Report, until: date) -> tuple[int, int]:
    """Stays before the report and during it, over as many school days (STAR-141c); `until` counts."""
    days = turn.recent.get(name_of(card), ())
    calendar = turn.calendar
    long = max(1, calendar.count_school_days(report.started, until + timedelta(days=1)))
    earlier = calendar.school_days_before(report.started, long)
    first = earlier[0] if earlier else report.started
    before = sum(1 for day in days if first <= day < report.started)
    during = sum(1 for day in days if report.started <= day <= until)
    return before, during


def _suggest(turn: Turn, card: ReportCard) -> None:
    """Anybody may say that a report would help, and why; only the decider starts one."""
    _need(turn, card, ["reason"])
    _bring(turn, card, SUGGESTED, turn.event.id, (("reason", str(turn.event.details["reason"])),))


def _start(turn: Turn, card: ReportCard) -> None:
    _decides(turn, card)
    alone = turn.rules.word(card.alone) == ONE and running(turn.reports)
    _need(turn, card, ["reason", "another_report"] if alone else ["reason"])
    plan = str(turn.event.details.get("plan", ""))
    source = "plan_targets" if plan else "targets"
    targets = _words(turn.event.details.get(source))
    if not targets:
        raise Unable(Missing((source,), card.cites))
    due = deadline(turn, card.review)
    until = due.day if due else None
    turn.reports = (
        *turn.reports, Report(turn.event.id, card.id, turn.event.at.day, until, targets, plan),
    )  # fmt: skip
    values: tuple[tuple[str, Value], ...] = (("targets", "; ".join(targets)),)
    _bring(turn, card, START, turn.event.id, (*values, *((("plan", plan),) if plan else ())))


def _mark(turn: Turn, card: ReportCard) -> None:
    """One lesson's mark, by the adult who taught it; what the mark asks for is there."""
    report = _running(turn, card)
    given = turn.event.details.get("mark")
    mark = next((mark for mark in card.marks if mark.value == given), None)
    if mark is None or mark.value == card.unseen or not turn.event.spot.period:
        raise Unable(
            Missing(("mark",) if mark is None or mark.value == card.unseen else ("period",), card.cites)
        )
    _need(turn, card, list(mark.records))
    name = f"{turn.event.at.day.isoformat()}/{turn.event.spot.period}/{turn.event.id}"
    _keep(turn, report._replace(marked=(*report.marked, name)[-MARKS_KEPT:]))


def _extend(turn: Turn, card: ReportCard) -> None:
    _decides(turn, card)
    report = _running(turn, card)
    _need(turn, card, ["reason"])
    due = deadline(turn, card.review)
    set_by = report.set_by or ((report.id, report.until),)
    until = due.day if due else None
    _keep(turn, report._replace(until=until, set_by=(*set_by, (turn.event.id, until))))
    _bring(turn, card, EXTENDED, report.id)


def _review(turn: Turn, card: ReportCard) -> None:
    """Both counts of stays, before and during, as evidence for what comes next."""
    report = _running(turn, card)
    values: tuple[tuple[str, Value], ...] = ()
    if card.compare:
        before, during = spans(turn, card, report, turn.event.at.day)
        values = (("before", before), ("during", during))
    _bring(turn, card, REVIEWED, report.id, values)


def _end(turn: Turn, card: ReportCard) -> None:
    _decides(turn, card)
    report = _running(turn, card)
    _need(turn, card, ["reason"])
    _keep(turn, report._replace(ended_by=turn.event.id))
    over = [one for one in turn.reports if one.ended_by]
    turn.reports = tuple(one for one in turn.reports if one not in over[:-ENDED_KEPT])
    _bring(turn, card, ENDED, report.id)


_ACTS: Final = {
    "suggest": _suggest,
    "start": _start,
    "mark": _mark,
    "extend": _extend,
    "review": _review,
    "end": _end,
}


def take_back(turn: Turn, event: str) -> None:
    """Take away the report that a voided event started, the mark that it gave, its extension or its end."""
    if turn.reports:
        turn.reports = tuple(_without(report, event) for report in turn.reports if report.id != event)


def _without(report: Report, event: str) -> Report:
    """The report as it would be without that event; its review is on the day that the last one left has set."""
    report = report._replace(marked=tuple(one for one in report.marked if one.split("/", 2)[2] != event))
    if report.ended_by == event:
        report = report._replace(ended_by="")
    left = tuple(one for one in report.set_by if one[0] != event)
    if left == report.set_by:
        return report
    return report._replace(until=left[-1][1], set_by=left if len(left) > 1 else ())


def offered(card: ReportCard) -> tuple[ReportMark, ...]:
    """The marks that a teacher may choose; the one that stands for an unmarked lesson is not among them."""
    return tuple(mark for mark in card.marks if mark.value != card.unseen)


def _decides(turn: Turn, card: ReportCard) -> None:
    """STAR-140b: nobody but the deciding role."""
    if str(card.decider) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(card.decider),), card.decider_cites or card.cites))


def _need(turn: Turn, card: ReportCard, names: list[str]) -> None:
    missing = [name for name in names if turn.event.details.get(name, "") in ("", ())]
    if missing:
        raise Unable(Missing(tuple(missing), card.cites))


def _running(turn: Turn, card: ReportCard) -> Report:
    """The report of that kind that the event is about."""
    for report in running(turn.reports):
        if report.kind == card.id and turn.event.about in ("", report.id):
            return report
    raise Unable(Missing(("running_report",), card.cites))


def _keep(turn: Turn, report: Report) -> None:
    turn.reports = tuple(report if one.id == report.id else one for one in turn.reports)


def _words(given: Fact | None) -> tuple[str, ...]:
    if isinstance(given, tuple):
        return tuple(word for word in given if word.strip())
    return (given,) if isinstance(given, str) and given.strip() else ()


def _absent(turn: Turn, day: date) -> bool:
    told = turn.event.details.get("absent")
    if told is not None:
        return bool(told)
    sessions = sessions_in(turn.counts, "d:" + day.isoformat())
    return sessions.possible > 0 and sessions.attended == 0


def _close_day(turn: Turn, card: ReportCard, report: Report, day: date) -> None:
    prefix = day.isoformat() + "/"
    marked = {one.split("/")[1] for one in report.marked if one.startswith(prefix)}
    given = turn.event.details.get("lessons")
    if isinstance(given, tuple):
        lessons = given
    else:
        bells = turn.calendar.periods_on(day, turn.year())
        lessons = tuple(period.key for period in bells if period.kind == LESSON)
    open_still = [name for name in lessons if name not in marked]
    if open_still:
        values = (("periods", ", ".join(open_still)), ("mark", card.unseen))
        _bring(turn, card, UNMARKED, report.id, values)
    if lessons:
        _bring(turn, card, DAILY, report.id)


def _opened_on(turn: Turn, stay: str) -> date:
    return next(one.opened.day for one in turn.before.stays if one.id == stay)


def _counted(turn: Turn, card: ReportCard, opened: bool, day: date) -> None:
    name = name_of(card)
    days = list(turn.recent.get(name, ()))
    if opened:
        days.append(day)
        _suggested(turn, card, day)
    elif day in days:
        days.remove(day)
    turn.recent = {**turn.recent, name: _pruned(turn, card, sorted(days))}


def _pruned(turn: Turn, card: ReportCard, days: list[date]) -> tuple[date, ...]:
    """The days that a review may still ask for: so many school days before today, or before the running report."""
    started = [report.started for report in turn.reports if report.kind == card.id]
    since = compared(turn, card, min((turn.event.at.day, *started)))
    return tuple([day for day in days if day >= since])


def compared(turn: Turn, card: ReportCard, day: date) -> date:
    """The first of so many school days before a day, where the calendar goes back so far."""
    window = turn.calendar.school_days_before(day, max(turn.rules.number(card.compare_days), 1))
    return window[0] if window else date.min


def _suggested(turn: Turn, card: ReportCard, day: date) -> None:
    wanted = turn.rules.number(card.suggest_from)
    key = key_over(turn.calendar, "b", day)
    if not wanted or not key or any(report.kind == card.id for report in running(turn.reports)):
        return
    if sum(turn.counts.get(f"placed:{name}|{key}", 0) for name in card.compare) == wanted:
        _bring(turn, card, SUGGESTED, turn.event.id, (("count", wanted),))


def _bring(
    turn: Turn, card: ReportCard, moment: str, about: str, values: tuple[tuple[str, Value], ...] = ()
) -> None:
    """Perform the card's effects of one moment, with what they are about in their reasons."""
    cast = Cast(turn.event.by, turn.event.witness, turn.event.by)
    start = len(turn.outcomes)
    perform(turn, card.effects, cast, on=moment, about=about)
    for place in range(start, len(turn.outcomes)):
        found = turn.outcomes[place]
        told = (*found.reason.values, ("report", card.id), *values)
        turn.outcomes[place] = found._replace(reason=found.reason._replace(values=told))


def name_of(card: ReportCard) -> str:
    """The name under which the days of its stays are kept."""
    return "report:" + card.id
