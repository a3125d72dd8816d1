"""Totals of excluded half-days: by term and year, the caps, the governors' bands, and which number a decision is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from evenhand.engine.decisions import Missing, Used
from evenhand.engine.pack.schema import FormalSanction
from evenhand.engine.rules.formal_sanction.dates import category, stricter
from evenhand.engine.rules.formal_sanction.records import recorded
from evenhand.engine.rules.formal_sanction.spans import Half, days_of
from evenhand.engine.rules.terms import term_key
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import Act, LawFigure, SanctionForm

EXCLUDED: Final = "excluded"
DECIDED: Final = "decided"
EVER: Final = "all"
PER_DAY: Final = 2
NUMBERS: Final = {1: "first", 2: "second"}
REVIEW, REPRESENTATIONS, NO_BAND = "review", "representations", "none"


def year_key(turn: Turn, day: date) -> str:
    """The key of the school year of a day."""
    return "y:" + turn.calendar.year_of(day).id


def periods_of(turn: Turn, day: date) -> tuple[str, ...]:
    """The periods in which an excluded day counts: its term, its half-term and its school year."""
    block = turn.calendar.block_of(day)
    keys = (term_key(turn.calendar, day), year_key(turn, day))
    return (*keys, "b:" + block.id) if block else keys


def weights(turn: Turn, declared: FormalSanction, halves: Iterable[Half]) -> dict[str, int]:
    """What half-days add to each period's count, by its full key (G-66, G-100)."""
    halves = tuple(halves)
    if turn.rules.value(declared.totals) == "whole_days":
        halves = tuple(half for day in days_of(halves) for half in (Half(day, "am"), Half(day, "pm")))
    first = halves[0].day if halves else None
    by_start = turn.rules.value(declared.across_terms) == "by_start"
    found: dict[str, int] = {}
    for half in halves:
        for key in periods_of(turn, half.day):
            moved = by_start and first is not None and not key.startswith("y:")
            own = first if moved and first is not None else half.day
            full = f"{EXCLUDED}|{next(name for name in periods_of(turn, own) if name[0] == key[0])}"
            found[full] = found.get(full, 0) + 1
    return found


def before(turn: Turn, declared: FormalSanction, key: str) -> int:
    """Half-days so far in a period, with those declared from another school (G-66)."""
    own = turn.counts.get(f"{EXCLUDED}|{key}", 0)
    if turn.rules.value(declared.totals) == "whole_days":
        return own
    name = {"y:": "prior_half_days", "t:": "prior_term_half_days"}.get(key[:2], "")
    prior = turn.event.details.get(name, 0)
    return own + (prior if isinstance(prior, int) and not isinstance(prior, bool) and prior > 0 else 0)


def check_caps(turn: Turn, declared: FormalSanction, adds: Mapping[str, int], units: int) -> tuple[Used, ...]:
    """Refuse what would exceed a cap (K-22), ask for a reason above the figure; the figures that were looked at."""
    if turn.rules.value(declared.half_days) is False and units % PER_DAY:
        raise Unable(Missing(("limit:half_days",), declared.single_cap_cites))
    single = stricter(turn, declared, declared.single_cap, None)
    if single.value is not None and units > PER_DAY * single.value:
        raise Unable(Missing(("limit:single",), declared.single_cap_cites))
    year = stricter(turn, declared, declared.year_cap, declared.year_cap_law)
    own = turn.rules.number(declared.school_cap) if declared.school_cap else 0
    limit = min([value for value in (year.value, own) if value], default=None)
    for full, added in adds.items():
        key = full.partition("|")[2]
        if key.startswith("y:") and limit and before(turn, declared, key) + added > PER_DAY * limit:
            raise Unable(Missing(("limit:year",), declared.year_cap_cites or declared.cites))
    above = stricter(turn, declared, declared.reason_above, None)
    if is_long(turn, declared, units) and not turn.event.details.get("length_reason"):
        raise Unable(Missing(("detail:length_reason",), declared.reason_cites))
    return (*single.used, *year.used, *above.used)


