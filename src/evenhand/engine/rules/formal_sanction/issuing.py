"""What follows from the period of a formal sanction, before it is issued and then (K-18 to K-23, K-29, K-33)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from evenhand.engine.decisions import Missing, Used
from evenhand.engine.facts import Fact, Sanction
from evenhand.engine.pack.schema import FormalSanction
from evenhand.engine.rules.due import day_in
from evenhand.engine.rules.formal_sanction import totals
from evenhand.engine.rules.formal_sanction.dates import stricter
from evenhand.engine.rules.formal_sanction.records import HALVES, ISSUED, halves_in, known
from evenhand.engine.rules.formal_sanction.spans import (
    PM,
    Half,
    all_halves,
    back_after,
    days_of,
    in_days,
    lunches,
    written,
)
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import SanctionForm

SIXTH = 6
PER_DAY = totals.PER_DAY


class Worked(NamedTuple):
    """What a period comes to: facts for the record and the filters, what it adds to the counts, the figures used."""

    facts: dict[str, Fact]
    adds: dict[str, int]
    used: tuple[Used, ...]


def work_out(turn: Turn, declared: FormalSanction, sanction: Sanction | None) -> Worked:
    """All that follows from the period in the event's details; refused where a cap would be exceeded."""
    match declared.form:
        case SanctionForm.PERIOD:
            return _of_period(turn, declared, sanction)
        case SanctionForm.LUNCHTIME:
            worked = _of_halves(turn, declared, sanction, lunches(turn.calendar, turn.event.details))
            return worked._replace(facts={**worked.facts, "returns": worked.facts["last"]})
        case SanctionForm.PERMANENT:
            return _of_permanent(turn, declared)
    return Worked({}, {}, ())


def _of_period(turn: Turn, declared: FormalSanction, sanction: Sanction | None) -> Worked:
    halves = all_halves(turn.calendar, turn.event.details)
    worked = _of_halves(turn, declared, sanction, halves)
    same_day = turn.rules.value(declared.half_return) != "next_day"
    back = back_after(turn.calendar, halves[-1], same_day=same_day)
    facts: dict[str, Fact] = {
        "returns": back.day.isoformat(),
        "returns_session": back.session,
        "whole_day_back": back.whole_day.isoformat(),
        "day_after": back.day_after.isoformat(),
    }
    run, used = _run(turn, declared, halves)
    return Worked(
        {**worked.facts, **facts, **run, **_exams(turn, halves)}, worked.adds, (*worked.used, *used)
    )


def _of_halves(
    turn: Turn, declared: FormalSanction, sanction: Sanction | None, halves: tuple[Half, ...]
) -> Worked:
    own = sanction.id if sanction else ""
    taken = {half for item in turn.sanctions if item.id != own for half in halves_in(item)}
    if taken & set(halves):
        raise Unable(Missing(("limit:overlap",), declared.cites))
    adds = totals.weights(turn, declared, halves)
    used = totals.check_caps(turn, declared, adds, len(halves))
    band, figures = totals.band(turn, declared, adds)
    many = totals.number(turn, declared)
    days = days_of(halves)
    term, year = (_total(turn, declared, adds, start) for start in ("t:", "y:"))
    facts: dict[str, Fact] = {
        HALVES: written(halves),
        "first": days[0].isoformat(),
        "last": days[-1].isoformat(),
        "units": len(halves),
        "days": in_days(len(halves)),
        "excluded_dates": _text(days),
        "number": many,
        "numbered": totals.numbered(many),
        "band": band,
        "long": totals.is_long(turn, declared, len(halves)),
        "term_half_days": term,
        "year_half_days": year,
    }
    return Worked({**facts, **_shown(turn, declared, days)}, adds, (*used, *figures))


def _of_permanent(turn: Turn, declared: FormalSanction) -> Worked:
    first = day_in(turn.event.details.get("start"))
    if first is None:
        raise Unable(Missing(("detail:start",), declared.cites))
    days = turn.calendar.school_days_in(first, SIXTH)
    facts: dict[str, Fact] = {
        "first": days[0].isoformat(),
        "band": totals.REVIEW,
        "sixth_day": days[-1].isoformat(),
        "provision": True,
    }
    return Worked({**facts, **_shown(turn, declared, days)}, {}, ())


def _shown(turn: Turn, declared: FormalSanction, days: tuple[date, ...]) -> dict[str, Fact]:
    """The days to stay out of public places (K-29) and those for which the school sets work (K-23)."""
    found: dict[str, Fact] = {}
    public = turn.rules.number(declared.public_days) if declared.public_days else _lawful_days(turn, declared)
    if public:
        found["public_dates"] = _text(days[:public])
    work = stricter(turn, declared, declared.work_days, declared.work_days_law).value
    if work:
        found["work_dates"] = _text(days[:work])
    return found


def _lawful_days(turn: Turn, declared: FormalSanction) -> int:
    return stricter(turn, declared, "", declared.public_days_law).value or 0


def _run(
    turn: Turn, declared: FormalSanction, halves: tuple[Half, ...]
) -> tuple[dict[str, Fact], tuple[Used, ...]]:
    """Where this sanction's run of exclusions without a break began, and from when other provision is owed (G-65)."""
    first, before = _earlier(turn, halves[0])
    whole = before + len(halves)
    above = stricter(turn, declared, declared.provision_above, declared.provision_above_law)
    facts: dict[str, Fact] = {"run_first": written((first,)), "run_units": whole, "provision": False}
    if above.value is None or whole <= PER_DAY * above.value:
        return facts, above.used
    start = first.day
    if first.session == PM and turn.rules.value(declared.sixth_start) == "next_day":
        start = turn.calendar.next_school_day(start)
    sixth = turn.calendar.school_days_in(start, SIXTH)[-1]
    return {**facts, "provision": True, "sixth_day": sixth.isoformat()}, above.used


def _earlier(turn: Turn, first: Half) -> tuple[Half, int]:
    """The first half-day of the run that these half-days go on with, and how many of it came before."""
    for item in turn.sanctions:
        told = known(item)
        if (
            item.stage == ISSUED
            and "run_first" in told
            and (told.get("returns"), told.get("returns_session"))
            == (
                first.day.isoformat(),
                first.session,
            )
        ):
            day, _, session = str(told["run_first"]).partition("/")
            return Half(date.fromisoformat(day), session), int(str(told["run_units"]))
    return first, 0


def _exams(turn: Turn, halves: tuple[Half, ...]) -> dict[str, Fact]:
    """Whether a public exam or national test would be missed, and the first such day (G-61)."""
    told = turn.event.details.get("exam_days")
    days = [day_in(text) for text in told] if isinstance(told, tuple) else []
    if any(day is None for day in days):
        raise Unable(Missing(("detail:exam_days",)))
    missed = sorted(day for day in days if day in days_of(halves))
    return (
        {"exam": True, "exam_on": missed[0].isoformat(), "band": totals.REVIEW} if missed else {"exam": False}
    )


def _total(turn: Turn, declared: FormalSanction, adds: dict[str, int], start: str) -> int:
    """The fullest term or year that the half-days fall in, themselves included."""
    keys = [full.partition("|")[2] for full in adds]
    return max(
        (
            totals.before(turn, declared, key) + adds[f"{totals.EXCLUDED}|{key}"]
            for key in keys
            if key.startswith(start)
        ),
        default=0,
    )


def _text(days: tuple[date, ...]) -> str:
    return ",".join(day.isoformat() for day in days)