def is_long(turn: Turn, declared: FormalSanction, units: int) -> bool:
    """Whether so many half-days are more than the pack calls usual."""
    above = stricter(turn, declared, declared.reason_above, None)
    return above.value is not None and units > PER_DAY * above.value


def band(turn: Turn, declared: FormalSanction, adds: Mapping[str, int]) -> tuple[str, tuple[Used, ...]]:
    """Whether governors must review, consider representations, or need not meet, by the fullest term (K-33, G-59, G-88)."""
    counted = {
        key: before(turn, declared, key) + added
        for full, added in adds.items()
        if (key := full.partition("|")[2])
    }
    own = "b:" if turn.rules.value(declared.terms) == _SIX else "t:"
    by_policy = max((total for key, total in counted.items() if key.startswith(own)), default=0)
    by_law = max((total for key, total in counted.items() if key.startswith("t:")), default=0)
    used: list[Used] = []
    found = NO_BAND
    steps = (
        (REPRESENTATIONS, declared.represent_above, declared.represent_law),
        (REVIEW, declared.review_above, declared.review_law),
    )
    for name, policy, law in steps:
        edge = name == REVIEW and turn.rules.value(declared.boundary) == "review_band"
        figure, legal = turn.rules.used(policy), _lawful(turn, declared, law)
        used += [item for item in (figure, legal) if item]
        over = figure is not None and by_policy > PER_DAY * int(figure.value) - edge
        if over or (legal is not None and by_law > PER_DAY * int(legal.value)):
            found = name
    return found, tuple(used)


_SIX: Final = 6


def _lawful(turn: Turn, declared: FormalSanction, law: LawFigure | None) -> Used | None:
    return turn.rules.lawful(law, category(turn, declared))


def decided_keys(turn: Turn) -> dict[str, int]:
    """What a decision adds to the numbers of decisions: of the year, and ever."""
    return {f"{DECIDED}|{year_key(turn, turn.event.at.day)}": 1, f"{DECIDED}|{EVER}": 1}


def number(turn: Turn, declared: FormalSanction) -> int:
    """Which number this decision would be: of the year, of the last twelve months, or ever (G-30)."""
    match turn.rules.value(declared.count_window):
        case "whole_school":
            earlier = turn.counts.get(f"{DECIDED}|{EVER}", 0)
        case "rolling_12_months":
            start = year_before(turn.event.at.day)
            earlier = sum(
                1
                for item in turn.sanctions
                if not recorded(item, Act.WITHDRAW)
                for done in item.acts
                if done.act == Act.ISSUE and _is_number(done.counted) and done.day > start
            )
        case _:
            earlier = turn.counts.get(f"{DECIDED}|{year_key(turn, turn.event.at.day)}", 0)
    return earlier + 1


def _is_number(counted: tuple[tuple[str, int], ...]) -> bool:
    return any(key.startswith(DECIDED) for key, _ in counted)


def year_before(day: date) -> date:
    """The same date a year earlier; 28 February for the leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def numbered(many: int) -> str:
    """First, second or later."""
    return NUMBERS.get(many, "later")


def in_term(turn: Turn, declared: FormalSanction) -> tuple[str, int]:
    """The key under which records of this kind are counted in a term, and how many there are with this one."""
    key = f"{declared.id}|{term_key(turn.calendar, turn.calendar.school_day_on_or_after(turn.event.at.day))}"
    return key, turn.counts.get(key, 0) + 1


def follows_on(turn: Turn, declared: FormalSanction, own: str, about: str) -> bool:
    """Whether a sanction for the same incident, or the one named as followed, has already been issued (171)."""
    named = turn.event.details.get("follows")
    return declared.form != SanctionForm.RECORD and any(
        item.id != own
        and recorded(item, Act.ISSUE)
        and not recorded(item, Act.WITHDRAW)
        and (item.id == named or bool(about and item.about == about))
        for item in turn.sanctions
    )
